import OpenkaartCore

/// One person as the columns tell them, for keeping the rows elsewhere.
package struct ColumnRow: Sendable {
  private let columns: Columns
  private let row: Int

  fileprivate init(_ columns: Columns, _ row: Int) {
    self.columns = columns
    self.row = row
  }

  /// What the caller knows the person by.
  package var key: UInt32 { columns.key(of: row) }

  package func bit(_ column: Layout.BitColumn) -> Bool {
    guard let index = columns.layout.index(of: column), !columns.bits[index].isEmpty else {
      return false
    }
    return columns.bits[index][row >> 6] >> UInt64(row & 63) & 1 == 1
  }

  /// The consent for a pair of the layout: see ``Cell``.
  package func consent(_ pair: Int) -> UInt16 { columns.consents[pair][row] }

  /// A day, counted from 1970; ``Cell/noDay`` is none.
  package func day(_ days: DayColumn) -> UInt16 {
    switch days {
    case .activity: columns.activity[row]
    case .purchase: columns.purchase.isEmpty ? Cell.noDay : columns.purchase[row]
    case .consent(let index): columns.lastConsents[index][row]
    }
  }

  /// The day on which something of a product line, by its place in the layout, was bought last.
  package func bought(_ line: Int) -> UInt16? {
    guard !columns.line.isEmpty, let number = UInt8(exactly: line + 1) else { return nil }
    if columns.line[row] == number { return columns.lineDay[row] }
    return columns.otherLines[UInt32(row)]?.first { $0.line == number }?.day
  }

  /// The hour, counted from 1970, of the send from which a number of messages is reached.
  package func hour(ofCount count: Int) -> Int64? {
    let cell = columns.sends[count][row]
    return cell == Cell.notReached ? nil : columns.firstHour + Int64(cell) - 1
  }
}

extension Columns {
  /// Shows everybody's row.
  package func forEachPerson(_ body: (ColumnRow) throws -> Void) rethrows {
    for row in 0..<count {
      let person = ColumnRow(self, row)
      if person.bit(.isTaken) { try body(person) }
    }
  }

  /// What the numbers of consents stand for that are no days.
  package var standingBits: [UInt32] { standings.map(\.rawValue) }
}
