import Crypto
public import LogVerification

/// The secret key by which notes are signed.
public struct SigningKey: Sendable {
  /// The key by which others check what this one signs.
  public let verifierKey: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  /// A key made from 32 random bytes, or `nil` when there are more or fewer of them or the name
  /// cannot name a key.
  public init?(name: Name, type: SignatureType, seed: [UInt8]) {
    guard name.canNameKey, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    else { return nil }
    self.key = key
    verifierKey = VerifierKey(
      name: name, type: type, publicKey: [UInt8](key.publicKey.rawRepresentation))
  }

  /// Reads `PRIVATE+KEY+name+id+key`, the form in which Go's note package keeps keys.
  ///
  /// - Throws: `FormatError`; no message holds anything of the key.
  public init(parsing text: some Collection<UInt8>) throws(FormatError) {
    guard let rest = text.dropping(prefix: "PRIVATE+KEY+") else {
      throw FormatError(.signingKey, "it begins with PRIVATE+KEY+")
    }
    let parts = rest.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let key = Base64.bytes(in: parts[2]), key.count == 33,
      let type = SignatureType(rawValue: key[0]),
      let signer = SigningKey(
        name: Name(utf8: parts[0]), type: type, seed: Array(key.dropFirst()))
    else {
      throw FormatError(.signingKey, "it has the form PRIVATE+KEY+name+id+key")
    }
    guard Hexadecimal.bytes(in: parts[1]) == signer.verifierKey.id.bytes else {
      throw FormatError(.signingKey, "the id is not that of the name and the key")
    }
    self = signer
  }

  /// `PRIVATE+KEY+name+id+key`: whoever reads it can sign.
  public var secretText: String {
    let bytes = [verifierKey.type.rawValue] + [UInt8](key.rawRepresentation)
    return "PRIVATE+KEY+\(verifierKey.name)+\(verifierKey.id)+"
      + String(decoding: Base64.text(of: bytes), as: UTF8.self)
  }

  /// Signs the text of a note.
  ///
  /// - Parameters:
  ///   - text: Ends in a newline.
  ///   - time: Seconds since 1970. A cosignature says this time; a signature of a log says none.
  /// - Returns: The signature, to be put under the note.
  /// - Throws: What the cryptographic library throws.
  public func signature(on text: [UInt8], at time: UInt64) throws -> NoteSignature {
    let bytes: [UInt8]
    switch verifierKey.type {
    case .ed25519:
      bytes = [UInt8](try key.signature(for: text))
    case .cosignature:
      precondition(time <= Cosignature.latestTime, "a time fits 63 bits")
      bytes =
        (0..<8).map { UInt8(time >> (56 - 8 * $0) & 255) }
        + [UInt8](try key.signature(for: Cosignature.message(on: text, at: time)))
    }
    return NoteSignature(name: verifierKey.name, keyID: verifierKey.id, bytes: bytes)
  }
}
