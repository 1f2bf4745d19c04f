import Crypto

/// The four bytes by which a signature says which key made it.
///
/// They are no strong hash: who has the wrong key for an id sees the signature fail.
public struct KeyID: Hashable, Sendable {
  /// The bytes, read with the most significant first.
  public let value: UInt32

  init(_ bytes: some Sequence<UInt8>) {
    value = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The id of a key by the rule that the specification recommends.
  init(name: Name, type: SignatureType, publicKey: [UInt8]) {
    var hasher = SHA256()
    hasher.update(data: name.utf8 + [.newline, type.rawValue] + publicKey)
    self.init(hasher.finalize())
  }

  package var bytes: [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
}

extension KeyID: CustomStringConvertible {
  /// Eight hexadecimal digits.
  public var description: String { Hexadecimal.text(of: bytes) }
}

/// How a key signs a note.
///
/// - SeeAlso: C2SP signed-note, "Signature types".
public enum SignatureType: UInt8, Hashable, Sendable {
  /// Ed25519 over the text of the note.
  case ed25519 = 0x01
  /// Ed25519 over the text and the time at which a witness saw it (cosignature/v1).
  case cosignature = 0x04
}
