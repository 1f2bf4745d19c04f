/// A text with signatures under it, none of which has been checked.
///
/// - SeeAlso: C2SP signed-note.
public struct SignedNote: Hashable, Sendable {
  /// More bytes are no note but an attempt to use up memory.
  public static let mostBytes = 1 << 20
  /// More signatures are refused; the specification asks for 16 at least.
  public static let mostSignatures = 100

  /// What is signed: it ends in a newline.
  public let text: [UInt8]
  /// In the order in which they stand.
  public let signatures: [NoteSignature]

  /// The whole note, as it is served.
  public let bytes: [UInt8]

  package init(text: [UInt8], signatures: [NoteSignature], bytes: [UInt8]) {
    self.text = text
    self.signatures = signatures
    self.bytes = bytes
  }

  /// Reads a note.
  ///
  /// - Throws: ``FormatError`` when it is not one, whoever signed it.
  public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
    self.bytes = Array(bytes)
    let bytes = self.bytes
    guard bytes.count <= Self.mostBytes else {
      throw FormatError(.note, "it is longer than \(Self.mostBytes) bytes")
    }
    guard String(validating: bytes, as: UTF8.self) != nil,
      bytes.allSatisfy({ $0 >= .space || $0 == .newline })
    else { throw FormatError(.note, "it is not UTF-8, or has control characters in it") }
    guard let end = Self.endOfText(bytes) else {
      throw FormatError(.note, "there is no blank line between a text and its signatures")
    }
    text = Array(bytes[..<end])
    var signatures: [NoteSignature] = []
    let lineOfSignatures = text.count { $0 == .newline } + 1
    var lines = LineReader(bytes[(end + 1)...])
    while let line = lines.next() {
      guard let signature = NoteSignature(parsing: line) else {
        throw FormatError(
          .note, line: lineOfSignatures + lines.line, "a signature reads `— name base64`")
      }
      signatures.append(signature)
    }
    guard lines.rest.isEmpty else { throw FormatError(.note, "the last line has no newline") }
    guard (1...Self.mostSignatures).contains(signatures.count) else {
      throw FormatError(.note, "it has no signature, or more than \(Self.mostSignatures)")
    }
    self.signatures = signatures
  }

  /// Where the text ends: at the last blank line.
  private static func endOfText(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 2 else { return nil }
    return (1..<bytes.count).last { bytes[$0] == .newline && bytes[$0 - 1] == .newline }
  }

  /// Checks the signatures of known keys; those of others are passed over.
  ///
  /// - Returns: One for each known key that signed, in their order.
  /// - Throws: ``TrustError`` when no known key signed, when a signature of a known key is not valid,
  ///   or when two of the keys share a name and an id.
  public func verified(by keys: [VerifierKey]) throws(TrustError) -> [VerifiedSignature] {
    var valid: [VerifiedSignature] = []
    for signature in signatures {
      let known = keys.filter { $0.name == signature.name && $0.id == signature.keyID }
      guard let key = known.first else { continue }
      guard known.count == 1 else { throw .ambiguousKey(key.name, key.id) }
      // A key counts once, however often it signed.
      guard !valid.contains(where: { $0.key == key }) else { continue }
      guard let time = key.timeOfValidSignature(signature.bytes, on: text) else {
        throw .invalidSignature(key.name, key.id)
      }
      valid.append(VerifiedSignature(key: key, time: key.type == .cosignature ? time : nil))
    }
    guard !valid.isEmpty else { throw .noKnownKey }
    return valid
  }
}

/// A signature that was checked.
public struct VerifiedSignature: Hashable, Sendable {
  /// The key that made it.
  public let key: VerifierKey
  /// When a witness signed, in seconds since 1970; `nil` for a signature that bears no time.
  public let time: UInt64?
}
