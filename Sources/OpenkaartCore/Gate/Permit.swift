import Crypto
import FoundationEssentials

/// Leave to carry out one use for one person, once the gate allowed it.
///
/// Only a ``Decision`` that allows gives one, and it ends ten minutes after the moment decided
/// about: asking again for the same decision makes it no longer. A permit is a keyed hash over the
/// whole question and the whole answer, so it can be checked without being kept, changes with every
/// letter of either, and cannot be made without the key.
///
/// - SeeAlso: RFC 2104 (HMAC).
public struct Permit: Hashable, Sendable {
  /// How long a permit holds, in milliseconds.
  public static let lifetime: Int64 = 10 * 60 * 1000

  /// The first moment at which it no longer holds.
  public let expiresAt: Timestamp
  /// `expiresAt` in milliseconds and the authentication code in hexadecimal, joined by a dot.
  public let text: String

  /// The permit of `decision` on `use`, or `nil`.
  ///
  /// There is none unless the decision allows, nor for a decision about a moment that has passed
  /// ten minutes ago or is still to come: what was or will be allowed may not be now.
  ///
  /// - Parameters:
  ///   - decision: The answer of the gate.
  ///   - use: The question it answered.
  ///   - now: The moment of asking for the permit.
  ///   - key: Who has it can make permits and check them.
  public init?(for decision: Decision, on use: Use, issuedAt now: Timestamp, key: PermitKey) {
    let expiresAt = Self.expiry(of: decision)
    guard decision.outcome == .allow, decision.decidedAt <= now, now < expiresAt else { return nil }
    self.expiresAt = expiresAt
    let code = key.code(of: PermitStatement(decision, on: use).bytes)
    text = "\(expiresAt.milliseconds)." + Hexadecimal.text(of: code)
  }

  /// Whether `text` is the permit for this decision and use, and still holds at `now`.
  public static func isValid(
    _ text: String, for decision: Decision, on use: Use, at now: Timestamp, key: PermitKey
  ) -> Bool {
    let expiresAt = expiry(of: decision)
    let start = "\(expiresAt.milliseconds)."
    guard decision.outcome == .allow, now < expiresAt, text.utf8.starts(with: start.utf8),
      let code = Hexadecimal.bytes(of: text.utf8.dropFirst(start.utf8.count)),
      code.count == SHA256.byteCount
    else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(
      code, authenticating: PermitStatement(decision, on: use).bytes, using: key.symmetric)
  }

  private static func expiry(of decision: Decision) -> Timestamp {
    decision.decidedAt.advanced(by: lifetime)
  }
}

/// The secret by which permits are made and checked.
public struct PermitKey: Sendable {
  /// As many bytes as the hash has; a shorter key could be guessed sooner than the hash.
  public static let leastBytes = 32

  let symmetric: SymmetricKey
  /// The hashes of the blocks of HMAC that depend on the key alone: made once for many permits.
  private let inner: SHA256
  private let outer: SHA256

  /// The key in `bytes`, which must be random; `nil` when there are fewer than ``leastBytes``.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.leastBytes else { return nil }
    // HMAC fills a short key with zeros; through a hash two different keys never become one.
    let key = Array(SHA256.hash(data: bytes))
    symmetric = SymmetricKey(data: key)
    let padded = key + Array(repeating: 0, count: SHA256.blockByteCount - key.count)
    inner = Self.begun(with: padded.map { $0 ^ 0x36 })
    outer = Self.begun(with: padded.map { $0 ^ 0x5C })
  }

  private static func begun(with block: [UInt8]) -> SHA256 {
    var hash = SHA256()
    hash.update(data: block)
    return hash
  }

  /// HMAC-SHA256 of a statement.
  func code(of bytes: [UInt8]) -> SHA256Digest {
    var first = inner
    first.update(data: bytes)
    var second = outer
    first.finalize().withUnsafeBytes { second.update(bufferPointer: $0) }
    return second.finalize()
  }
}

/// Bytes as text of small hexadecimal digits, one way to write each.
private enum Hexadecimal {
  static func text(of digest: SHA256Digest) -> String {
    String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { text in
      var end = 0
      for byte in digest {
        text[end] = letter(byte >> 4)
        text[end + 1] = letter(byte & 15)
        end += 2
      }
      return end
    }
  }

  private static func letter(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }

  static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
    let digits = text.compactMap(digit)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private static func digit(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): letter - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
