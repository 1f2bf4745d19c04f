internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// What somebody shows to be let in, and what is kept of it.
public enum Secret {
  /// Letters and digits that nobody mistakes for each other, five bits each.
  private static let alphabet = Array("abcdefghjkmnpqrstvwxyz0123456789".utf8)

  /// 260 random bits, as 52 letters.
  public static func token() -> String { letters(52) }

  /// 40 random bits, for people to type.
  static func code() -> String { letters(8) }

  /// Letters that nobody can foresee.
  public static func letters(_ count: Int) -> String {
    var random = SystemRandomNumberGenerator()
    let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<32, using: &random)] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// SHA-256 of a token: it holds too many random bits to be searched for.
  public static func digest(of token: some StringProtocol) -> [UInt8] {
    Array(SHA256.hash(data: Array(token.utf8)))
  }

  /// A code as it was meant: without spaces and dashes, and with the digits that look like letters.
  static func normalized(code: String) -> String {
    String(
      code.lowercased().prefix(40).compactMap { letter -> Character? in
        switch letter {
        case " ", "-", ".": nil
        case "o": "0"
        case "i", "l": "1"
        case "u": "v"
        default: letter
        }
      })
  }

  /// What is kept of a code: it is short, so finding it again costs time and the secret of the folder.
  ///
  /// - SeeAlso: RFC 7914; OWASP ASVS 5.0, 6.5.2.
  static func stretched(code: String, salt: [UInt8], secret: [UInt8]) -> [UInt8] {
    let keyed = keyedHash(Array(normalized(code: code).utf8), secret)
    let key = try? KDF.Scrypt.deriveKey(
      from: keyed, salt: salt, outputByteCount: 32, rounds: 1 << 14, blockSize: 8, parallelism: 1)
    // Without memory for it no code is right.
    return key?.withUnsafeBytes { Array($0) } ?? []
  }

  static func keyedHash(_ bytes: [UInt8], _ secret: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret)))
  }

  /// Compares all bytes, however early they differ; nothing equals nothing.
  public static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count, !one.isEmpty else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ other[index] }
    return difference == 0
  }
}
