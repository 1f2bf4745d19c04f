internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: ImportJournal {
  public func progress(of file: ImportedFile) async throws -> ImportProgress? {
    try await self.file.read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT rows, isFinished FROM importedFile
          WHERE digest = ? AND mapping = ? AND source = ?
          """,
        arguments: [Data(file.digest), Data(file.mapping), file.source]
      ).map { ImportProgress(rows: $0[0], isFinished: $0[1]) }
    }
  }

  public func note(_ progress: ImportProgress, of file: ImportedFile) async throws {
    try await self.file.write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO importedFile VALUES (?, ?, ?, ?, ?)",
        arguments: [
          Data(file.digest), Data(file.mapping), file.source, progress.rows, progress.isFinished,
        ])
    }
  }

  public func changes(
    in rows: [SnapshotRow], of source: String
  ) async throws -> [SnapshotChange] {
    let hashed = hashed(rows, of: source)
    return try await file.read { database in
      let select = try Command(
        database, "SELECT digest FROM snapshotRow WHERE source = ? AND key = ?")
      select.bind(source, at: 1)
      return try hashed.map { row in
        select.bind(row.key, at: 2)
        guard try select.step() else { return .new }
        defer { select.reset() }
        return try select.digest(0) == row.digest ? .same : .changed
      }
    }
  }

  public func note(_ rows: [SnapshotRow], of source: String, seenIn run: [UInt8]) async throws {
    let hashed = hashed(rows, of: source).sorted { $0.key < $1.key }
    try await file.write { [groups] database in
      let number = try Self.number(of: run, source, making: true, database)
      let insert = try Command(
        database, "INSERT OR REPLACE INTO snapshotRow VALUES (?, ?, ?, ?, ?)")
      insert.bind(source, at: 1)
      for row in hashed {
        insert.bind(row.key, at: 2)
        insert.bind(row.digest, at: 3)
        insert.bind(number, at: 4)
        insert.bind(try groups.nodes(of: row.subject, database).first ?? 0, at: 5)
        try insert.run()
      }
    }
  }

  public func rowsMissing(from run: [UInt8], of source: String) async throws -> MissingRows {
    try await file.read { [groups, names] database in
      let number = try Self.number(of: run, source, making: false, database)
      let rows = try Command(
        database, "SELECT node FROM snapshotRow WHERE source = ? AND run <> ?")
      rows.bind(source, at: 1)
      rows.bind(number, at: 2)
      var nodes: [Int64] = []
      while try rows.step() { nodes.append(rows.integer(0)) }
      var customers: Set<CustomerID> = []
      for node in nodes where node > 0 && customers.count < 1000 {
        let members = try groups.component(of: [node], database)
        if let first = members.min() { customers.insert(names.name(of: first)) }
      }
      return MissingRows(
        count: nodes.count, customers: customers.sorted { $0.text < $1.text })
    }
  }

  /// The number of a run; 0 when there is none.
  private static func number(
    of run: [UInt8], _ source: String, making isMaking: Bool, _ database: Database
  ) throws -> Int64 {
    if isMaking {
      try database.execute(
        sql: "INSERT INTO snapshotRun (source, digest) VALUES (?, ?) ON CONFLICT DO NOTHING",
        arguments: [source, Data(run)])
    }
    return try Int64.fetchOne(
      database, sql: "SELECT number FROM snapshotRun WHERE source = ? AND digest = ?",
      arguments: [source, Data(run)]) ?? 0
  }

  /// A row as it stands in the store: nothing of it can be read.
  private struct HashedRow: Sendable {
    let key: Digest128
    let digest: Digest128
    let subject: [Identifier]
  }

  private func hashed(_ rows: [SnapshotRow], of source: String) -> [HashedRow] {
    rows.map { row in
      HashedRow(
        key: hashes.row.hash(source, row.key),
        digest: hashes.content.hash { hash in
          row.digest.withUnsafeBytes { hash.update(bufferPointer: $0) }
        }, subject: row.subject)
    }
  }
}
