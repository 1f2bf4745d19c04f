internal import OpenkaartCore
internal import OpenkaartService

/// The one writer: what waits while it commits goes into the next commit together.
actor Committer {
  private let file: StoreFile
  private let writer: FactWriter
  private let cache: GroupCache
  private let census: Census
  private var waiting: [Request] = []
  private var isBusy = false
  /// Why nothing is written any more.
  private var failure: StoreError?

  private struct Request {
    let facts: [PreparedFacts]

    var count: Int { facts.reduce(0) { $0 + $1.facts.count } }
    let continuation: CheckedContinuation<[FactAddition], any Error>
  }

  /// More than this many facts wait for another commit.
  private static let most = 20_000

  init(file: StoreFile, writer: FactWriter, cache: GroupCache, census: Census) {
    self.file = file
    self.writer = writer
    self.cache = cache
    self.census = census
  }

  /// Adds facts; returns when they are durable.
  func add(_ facts: [PreparedFacts]) async throws -> [FactAddition] {
    if let failure { throw failure }
    return try await withCheckedThrowingContinuation { continuation in
      waiting.append(Request(facts: facts, continuation: continuation))
      guard !isBusy else { return }
      isBusy = true
      Task { await commitAll() }
    }
  }

  /// Refuses everything from now on.
  func stop() { failure = failure ?? .closed }

  private func commitAll() async {
    while !waiting.isEmpty { await commit(takeNext()) }
    isBusy = false
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
        // Before anybody learns that the facts are there.
        cache.forget(naming: outcome.nodes)
        census.note(Census.News(origins: outcome.origins, joined: outcome.joined))
        result = .success(outcome.additions)
      } catch {
        // Nothing of it was written; what the writer remembers may say otherwise.
        writer.forget()
        // A disk that failed once cannot be believed again: what it holds is seen on starting anew.
        if case .failed? = error as? StoreError { failure = error as? StoreError }
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
