internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import Synchronization

/// The keys of the cells, in a file of their own.
///
/// Data keys are wrapped by the key of their bucket of 4,096 origins, bucket keys by that of their
/// page of 4,096 buckets, page keys by the root. What this hands out is durable: a cell is written
/// after its key.
final class KeyPlane: Sendable {
  let file: StoreFile
  let ring: KeyringFile
  /// Held while the root is replaced: the next one has to begin from the root that this one leaves.
  let rotating = NSLock()
  private let cache = Mutex(Cache())

  private struct Cache: Sendable {
    /// The key of each cell, made from its data key.
    var cells = Recent<CellName, SymmetricKey>(limit: 200_000)
    /// By how they stand in the file, so that one that was replaced is not found.
    var buckets: [[UInt8]: SymmetricKey] = [:]
    /// Counts what was destroyed, so that nothing is remembered that was read before.
    var epoch = 0
  }

  init(_ file: StoreFile, ring: KeyringFile) {
    self.file = file
    self.ring = ring
  }

  func close() throws(StoreError) { try file.close() }

  /// The keys of cells; those that have none are left out.
  func keys(of names: some Sequence<CellName>) throws -> [CellName: SymmetricKey] {
    var (found, missing) = cached(names)
    guard !missing.isEmpty else { return found }
    missing.sort()
    let epoch = epoch
    let read = try read(missing)
    remember(read.lazy.map { ($0, $1) }, readAt: epoch)
    found.merge(read) { one, _ in one }
    return found
  }

  /// The keys of cells, in their order; those that have none get one.
  ///
  /// - Parameters:
  ///   - names: The cells.
  ///   - firstNode: Nothing was ever sealed under origins above it: a key that stands there is of a
  ///     batch that came to nothing.
  /// - Returns: The key of each cell; all of them are durable.
  /// - Throws: ``StoreError`` when the keys cannot be read or written.
  func keysMakingMissing(
    of names: [CellName], newAbove firstNode: Int64
  ) throws -> [SymmetricKey] {
    // Each cell once, sorted, and for each name where its cell stands.
    var distinct: [CellName] = []
    var places = Array(repeating: 0, count: names.count)
    for index in names.indices.sorted(by: { names[$0] < names[$1] }) {
      if distinct.last != names[index] { distinct.append(names[index]) }
      places[index] = distinct.count - 1
    }
    let known = try keys(of: distinct.prefix { $0.origin <= firstNode })
    let missing = distinct.filter { known[$0] == nil }
    do {
      var made = try missing.isEmpty ? [] : make(missing, newAbove: firstNode)[...]
      let all = distinct.map { known[$0] ?? made.removeFirst() }
      return places.map { all[$0] }
    } catch {
      throw StoreError(error, at: file.path)
    }
  }

  private func cached(
    _ names: some Sequence<CellName>
  ) -> (found: [CellName: SymmetricKey], missing: [CellName]) {
    cache.withLock { cache in
      var found: [CellName: SymmetricKey] = [:]
      var missing: [CellName] = []
      for name in names {
        if let key = cache.cells[name] { found[name] = key } else { missing.append(name) }
      }
      return (found, missing)
    }
  }

  private var epoch: Int { cache.withLock { $0.epoch } }

  private func remember(_ keys: some Sequence<(CellName, SymmetricKey)>, readAt epoch: Int) {
    cache.withLock { cache in
      guard cache.epoch == epoch else { return }
      for (name, key) in keys { cache.cells[name] = key }
    }
  }

  /// Forgets every key: some were destroyed.
  func forget() {
    cache.withLock { cache in
      let epoch = cache.epoch + 1
      cache = Cache()
      cache.epoch = epoch
    }
  }

  // MARK: Reading and making

  private func read(_ names: [CellName]) throws -> [CellName: SymmetricKey] {
    try file.pool.read { database in
      let command = try Command(database, Self.select)
      var wrapped: [(CellName, [UInt8])] = []
      for name in names {
        if let bytes = try command.wrappedKey(of: name) { wrapped.append((name, bytes)) }
      }
      return try self.opened(wrapped, in: database)
    }
  }

  private func opened(
    _ wrapped: [(CellName, [UInt8])], in database: Database
  ) throws -> [CellName: SymmetricKey] {
    var keys: [CellName: SymmetricKey] = [:]
    var known: (place: Int64, key: SymmetricKey)?
    for (name, bytes) in wrapped {
      let place = name.origin >> 12
      let bucket: SymmetricKey
      if let known, known.place == place {
        bucket = known.key
      } else if let found = try bucketKey(of: place, in: database) {
        bucket = found
      } else {
        throw StoreError.corrupt(file: file.path)
      }
      known = (place, bucket)
      keys[name] = try unwrap(bytes, using: bucket).withUnsafeBytes { CellKey.expand($0) }
    }
    return keys
  }

  private static let select = "SELECT wrapped FROM dataKey WHERE origin = ? AND class = ?"

  /// Makes keys, durable when this returns.
  ///
  /// Somebody else may have made one of them since it was missed: then that one is taken.
  private func make(_ names: [CellName], newAbove firstNode: Int64) throws -> [SymmetricKey] {
    var made: [SymmetricKey] = []
    made.reserveCapacity(names.count)
    var buckets: [Int64: SymmetricKey] = [:]
    let epoch = epoch
    var random = RandomBytes(count: names.count * 32)
    try file.pool.write { database in
      for name in names {
        let place = name.origin >> 12
        let bucket = try buckets[place] ?? bucketKey(of: place, makingIn: database)
        buckets[place] = bucket
        made.append(
          try key(
            of: name, made: random.take(32), using: bucket, isNew: name.origin > firstNode,
            database))
      }
    }
    // Only now: the transaction might have failed.
    remember(zip(names, made), readAt: epoch)
    return made
  }

  /// Keeps the key of a cell; unless it is new there may be one already, which is taken then.
  private func key(
    of name: CellName, made bytes: UnsafeRawBufferPointer, using bucket: SymmetricKey, isNew: Bool,
    _ database: Database
  ) throws -> SymmetricKey {
    let wrapped = try WrappedKey.wrap(SymmetricKey(data: bytes), using: bucket)
    let insert = try Command(
      database,
      isNew
        ? "INSERT OR REPLACE INTO dataKey VALUES (?, ?, ?)"
        : "INSERT INTO dataKey VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    try insert.keep(wrapped, of: name)
    guard database.changesCount == 0 else { return CellKey.expand(bytes) }
    guard let known = try Command(database, Self.select).wrappedKey(of: name) else {
      throw StoreError.corrupt(file: file.path)
    }
    return try unwrap(known, using: bucket).withUnsafeBytes { CellKey.expand($0) }
  }

  func unwrap(_ bytes: some Collection<UInt8>, using key: SymmetricKey) throws -> SymmetricKey {
    guard let key = WrappedKey.unwrap(bytes, using: key) else {
      throw StoreError.corrupt(file: file.path)
    }
    return key
  }

  // MARK: Buckets and pages

  func bucketKey(of bucket: Int64, in database: Database) throws -> SymmetricKey? {
    guard
      let wrapped = try Data.fetchOne(
        database, sql: "SELECT wrapped FROM bucket WHERE bucket = ?", arguments: [bucket])
    else { return nil }
    if let key = cache.withLock({ $0.buckets[Array(wrapped)] }) { return key }
    guard let page = try pageKey(of: bucket >> 12, in: database) else { return nil }
    let key = try unwrap(wrapped, using: page)
    cache.withLock { $0.buckets[Array(wrapped)] = key }
    return key
  }

  private func bucketKey(of bucket: Int64, makingIn database: Database) throws -> SymmetricKey {
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

extension Command {
  /// The wrapped key of a cell, by a command that selects it.
  fileprivate func wrappedKey(of name: CellName) throws -> [UInt8]? {
    bind(name.origin, at: 1)
    bind(Int64(name.part.rawValue), at: 2)
    guard try step() else { return nil }
    defer { reset() }
    return Array(bytes(0))
  }

  /// Writes the wrapped key of a cell, by a command that inserts it.
  fileprivate func keep(_ wrapped: [UInt8], of name: CellName) throws {
    bind(name.origin, at: 1)
    bind(Int64(name.part.rawValue), at: 2)
    try wrapped.withUnsafeBytes { bytes in
      bind(bytes, at: 3)
      try run()
    }
  }
}
