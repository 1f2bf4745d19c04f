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

  package init(note: SignedNote, checkpoint: Checkpoint) {
    self.note = note
    self.checkpoint = checkpoint
  }

  /// Checks that a log and enough witnesses signed it, by what `policy` says.
  public func verified(by policy: TrustPolicy) throws(TrustError) -> VerifiedCheckpoint {
    let logs = policy.logs.filter { $0.name == checkpoint.origin }
    guard !logs.isEmpty else { throw .unknownLog(checkpoint.origin) }
    let signatures = try note.verified(by: logs + policy.witnesses)
    let signers = Set(signatures.map(\.key))
    guard !signers.isDisjoint(with: logs) else { throw .unknownLog(checkpoint.origin) }
    guard policy.quorum.isMet(by: signers) else { throw .quorumNotReached }
    return VerifiedCheckpoint(checkpoint: checkpoint, note: note, signatures: signatures)
  }
}

/// A checkpoint that a trusted log and a quorum of witnesses signed.
public struct VerifiedCheckpoint: Hashable, Sendable {
  /// What they signed.
  public let checkpoint: Checkpoint
  /// The note it came in.
  public let note: SignedNote
  /// Those of trusted keys.
  public let signatures: [VerifiedSignature]
}
