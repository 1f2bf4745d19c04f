internal import Foundation
internal import GRDB
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: KeyVault {
  public var keyInventory: [KeyInventoryItem] {
    get async throws {
      try await apart { store in
        let root = KeyInventoryItem(
          "root", algorithm: "AES-256-KW", count: store.keyPlane.ring.roots.count, version: 1,
          place: "keyring", since: OwnFile.changed(store.folder.keyring))
        let index = KeyInventoryItem(
          "index", algorithm: "HKDF-SHA256, HMAC-SHA256", count: 1, version: 1, place: "keyring")
        let suppressed = KeyInventoryItem(
          "suppression", algorithm: "HMAC-SHA256/128", count: store.eraser.suppressions.count,
          version: 1, place: "keys.sqlite")
        let columns = KeyInventoryItem(
          "columns", algorithm: "AES-256-GCM", count: store.columns.isThere ? 1 : 0, version: 1,
          place: "columns.snapshot", since: OwnFile.changed(store.folder.columns))
        return [root, index] + (try store.keyPlane.inventory()) + [suppressed, columns]
      }
    }
  }

  public func rotateKeys() async throws -> Int {
    try await apart { store in
      let count = try store.keyPlane.rotate()
      // What the old root wrapped may still stand in the journal; without the root it is of no use.
      _ = try store.keyPlane.file.emptyJournal(waiting: 0)
      try store.columns.drop()
      return count
    }
  }
}

extension KeyPlane {
  /// How many keys of each kind there are.
  fileprivate func inventory() throws -> [KeyInventoryItem] {
    try file.pool.read { database in
      var items: [KeyInventoryItem] = []
      for table in ["page", "bucket"] {
        items.append(
          KeyInventoryItem(
            table, algorithm: "AES-256-KW",
            count: try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0,
            version: 1, place: "keys.sqlite"))
      }
      for row in try Row.fetchAll(
        database, sql: "SELECT class, count(*) FROM dataKey GROUP BY class ORDER BY class")
      {
        guard let part = FactClass(rawValue: row[0]) else { continue }
        items.append(
          KeyInventoryItem(
            "data.\(part.name)", algorithm: "AES-256-GCM", count: row[1], version: 1,
            place: "keys.sqlite"))
      }
      return items
    }
  }
}
