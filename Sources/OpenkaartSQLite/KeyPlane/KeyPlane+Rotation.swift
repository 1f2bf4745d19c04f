internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// Replacing keys, so that what older ones wrapped can never be unwrapped again.
///
/// A thief who has every older copy of this file, and the keyring of today, finds page keys that are
/// wrapped by a root that is gone.
extension KeyPlane {
  /// Destroys data keys, and replaces every key above them.
  ///
  /// Cut off anywhere, it can be begun again: the keyring holds both roots until nothing is wrapped by
  /// the old one.
  ///
  /// - Parameters:
  ///   - cells: Whose keys are destroyed; those that have none do not matter.
  ///   - note: Writes down in the same step what was done.
  /// - Returns: How many data keys were destroyed.
  /// - Throws: ``StoreError``; then it has to be begun again.
  @discardableResult
  func destroy(_ cells: [CellName], note: (Database) throws -> Void) throws -> Int {
    try replaceRoot { database in
      let delete = try Command(database, "DELETE FROM dataKey WHERE origin = ? AND class = ?")
      var count = 0
      for cell in cells {
        delete.bind(cell.origin, at: 1)
        delete.bind(Int64(cell.part.rawValue), at: 2)
        try delete.run()
        count += database.changesCount
      }
      for bucket in Set(cells.map { $0.origin >> 12 }) { try replace(bucket: bucket, database) }
      try note(database)
      return count
    }
  }

  /// Replaces every key but the data keys.
  ///
  /// - Returns: How many data keys were wrapped anew.
  func rotate() throws -> Int {
    try replaceRoot { database in
      let buckets = try Int64.fetchAll(database, sql: "SELECT bucket FROM bucket")
      return try buckets.reduce(0) { try $0 + replace(bucket: $1, database) }
    }
  }

  /// Ends a replacement of the root that was cut off.
  func endRotation() throws {
    if ring.isBetweenRoots { try replaceRoot { _ in } }
  }

  /// Does something for which root and wrapped keys have to belong together.
  func whileNoRootIsReplaced<Value>(_ body: () throws -> Value) rethrows -> Value {
    rotating.lock()
    defer { rotating.unlock() }
    return try body()
  }

  private func replaceRoot<Value>(_ body: (Database) throws -> Value) throws -> Value {
    rotating.lock()
    defer { rotating.unlock() }
    try ring.beginRoot()
    let value = try file.pool.write { database in
      // Within the transaction, so that nobody makes a key under one that is replaced here.
      defer { forget() }
      let value = try body(database)
      for page in try Int64.fetchAll(database, sql: "SELECT page FROM page") {
        try replace(page: page, database)
      }
      return value
    }
    forget()
    try ring.endRoot()
    return value
  }

  /// Gives a bucket a new key, and wraps its data keys by that.
  @discardableResult
  private func replace(bucket: Int64, _ database: Database) throws -> Int {
    guard let old = try bucketKey(of: bucket, in: database),
      let page = try pageKey(of: bucket >> 12, in: database)
    else { return 0 }
    let new = SymmetricKey(size: .bits256)
    let rows = try Row.fetchAll(
      database, sql: "SELECT origin, class, wrapped FROM dataKey WHERE origin >= ? AND origin < ?",
      arguments: [bucket << 12, (bucket + 1) << 12])
    let update = try Command(
      database, "UPDATE dataKey SET wrapped = ? WHERE origin = ? AND class = ?")
    for row in rows {
      let key = try unwrap(row[2] as Data, using: old)
      try WrappedKey.wrap(key, using: new).withUnsafeBytes { bytes in
        update.bind(bytes, at: 1)
        update.bind(row[0] as Int64, at: 2)
        update.bind(row[1] as Int64, at: 3)
        try update.run()
      }
    }
    try database.execute(
      sql: "UPDATE bucket SET wrapped = ? WHERE bucket = ?",
      arguments: [Data(try WrappedKey.wrap(new, using: page)), bucket])
    return rows.count
  }

  /// Gives a page a new key under the newest root, and wraps its bucket keys by that.
  private func replace(page: Int64, _ database: Database) throws {
    guard let old = try pageKey(of: page, in: database) else { return }
    let new = SymmetricKey(size: .bits256)
    for row in try Row.fetchAll(
      database, sql: "SELECT bucket, wrapped FROM bucket WHERE bucket >= ? AND bucket < ?",
      arguments: [page << 12, (page + 1) << 12])
    {
      let key = try unwrap(row[1] as Data, using: old)
      try database.execute(
        sql: "UPDATE bucket SET wrapped = ? WHERE bucket = ?",
        arguments: [Data(try WrappedKey.wrap(key, using: new)), row[0] as Int64])
    }
    try database.execute(
      sql: "UPDATE page SET wrapped = ? WHERE page = ?",
      arguments: [Data(try WrappedKey.wrap(new, using: ring.newest)), page])
  }
}
