internal import Crypto
public import OpenkaartCore
public import OpenkaartService

/// Takes a file into a store, batch by batch; safe to run twice, to kill and to run again.
///
/// A batch is noted in the journal after its facts are durable. Run again after it was cut off, the
/// import reads the file from its start and leaves alone what was noted.
public struct FileImport: Sendable {
  private let store: any FactStore & ImportJournal
  private let file: ImportedFile
  private let isDryRun: Bool
  /// Of a full export: when it was made.
  private let snapshotAt: Timestamp?

  private let batchRows: Int

  /// - Parameters:
  ///   - store: Where the facts go.
  ///   - file: What names the file in the journal.
  ///   - isDryRun: Whether to write nothing.
  ///   - snapshotAt: When the file was made, if it is a full export.
  ///   - batchRows: How many rows become durable together. The more, the fewer pages of the store are
  ///     written again and again; but all of them are held in memory.
  public init(
    into store: any FactStore & ImportJournal, file: ImportedFile, isDryRun: Bool = false,
    snapshotAt: Timestamp? = nil, batchRows: Int = 8_192
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
    var feed = feed
    var report = ImportReport(file: feed.report)
    // A full export compares row by row: the same file may come back after another one.
    let done = snapshotAt == nil ? try await store.progress(of: file) : nil
    report.rowsBefore = done?.rows ?? 0
    report.wasFinished = done?.isFinished ?? false
    var snapshot = snapshotAt.map {
      Snapshot(store: store, file: file, at: $0, waits: feed.hasGroups)
    }
    var seen: Set<FactID> = []
    var next = try await read(&feed, &report, &snapshot, after: done)
    while let step = next {
      // The next rows are read and made ready while these become durable; but what a full export
      // changes is seen against what is there.
      async let additions = add(step)
      if snapshot == nil { next = try await read(&feed, &report, &snapshot, after: done) }
      let stored = try await additions
      let results =
        isDryRun
        ? step.facts.map { seen.insert($0.fact.id).inserted ? .added : .duplicate } : stored
      for (fed, addition) in zip(step.facts, results) {
        report.intake.count(fed.reading, addition)
        if addition == .conflict { feed.reject(fed, Self.conflict) }
      }
      if !isDryRun {
        try await snapshot?.note()
        if step.rows > report.rowsBefore {
          try await store.note(ImportProgress(rows: step.rows, isFinished: false), of: file)
        }
      }
      try rejected(feed.drainRejects())
      progress(feed.part, feed.report.rows)
      if snapshot != nil { next = try await read(&feed, &report, &snapshot, after: done) }
    }
    return try await finish(report, feed, snapshot, rejected)
  }

  /// Some rows on their way into the store.
  private struct Step {
    var facts: [FedFact] = []
    var ready: [ReadyFacts] = []
    /// How many rows the file held up to here.
    var rows = 0
  }

  /// So many rows are read and made ready at once, while they are at hand in the processor.
  private static let pieceRows = 512

  /// Reads the next rows and makes ready what of them goes in; `nil` at the end.
  private func read(
    _ feed: inout some FactFeed, _ report: inout ImportReport, _ snapshot: inout Snapshot?,
    after done: ImportProgress?
  ) async throws -> Step? {
    var step = Step()
    var left = batchRows
    while left > 0, let batch = feed.next(rows: min(left, Self.pieceRows)) {
      left -= Self.pieceRows
      for fed in batch.facts { report.gaps.note(fed.fact) }
      let chosen: [FedFact]
      if snapshot == nil {
        chosen = Self.rest(of: batch, after: done)
      } else {
        let (facts, repeated) = try await snapshot?.facts(of: batch) ?? ([], [])
        for fed in repeated { feed.reject(fed, Snapshot.repeatedKey) }
        chosen = facts
      }
      step.facts += chosen
      step.ready.append(isDryRun ? ReadyFacts([]) : await store.ready(chosen.map(\.fact)))
    }
    step.rows = feed.report.rows
    return step.ready.isEmpty ? nil : step
  }

  private func finish(
    _ report: ImportReport, _ feed: some FactFeed, _ snapshot: Snapshot?,
    _ rejected: ([Reject]) throws -> Void
  ) async throws -> ImportReport {
    var report = report
    var feed = feed
    var snapshot = snapshot
    if !isDryRun {
      try await snapshot?.finish()
      try await store.note(
        ImportProgress(rows: feed.report.rows, isFinished: true), of: file)
    }
    try rejected(feed.drainRejects())
    report.file = feed.report
    report.intake.rejected = feed.report.rejectCount - report.intake.conflicts
    report.snapshot = try await snapshot?.report(isDryRun: isDryRun)
    return report
  }

  private func add(_ step: Step) async throws -> [FactAddition] {
    isDryRun || step.facts.isEmpty ? [] : try await store.add(step.ready)
  }

  /// What was not noted as durable before.
  private static func rest(of batch: FeedBatch, after done: ImportProgress?) -> [FedFact] {
    guard let done else { return batch.facts }
    if done.isFinished { return [] }
    return batch.isGrouped ? batch.facts : batch.facts.filter { ($0.rows.first ?? 0) > done.rows }
  }

  private static let conflict = DocumentError(
    code: "fact.conflict",
    message: "The store has another fact of this source with the same id; a fact is never changed.",
    at: Position(line: 1, column: 1))
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
  public init(of bytes: [UInt8], mapping: [UInt8], source: String) {
    self.init(
      digest: Array(SHA256.hash(data: bytes)), mapping: Array(SHA256.hash(data: mapping)),
      source: source)
  }
}
