/// Whole numbers in ASCII digits, one way to write each.
enum Decimal {
  /// The number, or `nil` for an empty text, a sign, a leading zero or more than 2^64 - 1.
  static func number(in text: some Collection<UInt8>) -> UInt64? {
    guard let first = text.first, text.count == 1 || first != UInt8(ascii: "0") else { return nil }
    var number: UInt64 = 0
    for letter in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(letter) else { return nil }
      let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isTooLargeYet) = tenfold.addingReportingOverflow(UInt64(letter - UInt8(ascii: "0")))
      guard !isTooLarge, !isTooLargeYet else { return nil }
      number = sum
    }
    return number
  }
}
