import OpenkaartService
import Synchronization

/// The applied policies, read once: who owns the store sees every change to them go by.
final class RememberedShelf: PolicyShelf {
  private let shelf: any PolicyShelf
  private let state = Mutex(State())

  private struct State {
    var policies: [AppliedPolicy]?
    /// Counts the changes, so that what was read before one is not kept after it.
    var changes = 0
  }

  init(_ shelf: any PolicyShelf) { self.shelf = shelf }

  func apply(_ policy: AppliedPolicy) async throws {
    defer {
      state.withLock { state in
        state.policies = nil
        state.changes += 1
      }
    }
    try await shelf.apply(policy)
  }

  var appliedPolicies: [AppliedPolicy] {
    get async throws {
      let (known, changes) = state.withLock { ($0.policies, $0.changes) }
      if let known { return known }
      let policies = try await shelf.appliedPolicies
      state.withLock { state in
        if state.changes == changes { state.policies = policies }
      }
      return policies
    }
  }
}
