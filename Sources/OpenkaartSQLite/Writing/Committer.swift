internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// The one writer: what waits while it commits goes into the next commit together, facts with facts
/// and looks with looks.
actor Committer {
  private let file: StoreFile
  private let writer: FactWriter
  private let usage: UsageRecords
  private let cache: GroupCache
  private let census: Census
  private let watches: ChangeWatches
  private var waiting: [Request] = []
  private var looks: [WaitingLook] = []
  private var jobs: [Job] = []
  private var isBusy = false
  /// Why nothing is written any more.
  private var failure: StoreError?

  private struct Request {
    let facts: [PreparedFacts]

    var count: Int { facts.reduce(0) { $0 + $1.facts.count } }
    let continuation: CheckedContinuation<[FactAddition], any Error>
  }

  /// An entry of the log that is to be durable before anything leaves.
  private struct WaitingLook {
    let look: UsageRecords.Look
    let continuation: CheckedContinuation<Int64, any Error>
  }

  /// Work inside a transaction of the writer: it may read what it likes, and adds facts.
  ///
  /// It is told which nodes are named by facts that were added before in the same transaction: of
  /// these the cache does not know yet.
  typealias Work = @Sendable (Database, Set<Int64>) throws -> FactWriter.Outcome

  private struct Job {
    /// How many people it is about.
    let people: Int
    let work: Work
    let continuation: CheckedContinuation<Void, any Error>
  }

  /// More than this many facts wait for another commit.
  private static let most = 20_000
  /// Jobs about so many people go into one commit; then it is the turn of facts that wait: a no must
  /// not wait for many pages of a release.
  private static let mostPeople = 1_000
  /// So many looks go into one commit.
  private static let mostLooks = 1024

  init(
    file: StoreFile, writer: FactWriter, usage: UsageRecords, cache: GroupCache, census: Census,
    watches: ChangeWatches
  ) {
    self.file = file
    self.writer = writer
    self.usage = usage
    self.cache = cache
    self.census = census
    self.watches = watches
  }

  /// Adds facts; returns when they are durable.
  func add(_ facts: [PreparedFacts]) async throws -> [FactAddition] {
    if let failure { throw failure }
    return try await withCheckedThrowingContinuation { continuation in
      waiting.append(Request(facts: facts, continuation: continuation))
      start()
    }
  }

  /// Writes down a look at somebody's data; returns its number when it is durable.
  func note(_ look: UsageRecords.Look) async throws -> Int64 {
    if let failure { throw failure }
    return try await withCheckedThrowingContinuation { continuation in
      looks.append(WaitingLook(look: look, continuation: continuation))
      start()
    }
  }

  /// Does work during which nothing else is written; returns when it is durable.
  ///
  /// Jobs that wait become durable together. One that throws leaves nothing behind, nor do those
  /// that were to become durable with it: each of these throws too.
  func perform(about people: Int, _ work: @escaping Work) async throws {
    if let failure { throw failure }
    try await withCheckedThrowingContinuation { continuation in
      jobs.append(Job(people: people, work: work, continuation: continuation))
      start()
    }
  }

  private func start() {
    guard !isBusy else { return }
    isBusy = true
    Task { await commitAll() }
  }

  /// Refuses everything from now on.
  func stop(because error: StoreError = .closed) { failure = failure ?? error }

  /// - Throws: Why nothing is written any more.
  func check() throws {
    if let failure { throw failure }
  }

  private func commitAll() async {
    while !waiting.isEmpty || !looks.isEmpty || !jobs.isEmpty {
      if !waiting.isEmpty { await commit(takeNext()) }
      if !looks.isEmpty { await commitLooks() }
      if !jobs.isEmpty { await commitJobs() }
    }
    isBusy = false
  }

  private func commitLooks() async {
    let next = Array(looks.prefix(Self.mostLooks))
    looks.removeFirst(next.count)
    do {
      if let failure { throw failure }
      let numbers = try await file.write { [usage] in try usage.append(next.map(\.look), $0) }
      for (look, number) in zip(next, numbers) { look.continuation.resume(returning: number) }
    } catch {
      fail(error)
      for look in next { look.continuation.resume(throwing: error) }
    }
  }

  private func commitJobs() async {
    let next = takeJobs()
    do {
      if let failure { throw failure }
      let outcomes = try await file.write { database in
        var outcomes: [FactWriter.Outcome] = []
        var named: Set<Int64> = []
        for job in next {
          let outcome = try job.work(database, named)
          named.formUnion(outcome.nodes)
          outcomes.append(outcome)
        }
        return outcomes
      }
      for outcome in outcomes { tell(outcome) }
      for job in next { job.continuation.resume() }
    } catch {
      fail(error)
      for job in next { job.continuation.resume(throwing: error) }
    }
  }

  /// Lets what is remembered know of a commit, before anybody learns that the facts are there.
  private func tell(_ outcome: FactWriter.Outcome) {
    cache.forget(naming: outcome.nodes)
    census.note(Census.News(origins: outcome.origins, joined: outcome.joined))
    watches.note(outcome.nodes.lazy.map { GroupNode(UInt64($0)) })
  }

  /// Nothing was written; what the writer remembers may say otherwise.
  private func fail(_ error: any Error) {
    writer.forget()
    // A disk that failed once cannot be believed again: what it holds is seen on starting anew.
    if case .failed? = error as? StoreError { failure = failure ?? error as? StoreError }
  }

  private func takeJobs() -> [Job] {
    var people = 0
    var end = 0
    while end < jobs.count {
      people += jobs[end].people
      if end > 0, people > Self.mostPeople { break }
      end += 1
    }
    defer { jobs.removeFirst(end) }
    return Array(jobs[..<end])
  }

  private func takeNext() -> [Request] {
    var count = 0
    var end = 0
    while end < waiting.count {
      count += waiting[end].count
      if end > 0, count > Self.most { break }
      end += 1
    }
    defer { waiting.removeFirst(end) }
    return Array(waiting[..<end])
  }

  private func commit(_ requests: [Request]) async {
    let result: Result<[[FactAddition]], any Error>
    if let failure {
      result = .failure(failure)
    } else {
      let facts = requests.flatMap(\.facts)
      do {
        let outcome = try await file.write { [writer] in try writer.add(facts, to: $0) }
        tell(outcome)
        result = .success(outcome.additions)
      } catch {
        fail(error)
        result = .failure(error)
      }
    }
    switch result {
    case .success(let additions):
      var rest = additions[...]
      for request in requests {
        let own = rest.prefix(request.facts.count)
        rest = rest.dropFirst(own.count)
        request.continuation.resume(returning: own.flatMap(\.self))
      }
    case .failure(let error):
      for request in requests { request.continuation.resume(throwing: error) }
    }
  }
}
