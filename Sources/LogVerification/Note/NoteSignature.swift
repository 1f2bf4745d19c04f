/// One line under a note: who signed, with which key, and the signature.
public struct NoteSignature: Hashable, Sendable {
  /// Who claims to have signed.
  public let name: Name
  /// With which key.
  public let keyID: KeyID
  /// As the type of the key asks.
  public let bytes: [UInt8]

  package init(name: Name, keyID: KeyID, bytes: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.bytes = bytes
  }

  package static let dash = "— "

  /// Reads a line without its newline; `nil` when it has another form.
  init?(parsing line: ArraySlice<UInt8>) {
    guard let rest = line.dropping(prefix: Self.dash),
      let space = rest.firstIndex(of: .space),
      let bytes = Base64.bytes(in: rest[(space + 1)...]), bytes.count > 4
    else { return nil }
    let name = Name(utf8: rest[..<space])
    guard name.canNameKey else { return nil }
    self.init(name: name, keyID: KeyID(bytes), bytes: Array(bytes.dropFirst(4)))
  }
}
