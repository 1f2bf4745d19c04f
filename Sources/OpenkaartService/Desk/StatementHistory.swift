public import OpenkaartCore

/// The versions of the privacy statement: one for each policy that was applied, oldest first.
public struct StatementHistory: Sendable {
  public let versions: [Version]

  /// One version, and what it changed for people.
  public struct Version: Sendable {
    /// 1 for the first.
    public let number: Int
    public let appliedAt: Timestamp
    public let policy: Policy
    public let zone: ZoneRules
    /// What changed since the version before; empty for the first.
    public let changes: [StatementChange]
  }

  /// The version in force.
  public var current: Version? { versions.last }
}

extension Desk {
  /// Every version of the statement.
  ///
  /// A policy that can no longer be read is left out; the gate runs on the last one alone.
  ///
  /// - Throws: ``DeskError/noPolicy`` when none was ever applied.
  public func statements() async throws -> StatementHistory {
    let applied = try await policies.applied
    guard !applied.isEmpty else { throw DeskError.noPolicy }
    var versions: [StatementHistory.Version] = []
    for (number, policy) in applied.enumerated() {
      guard let gate = try? policies.gate(of: policy) else { continue }
      versions.append(
        StatementHistory.Version(
          number: number + 1, appliedAt: policy.appliedAt, policy: gate.policy, zone: gate.zone,
          changes: versions.last.map { StatementChange.changes(from: $0.policy, to: gate.policy) }
            ?? []))
    }
    return StatementHistory(versions: versions)
  }
}
