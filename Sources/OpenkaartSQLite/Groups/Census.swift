internal import Synchronization

/// How many customers there are: counted when first asked for, and from then on with every commit.
final class Census: Sendable {
  private let state = Mutex(State())

  private struct State: Sendable {
    var forest: Forest?
    /// How many are counting, and what was written since the first of them began.
    var counting = 0
    var missed: [News] = []
  }

  /// What a commit changed.
  struct News: Sendable {
    let origins: [Int64]
    let joined: [Projection.Edge]
  }

  /// How many customers there are; `nil` before anybody counted.
  var customers: Int? { state.withLock { $0.forest?.groups } }

  /// The lowest node of the customer that a node belongs to; 0 when no fact is about them, `nil`
  /// before anybody counted.
  func customer(of node: Int64) -> Int64? {
    state.withLock { state in
      guard let last = state.forest?.lastNode else { return nil }
      guard node <= last else { return 0 }
      return Int64(state.forest?.rootWithFacts(of: Int(node)) ?? 0)
    }
  }

  /// Hears of a commit.
  func note(_ news: News) {
    state.withLock { state in
      state.forest?.add(news)
      if state.counting > 0 { state.missed.append(news) }
    }
  }

  /// Counts what stands in the store, as `read` finds it.
  func count(_ read: () async throws -> Forest) async throws -> Int {
    state.withLock { $0.counting += 1 }
    let forest: Forest?
    let failure: (any Error)?
    do {
      (forest, failure) = (try await read(), nil)
    } catch {
      (forest, failure) = (nil, error)
    }
    let groups = state.withLock { state in
      if state.forest == nil, var forest {
        // What is in both is counted once.
        for news in state.missed { forest.add(news) }
        state.forest = forest
      }
      state.counting -= 1
      if state.counting == 0 { state.missed = [] }
      return state.forest?.groups
    }
    if let failure { throw failure }
    return groups ?? 0
  }

  /// Forgets everything, as when the rows are made again.
  func forget() { state.withLock { $0.forest = nil } }
}

extension Forest {
  fileprivate mutating func add(_ news: Census.News) {
    for edge in news.joined { join(edge.one, edge.other) }
    for origin in news.origins { addFact(under: origin) }
  }
}
