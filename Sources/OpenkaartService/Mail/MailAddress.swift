/// An address that mail can be sent to, and the name shown with it.
///
/// Nothing in it can end a header or begin another: control characters and spaces are no part of
/// an address, and what a name holds is always encoded.
///
/// - SeeAlso: RFC 5321 4.1.2, RFC 5322 3.4.
public struct MailAddress: Hashable, Sendable {
  /// The address itself, such as `anna@example.nl`.
  public let address: String
  public let name: String?

  /// Takes an address that mail can go to; `nil` for anything else.
  ///
  /// Letters beyond ASCII need a mail server that takes them (RFC 6531), which not all do; such an
  /// address is not taken.
  public init?(_ address: String, name: String? = nil) {
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, address.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
      Self.isLocal(parts[0]), Self.isDomain(parts[1])
    else { return nil }
    self.address = address
    self.name = name.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What stands behind the `@`.
  var domain: String { String(address[address.index(after: atSign)...]) }

  private var atSign: String.Index { address.firstIndex(of: "@") ?? address.startIndex }

  /// The dot-atom of RFC 5322: the only local part in common use.
  private static func isLocal(_ text: Substring) -> Bool {
    let others = Array("!#$%&'*+-/=?^_`{|}~.".utf8)
    return text.utf8.allSatisfy { isLetterOrDigit($0) || others.contains($0) }
      && !text.hasPrefix(".") && !text.hasSuffix(".") && !text.contains("..")
  }

  private static func isDomain(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
        && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
