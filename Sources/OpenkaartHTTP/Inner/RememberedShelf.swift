import OpenkaartService
import Synchronization

/// The applied policies, read once: who owns the store sees every change to them go by.
public final class RememberedShelf: PolicyShelf {
  private let shelf: any PolicyShelf
  private let known = Mutex<[AppliedPolicy]?>(nil)

  public init(_ shelf: any PolicyShelf) { self.shelf = shelf }

  public func apply(_ policy: AppliedPolicy) async throws {
    try await shelf.apply(policy)
    known.withLock { $0 = nil }
  }

  public var appliedPolicies: [AppliedPolicy] {
    get async throws {
      if let known = known.withLock({ $0 }) { return known }
      let policies = try await shelf.appliedPolicies
      known.withLock { $0 = policies }
      return policies
    }
  }
}
