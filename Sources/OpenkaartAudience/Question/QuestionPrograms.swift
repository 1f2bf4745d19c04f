package import OpenkaartCore

/// The programs of one question: at its moment, and when everything that waits is over.
package struct QuestionPrograms: Sendable {
  package let now: Program
  /// At the end of the longest wait; `nil` when nothing can be told of that moment beforehand.
  package let afterWaits: Program?
  /// The hour from which columns of sends count.
  let firstHour: Int64

  /// Makes the programs for the people in columns.
  ///
  /// - Returns: `nil` when the columns tell nothing of the question.
  init?(_ columns: Columns, use: Use, at: Timestamp) {
    guard let now = Program(columns, use, at: at) else { return nil }
    self.now = now
    firstHour = columns.firstHour
    let zone = columns.layout.gate.zone
    let longest = columns.layout.form.counts.map(\.window).max() ?? 0
    let end = at.advanced(by: longest + 3 * 24 * Cell.hour)
    let days = zone.day(of: at).number..<zone.day(of: end).number
    // Something else than waiting may end or begin meanwhile.
    let isTurning = now.turningDays.contains { days.contains($0 - 1) }
    afterWaits = isTurning ? nil : Program(columns, use, at: end)
  }

  /// Makes the programs for rows that are kept elsewhere, whatever their values are.
  ///
  /// - Returns: `nil` when rows tell nothing of the question.
  package init?(_ layout: Layout, use: Use, at: Timestamp) {
    self.init(.unfilled(layout, at: at), use: use, at: at)
  }

  /// The hour, counted from 1970, that a test of a column of sends names.
  package func hour(_ cell: UInt16) -> Int64 { firstHour + Int64(cell) - 1 }

  /// What a test wants of the standings of a consent, as their bits; for programs of rows kept
  /// elsewhere.
  package func wanted(by test: ConsentTest) -> UInt32 {
    var (bits, numbers): (UInt32, UInt64) = (0, test.standings)
    while numbers != 0 {
      let number = numbers.trailingZeroBitCount
      // The first two stand for nothing said and for what is open; after them comes each bit.
      bits |= number < 2 ? Outline.Standing.isMissing.rawValue : 1 << UInt32(number - 2)
      numbers &= numbers - 1
    }
    return bits
  }
}
