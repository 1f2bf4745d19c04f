public import OpenkaartCore
internal import Synchronization

/// The gates of the policies that were applied, each made once.
public final class PolicyBook: Sendable {
  /// Makes the gate of a policy's text.
  public typealias Compiler = @Sendable (AppliedPolicy) throws -> Gate

  private let shelf: any PolicyShelf
  private let compiler: Compiler
  private let gates = Mutex<[String: Gate]>([:])

  public init(_ shelf: any PolicyShelf, compiler: @escaping Compiler) {
    self.shelf = shelf
    self.compiler = compiler
  }

  /// The gate of the policy in force at a moment; before the first one was applied, of the first.
  ///
  /// - Throws: ``DeskError/noPolicy`` when none was ever applied.
  public func gate(at moment: Timestamp) async throws -> Gate {
    let policies = try await shelf.appliedPolicies
    guard let policy = policies.last(where: { $0.appliedAt <= moment }) ?? policies.first else {
      throw DeskError.noPolicy
    }
    return try gate(of: policy)
  }

  /// The gate of the policy that was applied last; `nil` when none was.
  public var current: Gate? {
    get async throws { try await shelf.currentPolicy.map { try gate(of: $0) } }
  }

  /// Every policy that was applied, oldest first.
  var applied: [AppliedPolicy] {
    get async throws { try await shelf.appliedPolicies }
  }

  func gate(of policy: AppliedPolicy) throws -> Gate {
    if let gate = gates.withLock({ $0[policy.version] }) { return gate }
    let gate = try compiler(policy)
    gates.withLock { $0[policy.version] = gate }
    return gate
  }

  func apply(_ policy: AppliedPolicy) async throws { try await shelf.apply(policy) }
}
