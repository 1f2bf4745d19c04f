public import LogVerification

extension SignedNote {
  /// A note made here.
  ///
  /// - Precondition: The text ends in a newline.
  public init(text: [UInt8], signatures: [NoteSignature]) {
    precondition(text.last == .newline, "the text of a note ends in a newline")
    self.init(
      text: text, signatures: signatures,
      bytes: text + [.newline] + signatures.flatMap(\.line))
  }

  /// The same note with one signature more.
  public func adding(_ signature: NoteSignature) -> SignedNote {
    SignedNote(text: text, signatures: signatures + [signature])
  }
}

extension NoteSignature {
  /// The line as it stands under the note, with its newline.
  public var line: [UInt8] {
    Array(Self.dash.utf8) + name.utf8 + [.space] + Base64.text(of: keyID.bytes + bytes)
      + [.newline]
  }
}
