internal import Foundation
internal import GRDB
public import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: KeyShelf {
  public func add(_ key: APIKey) async throws {
    try await file.write { database in
      try database.execute(
        sql: """
          INSERT INTO apiKey (id, name, scopes, digest, createdAt, revokedAt)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          key.id, key.name, key.scopes.joined(separator: " "), Data(key.digest),
          key.createdAt.milliseconds, key.revokedAt?.milliseconds,
        ])
    }
  }

  public func revoke(key id: String, at moment: Timestamp) async throws -> Bool {
    try await file.write { database in
      try database.execute(
        sql: "UPDATE apiKey SET revokedAt = coalesce(revokedAt, ?) WHERE id = ?",
        arguments: [moment.milliseconds, id])
      return database.changesCount > 0
    }
  }

  public var keys: [APIKey] {
    get async throws {
      try await file.read { database in
        try Row.fetchAll(
          database,
          sql: "SELECT id, name, scopes, digest, createdAt, revokedAt FROM apiKey ORDER BY number"
        ).map { row in
          let scopes: String = row[2]
          let revokedAt: Int64? = row[5]
          return APIKey(
            id: row[0], name: row[1], scopes: scopes.split(separator: " ").map(String.init),
            digest: Array(row[3] as Data), createdAt: Timestamp(milliseconds: row[4]),
            revokedAt: revokedAt.map { Timestamp(milliseconds: $0) })
        }
      }
    }
  }
}
