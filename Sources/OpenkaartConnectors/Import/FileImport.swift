internal import Crypto
public import OpenkaartCore
public import OpenkaartService

/// Takes a file into a store, batch by batch; safe to run twice, to kill and to run again.
///
/// A batch is noted in the journal after its facts are durable. Run again after it was cut off, the
/// import reads the file from its start and leaves alone what was noted.
public struct FileImport: Sendable {
  let store: any FactStore & ImportJournal
  let file: ImportedFile
  let isDryRun: Bool
  /// Of a full export: when it was made.
  let snapshotAt: Timestamp?
  let batchRows: Int

  /// - Parameters:
  ///   - store: Where the facts go.
  ///   - file: What names the file in the journal.
  ///   - isDryRun: Whether to write nothing.
  ///   - snapshotAt: When the file was made, if it is a full export.
  ///   - batchRows: At most so many rows become durable together. The more, the fewer pages of the store
  ///     are written again and again; but twice as many are held in memory.
  public init(
    into store: any FactStore & ImportJournal, file: ImportedFile, isDryRun: Bool = false,
    snapshotAt: Timestamp? = nil, batchRows: Int = 16_384
  ) {
    self.store = store
    self.file = file
    self.isDryRun = isDryRun
    self.snapshotAt = snapshotAt
    self.batchRows = batchRows
  }

  /// Reads `feed` to its end.
  ///
  /// - Parameters:
  ///   - feed: The file, from its start.
  ///   - rejected: Given the rejects of each batch, in order.
  ///   - progress: Told how much of the file is done, from 0 to 1, and how many rows.
  /// - Returns: What came of it.
  /// - Throws: `StoreError`; what was taken in before stays, and the import can be run again.
  public func run(
    _ feed: some FactFeed, rejected: ([Reject]) throws -> Void = { _ in },
    progress: (Double, Int) -> Void = { _, _ in }
  ) async throws -> ImportReport {
    // A full export compares row by row: the same file may come back after another one.
    let done = snapshotAt == nil ? try await store.progress(of: file) : nil
    var run = ImportRun(feed, of: self, after: done)
    do {
      while try await run.read() {
        guard try await run.handOver() else { continue }
        try rejected(run.drainRejects())
        progress(run.part, run.rows)
      }
      try await run.finish()
    } catch {
      // What was handed over comes to its end: nobody should close the store under it.
      await run.abandon()
      throw error
    }
    try rejected(run.drainRejects())
    return try await run.finalReport()
  }
}

/// What came of taking in a file.
public struct ImportReport: Sendable {
  public internal(set) var file: FileReport
  /// What was taken in, and what not.
  public internal(set) var intake = IntakeReport()
  /// What the facts of the file leave open.
  public internal(set) var gaps = EvidenceGaps()
  /// Rows that an earlier run had taken in.
  public internal(set) var rowsBefore = 0
  /// Whether an earlier run had come to the end.
  public internal(set) var wasFinished = false
  /// How the rows of a full export differ from the one before.
  public internal(set) var snapshot: SnapshotReport?

  init(file: FileReport) { self.file = file }
}

/// How a full export differs from the one before.
public struct SnapshotReport: Hashable, Sendable {
  public internal(set) var new = 0
  public internal(set) var same = 0
  public internal(set) var changed = 0
  /// Rows that were there before and are not now; `nil` when nothing was written.
  public internal(set) var missing: MissingRows?
}

extension ImportedFile {
  /// Names a file by its content, its mapping and its source.
  public init(of survey: ContentSurvey, mapping: [UInt8], source: String) {
    self.init(
      digest: survey.digest, mapping: Array(SHA256.hash(data: mapping)), source: source)
  }
}
