/// The standard base64 of RFC 4648 section 4: with padding, without line breaks.
///
/// Reading is strict. There is exactly one text for each byte sequence, so a text that was changed
/// and still reads as the same bytes does not exist.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// The text of `bytes`, as ASCII.
  public static func text(of bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    return stride(from: 0, to: bytes.count, by: 3).flatMap { start in
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      let letters = (0..<4).map { alphabet[word >> (18 - 6 * $0) & 63] }
      return letters.prefix(group.count + 1) + repeatElement(padding, count: 3 - group.count)
    }
  }

  /// The bytes that `text` writes, or `nil` unless it is exactly what ``text(of:)`` makes of them.
  public static func bytes(in text: some Collection<UInt8>) -> [UInt8]? {
    var (bytes, word, bits): ([UInt8], UInt32, UInt32) = ([], 0, 0)
    for letter in text.prefix(while: { $0 != padding }) {
      guard let value = alphabet.firstIndex(of: letter) else { return nil }
      (word, bits) = (word << 6 | UInt32(value), bits + 6)
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> bits))
    }
    return self.text(of: bytes).elementsEqual(text) ? bytes : nil
  }
}
