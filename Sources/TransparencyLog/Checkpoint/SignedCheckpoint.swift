/// A checkpoint with signatures under it, none of which has been checked.
public struct SignedCheckpoint: Hashable, Sendable {
  /// The note, as it is served.
  public let note: SignedNote
  /// What its text says.
  public let checkpoint: Checkpoint

  /// Reads a signed checkpoint.
  public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
    note = try SignedNote(parsing: bytes)
    checkpoint = try Checkpoint(parsing: note.text)
  }

  /// Signs a checkpoint.
  ///
  /// Whoever calls this vouches that the checkpoint is consistent with every one signed before.
  ///
  /// - Throws: What the cryptographic library throws.
  public init(_ checkpoint: Checkpoint, signedBy key: SigningKey) throws {
    self.checkpoint = checkpoint
    note = SignedNote(
      text: checkpoint.text, signatures: [try key.signature(on: checkpoint.text, at: 0)])
  }

  /// The same checkpoint with one signature more.
  public func adding(_ signature: NoteSignature) -> SignedCheckpoint {
    SignedCheckpoint(note: note.adding(signature), checkpoint: checkpoint)
  }

  private init(note: SignedNote, checkpoint: Checkpoint) {
    self.note = note
    self.checkpoint = checkpoint
  }

  /// Checks that a log and enough witnesses signed it, by what `policy` says.
  public func verified(by policy: TrustPolicy) throws(TrustError) -> VerifiedCheckpoint {
    let logs = policy.logs.filter { $0.name == checkpoint.origin }
    guard !logs.isEmpty else { throw .unknownLog(checkpoint.origin) }
    let verified = try note.verified(by: logs + policy.witnesses)
    let signers = Set(verified.signatures.map(\.key))
    guard !signers.isDisjoint(with: logs) else { throw .unknownLog(checkpoint.origin) }
    guard policy.isQuorum(signers) else { throw .quorumNotReached }
    return VerifiedCheckpoint(
      checkpoint: checkpoint, note: note, signatures: verified.signatures)
  }
}

/// A checkpoint that a trusted log and a quorum of witnesses signed.
public struct VerifiedCheckpoint: Hashable, Sendable {
  /// What they signed.
  public let checkpoint: Checkpoint
  /// The note it came in.
  public let note: SignedNote
  /// Those of trusted keys.
  public let signatures: [VerifiedNote.Signature]

  fileprivate init(
    checkpoint: Checkpoint, note: SignedNote, signatures: [VerifiedNote.Signature]
  ) {
    self.checkpoint = checkpoint
    self.note = note
    self.signatures = signatures
  }
}
