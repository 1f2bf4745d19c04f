internal import Foundation
internal import GRDB
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: PolicyShelf {
  public func apply(_ policy: AppliedPolicy) async throws {
    try await file.write { database in
      try database.execute(
        sql: "INSERT INTO policy (version, text, appliedAt) VALUES (?, ?, ?)",
        arguments: [policy.version, Data(policy.text), policy.appliedAt.milliseconds])
    }
  }

  public var appliedPolicies: [AppliedPolicy] {
    get async throws {
      try await file.read { database in
        try Row.fetchAll(
          database, sql: "SELECT version, text, appliedAt FROM policy ORDER BY number"
        ).map { row in
          AppliedPolicy(
            version: row[0], text: Array(row[1] as Data),
            appliedAt: Timestamp(milliseconds: row[2]))
        }
      }
    }
  }
}
