/// Resolves the escapes of a JSON text.
///
/// - SeeAlso: RFC 8259 section 7.
enum JSONEscape {
  /// Appends, as UTF-8, what the escape at `index` stands for.
  ///
  /// - Returns: The offset after the escape; the end of `bytes` if they end within it.
  static func append(
    to text: inout [UInt8], from bytes: Swift.Span<UInt8>, at index: Int
  ) throws(JSONProblem) -> Int {
    guard index + 1 < bytes.count else { return bytes.count }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): return try appendScalar(to: &text, from: bytes, at: index)
    default: throw .escape
    }
    return index + 2
  }

  private static func appendScalar(
    to text: inout [UInt8], from bytes: Swift.Span<UInt8>, at index: Int
  ) throws(JSONProblem) -> Int {
    guard index + 6 <= bytes.count else { return bytes.count }
    guard let unit = unit(in: bytes, at: index) else { throw .escape }
    guard unit != 0 else { throw .nul }

    if let scalar = Unicode.Scalar(unit) {
      text.append(contentsOf: UTF8.encode(scalar) ?? .init())
      return index + 6
    }
    guard unit < 0xDC00 else { throw .surrogate }
    guard index + 12 <= bytes.count || !mayContinue(in: bytes, at: index + 6) else {
      return bytes.count
    }
    guard let low = self.unit(in: bytes, at: index + 6), 0xDC00...0xDFFF ~= low,
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw .surrogate }
    text.append(contentsOf: UTF8.encode(scalar) ?? .init())
    return index + 12
  }

  /// The code unit written as `\uXXXX` at `index`, if it is there.
  private static func unit(in bytes: Swift.Span<UInt8>, at index: Int) -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt32 = 0
    for digit in (index + 2)..<(index + 6) {
      guard let value = hexValue(bytes[digit]) else { return nil }
      unit = unit << 4 | value
    }
    return unit
  }

  /// Whether the bytes end where the second half of a pair could still have followed.
  private static func mayContinue(in bytes: Swift.Span<UInt8>, at index: Int) -> Bool {
    if index < bytes.count, bytes[index] != UInt8(ascii: "\\") { return false }
    return index + 1 >= bytes.count || bytes[index + 1] == UInt8(ascii: "u")
  }

  private static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
