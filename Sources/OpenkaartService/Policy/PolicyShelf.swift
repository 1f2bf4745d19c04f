public import OpenkaartCore

/// The policies that were applied, oldest first; none is ever changed or taken away.
public protocol PolicyShelf: Sendable {
  /// Puts a policy in force from its moment on; durable when this returns.
  func apply(_ policy: AppliedPolicy) async throws
  /// Every policy that was applied, oldest first.
  var appliedPolicies: [AppliedPolicy] { get async throws }
}

extension PolicyShelf {
  /// The policy applied last.
  public var currentPolicy: AppliedPolicy? {
    get async throws { try await appliedPolicies.last }
  }

  /// The policy in force at a moment: the last that was applied by then.
  public func policy(at moment: Timestamp) async throws -> AppliedPolicy? {
    try await appliedPolicies.last { $0.appliedAt <= moment }
  }
}

/// A policy as it was put in force.
public struct AppliedPolicy: Hashable, Sendable {
  /// The name of the policy, as `Policy.version(of:zones:)` makes it.
  public let version: String
  /// The text of the file, byte by byte.
  public let text: [UInt8]
  public let appliedAt: Timestamp

  public init(version: String, text: [UInt8], appliedAt: Timestamp) {
    self.version = version
    self.text = text
    self.appliedAt = appliedAt
  }
}
