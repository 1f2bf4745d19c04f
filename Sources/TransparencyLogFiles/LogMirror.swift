public import TransparencyLog

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
    let coveredSize = ours?.checkpoint.size ?? 0
    if let ours, let theirs = try head(of: source), theirs.checkpoint.size < coveredSize {
      return try compare(theirs, withNewer: ours)
    }
    var changes = FolderChanges(of: destination)
    let audit = try LogAudit(of: source, by: policy, since: ours?.checkpoint)
    let size = audit.size
    let report = try audit.report(
      progress: { progress($0, size) },
      keep: { path, bytes in
        if !isCovered(path, by: coveredSize) { try changes.write(bytes, to: path) }
      })
    guard report.findings.isEmpty else { throw failure(report, against: ours) }
    try changes.publish(report.checkpoint.note)
    return .copied(report.checkpoint, sizeBefore: coveredSize)
  }

  private func head(of folder: LogFolder) throws -> VerifiedCheckpoint? {
    try folder.checkpoint().map { try SignedCheckpoint(parsing: $0).verified(by: policy) }
  }

  /// Whether the log is the beginning of the copy that is larger.
  private func compare(
    _ theirs: VerifiedCheckpoint, withNewer ours: VerifiedCheckpoint
  ) throws -> Outcome {
    let reader = TileReader(size: ours.checkpoint.size) { path in
      guard let bytes = try destination.read(path) else {
        throw AuditFinding.missing(file: "\(path)")
      }
      return bytes
    }
    let root = try reader.root(size: theirs.checkpoint.size)
    guard root == theirs.checkpoint.root, ours.checkpoint.origin == theirs.checkpoint.origin else {
      throw Failure.fork(ours: ours.note, theirs: theirs.note)
    }
    return .isBehind(theirs, sizeOfMirror: ours.checkpoint.size)
  }

  /// A fork is proved when the log leads to its own signed root and still is not ours.
  private func failure(
    _ report: LogAudit.Report, against ours: VerifiedCheckpoint?
  ) -> Failure {
    guard let ours, report.findings == [.rewritten(oldSize: ours.checkpoint.size)] else {
      return .damaged(report.findings)
    }
    return .fork(ours: ours.note, theirs: report.checkpoint.note)
  }

  /// Whether all hashes or entries of a tile are under the checkpoint of the copy.
  private func isCovered(_ path: TilePath, by size: UInt64) -> Bool {
    guard let covered = TilePath(path.row, index: path.index, size: size) else { return false }
    return covered.width >= path.width
  }
}
