/// Bytes as small hexadecimal digits, one way to write each.
public enum Hexadecimal {
  package static let digits = Array("0123456789abcdef".utf8)

  /// Two digits a byte.
  public static func text(of bytes: some Sequence<UInt8>) -> String {
    String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
