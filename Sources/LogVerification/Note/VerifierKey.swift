import Crypto

/// The name and public key by which signatures on notes are checked.
///
/// - SeeAlso: C2SP signed-note, "Verifier keys".
public struct VerifierKey: Hashable, Sendable {
  /// Who signs.
  public let name: Name
  /// Which of the keys of that name.
  public let id: KeyID
  /// How it signs.
  public let type: SignatureType
  /// 32 bytes.
  public let publicKey: [UInt8]

  package init(name: Name, type: SignatureType, publicKey: [UInt8]) {
    self.name = name
    self.type = type
    self.publicKey = publicKey
    id = KeyID(name: name, type: type, publicKey: publicKey)
  }

  /// Reads `name+id+key`.
  ///
  /// - Throws: ``FormatError`` when it is anything else, or when the id is not that of the key.
  public init(parsing text: some Collection<UInt8>) throws(FormatError) {
    let parts = text.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, Name(utf8: parts[0]).canNameKey else {
      throw FormatError(.verifierKey, "it has the form name+id+key, without spaces")
    }
    guard let key = Base64.bytes(in: parts[2]), key.count == 33 else {
      throw FormatError(.verifierKey, "the key is not a type and 32 bytes in base64")
    }
    guard let type = SignatureType(rawValue: key[0]) else {
      throw FormatError(.verifierKey, "only signatures of type 1 and 4 are known here")
    }
    self.init(name: Name(utf8: parts[0]), type: type, publicKey: Array(key.dropFirst()))
    guard description.utf8.elementsEqual(text) else {
      throw FormatError(.verifierKey, "the id is not that of the name and the key")
    }
  }

  /// Whether `signature` is by this key over `text`.
  ///
  /// - Returns: The time of a cosignature in seconds since 1970, 0 for a signature that bears none,
  ///   or `nil` when it is not by this key.
  func timeOfValidSignature(_ signature: [UInt8], on text: [UInt8]) -> UInt64? {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return nil
    }
    switch type {
    case .ed25519:
      return key.isValidSignature(signature, for: text) ? 0 : nil
    case .cosignature:
      guard signature.count == 8 + 64 else { return nil }
      let time = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let message = Cosignature.message(on: text, at: time)
      guard time <= Cosignature.latestTime,
        key.isValidSignature(Array(signature.dropFirst(8)), for: message)
      else { return nil }
      return time
    }
  }
}

extension VerifierKey: CustomStringConvertible {
  /// `name+id+key`, as it is published.
  public var description: String {
    let key = Base64.text(of: [type.rawValue] + publicKey)
    return "\(name)+\(id)+\(String(decoding: key, as: UTF8.self))"
  }
}

/// What a witness signs: the text of a checkpoint, and when it saw it.
///
/// - SeeAlso: C2SP tlog-cosignature, "Ed25519 signed message".
package enum Cosignature {
  package static let latestTime = UInt64(Int64.max)

  package static func message(on text: [UInt8], at time: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n".utf8) + text
  }
}
