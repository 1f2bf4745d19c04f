public import LogVerification

/// Keeps a copy of a log that was checked entry by entry.
///
/// What the checkpoint of the copy covers is never written again, so nobody who keeps a mirror can be
/// talked out of the history it has.
public struct LogMirror {
  /// How a run ended well.
  public enum Outcome: Sendable {
    /// The copy has the entries of the log now; before it had so many.
    case copied(VerifiedCheckpoint, sizeBefore: UInt64)
    /// The log has fewer entries than the copy, and they are the same.
    case isBehind(VerifiedCheckpoint, sizeOfMirror: UInt64)
  }

  /// Why the copy was left as it is.
  public enum Failure: Error, Sendable {
    /// The log and the copy hold different histories, each signed: the evidence.
    case fork(ours: SignedNote, theirs: SignedNote)
    /// The log is not what was signed.
    case damaged([AuditFinding])
  }

  private let source: LogFolder
  private let destination: LogFolder
  private let policy: TrustPolicy

  /// A mirror of `source` in `destination`, believing whom `policy` says.
  public init(of source: LogFolder, in destination: LogFolder, by policy: TrustPolicy) {
    self.source = source
    self.destination = destination
    self.policy = policy
  }

  /// Checks the log and copies what is new.
  ///
  /// - Parameter progress: Is told how many entries have been checked, and of how many.
  /// - Returns: How it ended.
  /// - Throws: ``Failure``, ``LogFileError``, `FormatError` or `TrustError`.
  public func run(progress: (UInt64, UInt64) -> Void = { _, _ in }) throws -> Outcome {
    let ours = try head(of: destination)
    let sizeBefore = ours?.checkpoint.size ?? 0
    if let ours, let theirs = try head(of: source), theirs.checkpoint.size < sizeBefore {
      // The longer history tells whether the shorter is its beginning.
      _ = try audit(destination, since: theirs, progress)
      return .isBehind(theirs, sizeOfMirror: ours.checkpoint.size)
    }
    var changes = FolderChanges(of: destination)
    let head = try audit(source, since: ours, progress) { path, bytes in
      if !isCovered(path, by: sizeBefore) { try changes.write(bytes, to: path) }
    }
    try changes.publish(head.note)
    return .copied(head, sizeBefore: sizeBefore)
  }

  private func head(of folder: LogFolder) throws -> VerifiedCheckpoint? {
    try folder.checkpoint().map { try SignedCheckpoint(parsing: $0).verified(by: policy) }
  }

  /// The head of a folder that is as it was signed, and grew from what the other folder has.
  ///
  /// A fork is proved when the folder leads to its own signed root and still is not the other's.
  private func audit(
    _ folder: LogFolder, since other: VerifiedCheckpoint?, _ progress: (UInt64, UInt64) -> Void,
    keep: ((TilePath, [UInt8]) throws -> Void)? = nil
  ) throws -> VerifiedCheckpoint {
    let audit = try LogAudit(of: folder, by: policy, since: other?.checkpoint)
    let size = audit.size
    let report = try audit.report(progress: { progress($0, size) }, keep: keep)
    let own = report.checkpoint.note
    if let other, report.findings == [.rewritten(oldSize: other.checkpoint.size)] {
      throw folder == destination
        ? Failure.fork(ours: own, theirs: other.note) : Failure.fork(ours: other.note, theirs: own)
    }
    guard report.findings.isEmpty else { throw Failure.damaged(report.findings) }
    return report.checkpoint
  }

  /// Whether all hashes or entries of a tile are under the checkpoint of the copy.
  private func isCovered(_ path: TilePath, by size: UInt64) -> Bool {
    guard let covered = TilePath(path.row, index: path.index, size: size) else { return false }
    return covered.width >= path.width
  }
}
