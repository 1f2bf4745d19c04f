internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// How keys stand in the file.
extension KeyPlane {
  /// Reads the keys of cells that are sorted; `nil` for those that have none.
  func read(_ names: [CellName]) throws -> [SymmetricKey?] {
    try file.pool.read { database in
      let select = try Command(
        database,
        """
        SELECT origin, class, wrapped FROM dataKey WHERE origin BETWEEN ? AND ?
        ORDER BY origin, class
        """)
      var buckets = BucketKeys()
      var keys: [SymmetricKey?] = Array(repeating: nil, count: names.count)
      var place = 0
      while place < names.count {
        let end = Self.endOfRun(in: names, from: place)
        select.bind(names[place].origin, at: 1)
        select.bind(names[end - 1].origin, at: 2)
        while try select.step() {
          let (origin, part) = (select.integer(0), select.integer(1))
          while place < end, names[place].precedes(origin, part) { place += 1 }
          guard place < end, names[place].origin == origin, names[place].part.rawValue == part
          else { continue }
          let bucket = try buckets.key(over: origin, of: self, database)
          keys[place] = try self.cellKey(wrappedAs: select.bytes(2), by: bucket)
        }
        place = end
      }
      return keys
    }
  }

  /// Origins that are nearer to each other than this are read with one command: to pass over what
  /// lies between costs less than another.
  private static let near: Int64 = 4

  /// Where the cells end whose origins lie near each other, from a place on.
  private static func endOfRun(in names: [CellName], from start: Int) -> Int {
    var end = start + 1
    while end < names.count, names[end].origin - names[end - 1].origin <= near { end += 1 }
    return end
  }

  /// Writes keys of cells; all of them are durable when this returns.
  ///
  /// Somebody else may have made one of them since it was missed: then that one is taken.
  func write(_ names: [CellName], newAbove firstNode: Int64) throws -> [SymmetricKey] {
    var random = RandomBytes(count: names.count * 32)
    return try file.pool.write { database in
      let replace = try Command(database, "INSERT OR REPLACE INTO dataKey VALUES (?, ?, ?)")
      let insert = try Command(
        database, "INSERT INTO dataKey VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      var buckets = BucketKeys()
      return try names.map { name in
        let bucket = try buckets.keyMakingMissing(over: name.origin, of: self, database)
        let bytes = random.take(32)
        let isNew = name.origin > firstNode
        try (isNew ? replace : insert).write(name, WrappedKey.wrap(bytes, using: bucket))
        // Unless it is new there may be one already.
        guard database.changesCount == 0 else { return CellKey.expand(bytes) }
        return try key(of: name, by: bucket, database)
      }
    }
  }

  /// The key of a cell that has one.
  private func key(
    of name: CellName, by bucket: SymmetricKey, _ database: Database
  ) throws -> SymmetricKey {
    let select = try Command(
      database, "SELECT wrapped FROM dataKey WHERE origin = ? AND class = ?")
    select.bind(name)
    defer { select.reset() }
    guard try select.step() else { throw StoreError.corrupt(file: file.path) }
    return try cellKey(wrappedAs: select.bytes(0), by: bucket)
  }

  /// The key of a cell by its data key.
  private func cellKey(
    wrappedAs bytes: UnsafeRawBufferPointer, by bucket: SymmetricKey
  ) throws -> SymmetricKey {
    try unwrap(bytes, using: bucket).withUnsafeBytes { CellKey.expand($0) }
  }

  func unwrap(_ bytes: some ContiguousBytes, using key: SymmetricKey) throws -> SymmetricKey {
    guard let key = WrappedKey.unwrap(bytes, using: key) else {
      throw StoreError.corrupt(file: file.path)
    }
    return key
  }
}

extension Command {
  /// Binds which cell, at the first two places.
  fileprivate func bind(_ name: CellName) {
    bind(name.origin, at: 1)
    bind(Int64(name.part.rawValue), at: 2)
  }

  /// Writes the key of a cell, by a command that inserts it.
  fileprivate func write(_ name: CellName, _ wrapped: [UInt8]) throws {
    bind(name)
    try wrapped.withUnsafeBytes { bytes in
      bind(bytes, at: 3)
      try run()
    }
  }
}

extension CellName {
  /// Whether it stands before the row of an origin and a class.
  fileprivate func precedes(_ origin: Int64, _ part: Int64) -> Bool {
    self.origin == origin ? part > Int64(self.part.rawValue) : self.origin < origin
  }
}

/// The key of the bucket that was asked for last: cells that are sorted mostly lie in the same.
private struct BucketKeys {
  private var last: (bucket: Int64, key: SymmetricKey)?

  /// The key over an origin of which there is a data key.
  mutating func key(
    over origin: Int64, of plane: KeyPlane, _ database: Database
  ) throws -> SymmetricKey {
    try key(over: origin) { bucket in
      guard let key = try plane.bucketKey(of: bucket, in: database) else {
        throw StoreError.corrupt(file: plane.file.path)
      }
      return key
    }
  }

  mutating func keyMakingMissing(
    over origin: Int64, of plane: KeyPlane, _ database: Database
  ) throws -> SymmetricKey {
    try key(over: origin) { try plane.bucketKey(of: $0, makingIn: database) }
  }

  private mutating func key(
    over origin: Int64, _ find: (Int64) throws -> SymmetricKey
  ) rethrows -> SymmetricKey {
    let bucket = origin >> 12
    if let last, last.bucket == bucket { return last.key }
    let key = try find(bucket)
    last = (bucket, key)
    return key
  }
}

// MARK: - Buckets and pages

extension KeyPlane {
  func bucketKey(of bucket: Int64, in database: Database) throws -> SymmetricKey? {
    guard
      let wrapped = try Data.fetchOne(
        database, sql: "SELECT wrapped FROM bucket WHERE bucket = ?", arguments: [bucket]
      ).map(Array.init)
    else { return nil }
    if let key = bucketKey(wrappedAs: wrapped) { return key }
    guard let page = try pageKey(of: bucket >> 12, in: database) else { return nil }
    let key = try unwrap(wrapped, using: page)
    remember(key, wrappedAs: wrapped)
    return key
  }

  fileprivate func bucketKey(of bucket: Int64, makingIn database: Database) throws -> SymmetricKey {
    if let key = try bucketKey(of: bucket, in: database) { return key }
    let page: SymmetricKey
    if let known = try pageKey(of: bucket >> 12, in: database) {
      page = known
    } else {
      page = SymmetricKey(size: .bits256)
      try database.execute(
        sql: "INSERT INTO page VALUES (?, ?)",
        arguments: [bucket >> 12, Data(try WrappedKey.wrap(page, using: ring.newest))])
    }
    let key = SymmetricKey(size: .bits256)
    try database.execute(
      sql: "INSERT INTO bucket VALUES (?, ?)",
      arguments: [bucket, Data(try WrappedKey.wrap(key, using: page))])
    return key
  }

  /// While the root is replaced, a page key may be wrapped by the one or by the other.
  func pageKey(of page: Int64, in database: Database) throws -> SymmetricKey? {
    let wrapped = try Data.fetchOne(
      database, sql: "SELECT wrapped FROM page WHERE page = ?", arguments: [page])
    return try wrapped.map { wrapped in
      for root in ring.roots {
        if let key = WrappedKey.unwrap(wrapped, using: root) { return key }
      }
      throw StoreError.corrupt(file: file.path)
    }
  }
}
