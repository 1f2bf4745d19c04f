/// Reads numbers as people write them: `€ 1.234,50`, `-12.5`, `1 200`.
struct DecimalText: Hashable, Sendable {
  /// Which mark stands before the decimals; `nil` takes only what can mean one thing.
  let mark: Mark?

  enum Mark: String, Hashable, Sendable, CaseIterable {
    case comma, point

    var byte: UInt8 { self == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".") }
  }

  enum Problem: Error, Hashable {
    case notANumber
    /// `1.234` may be a thousand and more, or one and a bit.
    case ambiguous
    case tooPrecise
    case tooLarge
  }

  /// The value of `text` in units of 10^-`decimals`; never rounded.
  func value(of text: String, decimals: Int) throws(Problem) -> Int64 {
    let (isNegative, digits) = try Self.stripped(text)
    let (whole, fraction) = try split(digits)
    var significant = fraction[...]
    while significant.count > decimals, significant.last == UInt8(ascii: "0") {
      significant.removeLast()
    }
    guard significant.count <= decimals else { throw .tooPrecise }
    var value: Int64 = 0
    let padding = repeatElement(UInt8(ascii: "0"), count: decimals - significant.count)
    for digit in whole + significant + padding {
      let (tenfold, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = tenfold.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      guard !overflows, !overflowsToo else { throw .tooLarge }
      value = sum
    }
    return isNegative ? -value : value
  }

  /// Digits and marks alone, with the sign apart.
  private static func stripped(_ text: String) throws(Problem) -> (Bool, [UInt8]) {
    var isNegative = false
    var digits: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9", ",", ".": digits.append(UInt8(truncatingIfNeeded: scalar.value))
      case "-", "\u{2212}":
        guard digits.isEmpty, !isNegative else {
          // "12,-" is how the Dutch write whole euros.
          guard digits.last == UInt8(ascii: ",") else { throw .notANumber }
          digits.removeLast()
          continue
        }
        isNegative = true
      case "+" where digits.isEmpty, " ", "\u{A0}", "\u{202F}", "'", "\u{20AC}": continue
      default: throw .notANumber
      }
    }
    guard !digits.isEmpty else { throw .notANumber }
    return (isNegative, digits)
  }

  private func split(_ digits: [UInt8]) throws(Problem) -> ([UInt8], [UInt8]) {
    guard let decimal = try decimalMark(in: digits) else {
      let grouping: Mark = digits.contains(Mark.point.byte) ? .point : .comma
      return (try Self.whole(digits, grouping: grouping), [])
    }
    guard let index = digits.lastIndex(of: decimal.byte) else { throw .notANumber }
    let fraction = Array(digits[(index + 1)...])
    guard !fraction.isEmpty, fraction.allSatisfy(Self.isDigit) else { throw .notANumber }
    let grouping: Mark = decimal == .comma ? .point : .comma
    return (try Self.whole(Array(digits[..<index]), grouping: grouping), fraction)
  }

  /// The mark that stands before decimals here, if there are any.
  private func decimalMark(in digits: [UInt8]) throws(Problem) -> Mark? {
    let commas = digits.count { $0 == Mark.comma.byte }
    let points = digits.count { $0 == Mark.point.byte }
    if let mark {
      let own = mark == .comma ? commas : points
      guard own <= 1 else { throw .notANumber }
      return own == 1 ? mark : nil
    }
    switch (commas, points) {
    case (0, 0): return nil
    case (1, 1...), (1..., 1):
      let last = digits.last { !Self.isDigit($0) }
      return last == Mark.comma.byte ? .comma : .point
    case (1, 0), (0, 1):
      let behind = digits.reversed().prefix(while: Self.isDigit).count
      guard behind != 3 else { throw .ambiguous }
      return commas == 1 ? .comma : .point
    // Several of one kind and none of the other: they part thousands.
    case (0, _), (_, 0): return nil
    default: throw .notANumber
    }
  }

  /// The digits before the decimals, in groups of three if they are grouped.
  private static func whole(_ digits: [UInt8], grouping: Mark) throws(Problem) -> [UInt8] {
    let groups = digits.split(separator: grouping.byte, omittingEmptySubsequences: false)
    guard groups.allSatisfy({ $0.allSatisfy(isDigit) }), let first = groups.first,
      groups.count == 1 || (1...3 ~= first.count && groups.dropFirst().allSatisfy { $0.count == 3 })
    else { throw .notANumber }
    return digits.filter(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }
}
