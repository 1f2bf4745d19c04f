public import Crypto
import FoundationEssentials

/// Leave to carry out one use for one person, once the gate allowed it.
///
/// Only a ``Decision`` that allows gives one, it holds for ten minutes, and whoever hands data off
/// asks for it: no data leaves without a decision. The permit is a keyed hash over subject, use and
/// decision, so it can be checked without being stored and cannot be made elsewhere.
///
/// - SeeAlso: RFC 2104 (HMAC).
public struct Permit: Hashable, Sendable {
  /// How long a permit holds, in milliseconds.
  public static let lifetime: Int64 = 10 * 60 * 1000

  public let expiresAt: Timestamp
  /// `expiresAt` in milliseconds and the authentication code in hexadecimal, joined by a dot.
  public let text: String

  /// The permit of `decision` on `use`; `nil` unless it allows.
  public init?(for decision: Decision, on use: Use, issuedAt now: Timestamp, key: SymmetricKey) {
    guard decision.outcome == .allow else { return nil }
    let expiresAt = now.advanced(by: Self.lifetime)
    self.expiresAt = expiresAt
    let code = HMAC<SHA256>.authenticationCode(
      for: Self.statement(decision, use, expiresAt), using: key)
    text = "\(expiresAt.milliseconds)." + code.map { Self.hex($0) }.joined()
  }

  /// Whether `text` is a permit for this decision and use that still holds at `now`.
  public static func isValid(
    _ text: String, for decision: Decision, on use: Use, at now: Timestamp, key: SymmetricKey
  ) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let milliseconds = Int64(parts[0]), decision.outcome == .allow,
      let code = bytes(ofHex: parts[1])
    else { return false }
    let expiresAt = Timestamp(milliseconds: milliseconds)
    guard now < expiresAt else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(
      code, authenticating: statement(decision, use, expiresAt), using: key)
  }

  /// What is signed: every field with its length before it, so that no two statements are one text.
  private static func statement(_ decision: Decision, _ use: Use, _ expiresAt: Timestamp) -> [UInt8]
  {
    var fields = ["openkaart/permit/v1"]
    for identifier in use.subject.sorted() { fields += [identifier.type.name, identifier.value] }
    fields += ["use", use.purpose, use.channel.rawValue, use.recipient ?? ""]
    fields += ["data"] + (use.data ?? []).sorted()
    let activity = use.activity
    fields += ["activity", activity?.id ?? "", activity?.productLine ?? ""]
    fields += [activity?.product ?? "", activity?.topic ?? "", activity?.entity ?? ""]
    fields += [activity?.priceCents.map { String($0) } ?? ""]
    fields += [
      activity?.isSimilar.map { String($0) } ?? "", String(activity?.isPromotional ?? false),
    ]
    fields += ["decision", decision.policyVersion, decision.contactPoint ?? ""]
    fields += [String(decision.decidedAt.milliseconds), String(expiresAt.milliseconds)]
    return fields.flatMap { field in
      let count = UInt32(truncatingIfNeeded: field.utf8.count)
      return withUnsafeBytes(of: count.bigEndian) { Array($0) } + Array(field.utf8)
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = Array("0123456789abcdef")
    return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
  }

  private static func bytes(ofHex text: Substring) -> [UInt8]? {
    let digits = text.utf8.map { digit -> UInt8? in
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    guard digits.count == 64, digits.allSatisfy({ $0 != nil }) else { return nil }
    return stride(from: 0, to: 64, by: 2).map { ((digits[$0] ?? 0) << 4) | (digits[$0 + 1] ?? 0) }
  }
}
