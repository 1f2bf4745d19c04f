public import LogVerification

extension Checkpoint {
  /// A checkpoint to be signed.
  ///
  /// - Precondition: The origin is one line with something in it.
  public init(origin: Name, size: UInt64, root: MerkleHash) {
    precondition(
      !origin.utf8.isEmpty && !origin.utf8.contains(.newline), "an origin is one line")
    self.init(origin: origin, size: size, root: root, extensions: [])
  }

  /// What is signed.
  public var text: [UInt8] {
    let lines = [origin.utf8, Array("\(size)".utf8), root.base64] + extensions.map(\.utf8)
    return lines.flatMap { $0 + [.newline] }
  }
}

extension SignedCheckpoint {
  /// Signs a checkpoint.
  ///
  /// Whoever calls this vouches that the checkpoint is consistent with every one signed before.
  ///
  /// - Throws: What the cryptographic library throws.
  public init(_ checkpoint: Checkpoint, signedBy key: SigningKey) throws {
    let text = checkpoint.text
    let signature = try key.signature(on: text, at: 0)
    self.init(note: SignedNote(text: text, signatures: [signature]), checkpoint: checkpoint)
  }

  /// The same checkpoint with one signature more.
  public func adding(_ signature: NoteSignature) -> SignedCheckpoint {
    SignedCheckpoint(note: note.adding(signature), checkpoint: checkpoint)
  }
}

extension MerkleHash {
  /// The hash in base64, as it stands in checkpoints and proofs.
  var base64: [UInt8] { Base64.text(of: bytes) }
}
