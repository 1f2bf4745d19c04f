/// The grammar of a JSON number.
///
/// - SeeAlso: RFC 8259 section 6.
package enum JSONNumber {
  /// Longer numbers are refused: no amount, time or identifier of ours needs more.
  package static let longest = 40

  /// Whether `text` as a whole is a JSON number, of whatever length.
  package static func matches(_ text: String) -> Bool {
    let bytes = text.utf8.span
    return end(in: bytes, from: 0) == bytes.count
  }

  /// Where the number that starts at `start` ends, or `nil` if none stands there.
  static func end(in bytes: Swift.Span<UInt8>, from start: Int) -> Int? {
    var index = start
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }

    let whole = index
    index = endOfDigits(in: bytes, from: index)
    guard index > whole, index == whole + 1 || bytes[whole] != UInt8(ascii: "0")
    else { return nil }

    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      let fraction = index + 1
      index = endOfDigits(in: bytes, from: fraction)
      guard index > fraction else { return nil }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      let exponent = index
      index = endOfDigits(in: bytes, from: exponent)
      guard index > exponent else { return nil }
    }
    return index
  }

  private static func endOfDigits(in bytes: Swift.Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
    return index
  }
}
