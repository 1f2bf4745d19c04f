internal import OpenkaartCore
internal import OpenkaartService
internal import Synchronization

/// One run of an import: rows are read and made ready while others become durable.
///
/// The store is given what is ready as soon as it is done with what it had. So on two cores both are at
/// work all the time, and the slower the store is, the more becomes durable at once.
struct ImportRun<Feed: FactFeed> {
  private let plan: FileImport
  private let done: ImportProgress?
  private var feed: Feed
  private var report: ImportReport
  private var snapshot: Snapshot?
  /// Of a dry run: the ids that it met.
  private var seen: Set<FactID> = []
  /// Read and made ready, and not handed over yet.
  private var waiting = Step()
  private var adding: Adding?
  /// The first row of which a fact was kept out, as it names somebody who was erased.
  private var firstKeptOut: Int?

  init(_ feed: Feed, of plan: FileImport, after done: ImportProgress?) {
    self.plan = plan
    self.done = done
    self.feed = feed
    report = ImportReport(file: feed.report)
    report.rowsBefore = done?.rows ?? 0
    report.wasFinished = done?.isFinished ?? false
    snapshot = plan.snapshotAt.map {
      Snapshot(store: plan.store, file: plan.file, at: $0, waits: feed.hasGroups)
    }
  }

  var part: Double { feed.part }
  var rows: Int { feed.report.rows }

  mutating func drainRejects() -> [Reject] { feed.drainRejects() }

  /// Some rows on their way into the store.
  private struct Step: Sendable {
    var facts: [FedFact] = []
    var ready: [ReadyFacts] = []
    /// How many rows were read for it.
    var size = 0
    /// How many rows the file held up to here.
    var rows = 0
  }

  // MARK: Reading

  /// So many rows are read and made ready at once, while they are at hand in the processor.
  private static var pieceRows: Int { 512 }

  /// Reads the next rows and makes ready what of them goes in; false at the end.
  mutating func read() async throws -> Bool {
    let count = min(plan.batchRows - waiting.size, Self.pieceRows)
    guard let batch = try feed.next(rows: count) else { return false }
    for fed in batch.facts { report.gaps.note(fed.fact) }
    let chosen: [FedFact]
    if snapshot == nil {
      chosen = rest(of: batch)
    } else {
      let (facts, repeated) = try await snapshot?.facts(of: batch) ?? ([], [])
      for fed in repeated { feed.reject(fed, Snapshot.repeatedKey) }
      chosen = facts
    }
    waiting.facts += chosen
    if !plan.isDryRun, !chosen.isEmpty {
      waiting.ready.append(await plan.store.ready(chosen.map(\.fact)))
    }
    waiting.size += count
    waiting.rows = feed.report.rows
    return true
  }

  /// What was not noted as durable before.
  private func rest(of batch: FeedBatch) -> [FedFact] {
    guard let done else { return batch.facts }
    if done.isFinished { return [] }
    return batch.isGrouped ? batch.facts : batch.facts.filter { ($0.rows.first ?? 0) > done.rows }
  }

  // MARK: Adding

  /// Hands what is ready over to the store, if the store has nothing to do or enough is ready.
  ///
  /// - Returns: Whether it did; then what was handed over before is durable.
  mutating func handOver() async throws -> Bool {
    let isFull = waiting.size >= plan.batchRows
    guard isFull || (snapshot == nil && waiting.size >= plan.batchRows / 8 && isStoreFree) else {
      return false
    }
    try await settle()
    start()
    // What a full export changes is seen against what is there.
    if snapshot != nil { try await settle() }
    return true
  }

  private var isStoreFree: Bool { adding?.isDone ?? true }

  private mutating func start() {
    adding = Adding(waiting, to: plan.store, isDryRun: plan.isDryRun)
    waiting = Step(rows: waiting.rows)
  }

  /// Waits for what was handed over, and notes it.
  private mutating func settle() async throws {
    guard let adding else { return }
    self.adding = nil
    let stored = try await adding.task.value
    let step = adding.step
    for (place, fed) in step.facts.enumerated() {
      let addition: FactAddition
      if plan.isDryRun {
        addition = seen.insert(fed.fact.id).inserted ? .added : .duplicate
      } else {
        addition = stored[place]
      }
      report.intake.count(fed.reading, addition)
      if addition == .conflict { feed.reject(fed, Self.conflict) }
      if addition == .suppressed { keepOut(fed) }
    }
    guard !plan.isDryRun else { return }
    try await snapshot?.note()
    let progress = progress(at: step.rows, isAtEnd: false)
    if progress.rows > report.rowsBefore {
      try await plan.store.note(progress, of: plan.file)
    }
  }

  private mutating func keepOut(_ fed: FedFact) {
    feed.reject(fed, .suppressed(at: Position(line: 1, column: 1)))
    snapshot?.keepOut(fed)
    firstKeptOut = min(firstKeptOut ?? .max, fed.rows.min() ?? 1)
  }

  private static var conflict: DocumentError {
    DocumentError(
      code: "fact.conflict",
      message: LocalizedText(
        nl: "Er is al een ander feit van deze bron met dit id. Een feit verandert nooit.",
        en: "The store has another fact of this source with the same id. A fact is never changed."),
      at: Position(line: 1, column: 1))
  }

  /// Facts that the store is adding.
  private final class Adding: Sendable {
    let step: Step
    let task: Task<[FactAddition], any Error>
    private let done: Flag

    private final class Flag: Sendable {
      let value = Atomic(false)
    }

    var isDone: Bool { done.value.load(ordering: .acquiring) }

    init(_ step: Step, to store: any FactStore, isDryRun: Bool) {
      let done = Flag()
      self.step = step
      self.done = done
      task = Task {
        defer { done.value.store(true, ordering: .releasing) }
        return isDryRun || step.ready.isEmpty ? [] : try await store.add(step.ready)
      }
    }
  }

  // MARK: The end

  /// Makes the rest durable.
  mutating func finish() async throws {
    try await settle()
    start()
    try await settle()
    guard !plan.isDryRun else { return }
    try await snapshot?.finish()
    try await plan.store.note(progress(at: feed.report.rows, isAtEnd: true), of: plan.file)
  }

  /// How far the file is done once everything up to a row is durable.
  ///
  /// What was kept out is not done: whoever was erased may be let back, and then the file brings them.
  private func progress(at row: Int, isAtEnd: Bool) -> ImportProgress {
    guard let firstKeptOut else { return ImportProgress(rows: row, isFinished: isAtEnd) }
    return ImportProgress(rows: min(row, firstKeptOut - 1), isFinished: false)
  }

  /// Waits for what was handed over, whatever comes of it.
  mutating func abandon() async {
    _ = try? await adding?.task.value
    adding = nil
  }

  mutating func finalReport() async throws -> ImportReport {
    report.file = feed.report
    report.intake.rejected =
      feed.report.rejectCount - report.intake.conflicts - report.intake.suppressed
    report.snapshot = try await snapshot?.report(isDryRun: plan.isDryRun)
    return report
  }
}
