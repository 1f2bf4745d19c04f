/// Whole numbers in ASCII digits, one way to write each.
package enum Decimal {
  /// The number, or `nil` for an empty text, a sign, a leading zero or more than 2^64 - 1.
  package static func number(in text: some Collection<UInt8>) -> UInt64? {
    let number = UInt64(String(decoding: text, as: UTF8.self))
    return number.flatMap { "\($0)".utf8.elementsEqual(text) ? $0 : nil }
  }
}
