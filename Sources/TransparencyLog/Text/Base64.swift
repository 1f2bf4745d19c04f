/// The standard base64 of RFC 4648 section 4: with padding, without line breaks.
///
/// Reading is strict. There is exactly one text for each byte sequence, so a text that was changed
/// and still reads as the same bytes does not exist.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let invalid: UInt8 = 0xFF

  /// The value of each letter.
  private static let values: [UInt8] = {
    var values = Array(repeating: invalid, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  /// The text of `bytes`, as ASCII.
  public static func text(of bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word: UInt32 = 0
      for index in start..<start + 3 {
        word = word << 8 | UInt32(index < group.endIndex ? group[index] : 0)
      }
      for index in 0..<4 {
        let isPadding = index > group.count
        text.append(isPadding ? padding : alphabet[Int(word >> (18 - 6 * UInt32(index)) & 63)])
      }
    }
    return text
  }

  /// The bytes that `text` writes, or `nil` unless it is exactly what ``text(of:)`` makes of them.
  public static func bytes(in text: some Collection<UInt8>) -> [UInt8]? {
    let text = Array(text)
    guard text.count.isMultiple(of: 4) else { return nil }
    let paddings = text.suffix(2).count { $0 == padding }
    guard text.last == padding || paddings == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var word: UInt32 = 0
    for (index, letter) in text.enumerated() {
      let isPadding = index >= text.count - paddings
      let value = isPadding ? 0 : values[Int(letter)]
      guard value != invalid else { return nil }
      word = word << 6 | UInt32(value)
      guard index % 4 == 3 else { continue }
      bytes += [UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)]
      word = 0
    }
    let surplus = bytes.suffix(paddings)
    guard surplus.allSatisfy({ $0 == 0 }), canEnd(text.dropLast(paddings).last, paddings) else {
      return nil
    }
    return bytes.dropLast(paddings)
  }

  /// Whether the bits that the last letter has too many are zero.
  private static func canEnd(_ letter: UInt8?, _ paddings: Int) -> Bool {
    guard let letter, paddings > 0 else { return true }
    return values[Int(letter)] & (paddings == 1 ? 0b11 : 0b1111) == 0
  }
}
