internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import Synchronization

/// Puts prepared facts into the store, many in one transaction.
///
/// It remembers where the store stands. What it remembers is right only when every transaction it was
/// given is committed: otherwise it has to ``forget()``.
final class FactWriter: Sendable {
  private let keys: KeyPlane
  private let hashes: StoreHashes
  private let opener: FactOpener
  /// Seals what belongs to the store as a whole.
  private let storeKey: SymmetricKey
  private let memory = Mutex<Memory?>(nil)

  private struct Memory: Sendable {
    var projection: Projection
    var lastSeq: Int64
    var facts: Int64
  }

  init(keys: KeyPlane, hashes: StoreHashes, opener: FactOpener, keyring: Keyring) {
    self.keys = keys
    self.hashes = hashes
    self.opener = opener
    storeKey = keyring.key(for: "store")
  }

  func forget() { memory.withLock { $0 = nil } }

  /// A prepared fact with the bytes of its documents.
  private struct Entry {
    let fact: PreparedFact
    let batch: Int
    /// Its number, if it turns out to be new.
    let seq: Int64
  }

  struct Outcome: Sendable {
    /// What became of each fact of each batch.
    let additions: [[FactAddition]]
    /// The nodes that the added facts name.
    let nodes: Set<Int64>
  }

  /// Adds facts; those that are here already are left out.
  func add(_ batches: [PreparedFacts], to database: Database) throws -> Outcome {
    var memory = try take(database)
    var entries: [Entry] = []
    for (index, batch) in batches.enumerated() {
      for fact in batch.facts {
        entries.append(
          Entry(fact: fact, batch: index, seq: memory.lastSeq + Int64(entries.count) + 1))
      }
    }
    let additions = try claim(entries, database)
    let added = zip(entries, additions).filter { $0.1 == .added }.map(\.0)
    var touched: Set<Int64> = []
    if !added.isEmpty {
      let nodes = try project(added, &memory.projection, database)
      try write(added, nodes: nodes, batches, database)
      memory.lastSeq += Int64(entries.count)
      memory.facts += Int64(added.count)
      try writeTally(memory, database)
      for nodes in nodes { touched.formUnion(nodes) }
    }
    self.memory.withLock { $0 = memory }
    return Outcome(additions: Self.grouped(additions, like: batches), nodes: touched)
  }

  private static func grouped(
    _ additions: [FactAddition], like batches: [PreparedFacts]
  ) -> [[FactAddition]] {
    var rest = additions[...]
    return batches.map { batch in
      defer { rest = rest.dropFirst(batch.facts.count) }
      return Array(rest.prefix(batch.facts.count))
    }
  }

  // MARK: Each id once

  /// Claims the id of each fact, in the order of the keys: ascending inserts are cheap.
  private func claim(_ entries: [Entry], _ database: Database) throws -> [FactAddition] {
    var additions = Array(repeating: FactAddition.added, count: entries.count)
    let order = entries.indices.sorted { one, other in
      let (left, right) = (entries[one].fact.key, entries[other].fact.key)
      return left == right ? one < other : left < right
    }
    let insert = try Command(
      database, "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    let select = try Command(database, "SELECT digest, seq FROM seen WHERE key = ?")
    for index in order {
      let fact = entries[index].fact
      insert.bind(fact.key, at: 1)
      insert.bind(fact.digest, at: 2)
      insert.bind(entries[index].seq, at: 3)
      try insert.run()
      guard database.changesCount == 0 else { continue }
      select.bind(fact.key, at: 1)
      guard try select.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
      let (digest, seq) = (try select.digest(0), select.integer(1))
      select.reset()
      let isSame = try digest == fact.digest || saysTheSame(fact, as: seq, database)
      additions[index] = isSame ? .duplicate : .conflict
    }
    return additions
  }

  /// Whether a fact of the store says the same though its digest is another: documents may have been
  /// written differently when it came in.
  private func saysTheSame(
    _ fact: PreparedFact, as seq: Int64, _ database: Database
  ) throws -> Bool {
    guard let known = try opener.fact(seq, database) else { return false }
    return PreparedFacts([known.fact], using: hashes).facts[0].digest == fact.digest
  }

  // MARK: Who belongs together

  /// - Returns: The nodes of each fact's identifiers.
  private func project(
    _ added: [Entry], _ projection: inout Projection, _ database: Database
  ) throws -> [[Int64]] {
    let found = try projection.assignNodes(to: added.flatMap(\.fact.names.hashes), database)
    let nodes = added.map { entry in entry.fact.names.hashes.compactMap { found[$0] } }
    for (entry, nodes) in zip(added, nodes) {
      try projection.note(
        entry.fact.names, nodes: nodes, seq: entry.seq, recordedAt: entry.fact.recordedAt,
        database
      ) { try self.opener.recordedAt($0, database) }
    }
    try projection.write(database)
    return nodes
  }

  // MARK: Cells

  private func write(
    _ added: [Entry], nodes: [[Int64]], _ batches: [PreparedFacts], _ database: Database
  ) throws {
    var names: Set<CellName> = []
    for (entry, nodes) in zip(added, nodes) {
      let origin = nodes[entry.fact.names.origin]
      names.insert(CellName(origin: origin, part: entry.fact.part))
      if entry.fact.invoice != nil { names.insert(CellName(origin: origin, part: .invoice)) }
    }
    // Durable before the cells are: a cell without key is lost, a key without cell is not missed.
    let keys = try self.keys.keysMakingMissing(of: names)
    let fact = try Command(database, "INSERT INTO fact VALUES (?, ?, ?, ?)")
    let invoice = try Command(database, "INSERT INTO invoice VALUES (?, ?, ?)")
    var plain: [UInt8] = []
    var sealed: [UInt8] = []
    for (entry, nodes) in zip(added, nodes) {
      let prepared = entry.fact
      let origin = nodes[prepared.names.origin]
      let place = CellPlace(table: .fact, seq: entry.seq, origin: origin, part: prepared.part)
      let bytes = batches[entry.batch].bytes
      FactCell.write(
        nodes: nodes, recordedAt: prepared.recordedAt, document: bytes[prepared.document],
        into: &plain)
      try seal(plain, at: place, keys, into: &sealed)
      fact.bind(entry.seq, at: 1)
      fact.bind(origin, at: 2)
      fact.bind(Int64(prepared.part.rawValue), at: 3)
      try sealed.withUnsafeBytes { bytes in
        fact.bind(bytes, at: 4)
        try fact.run()
      }
      guard let apart = prepared.invoice else { continue }
      let invoicePlace = CellPlace(table: .invoice, seq: entry.seq, origin: origin, part: .invoice)
      plain.removeAll(keepingCapacity: true)
      plain.append(contentsOf: bytes[apart])
      try seal(plain, at: invoicePlace, keys, into: &sealed)
      invoice.bind(entry.seq, at: 1)
      invoice.bind(origin, at: 2)
      try sealed.withUnsafeBytes { bytes in
        invoice.bind(bytes, at: 3)
        try invoice.run()
      }
    }
  }

  private func seal(
    _ plain: [UInt8], at place: CellPlace, _ keys: [CellName: SymmetricKey],
    into sealed: inout [UInt8]
  ) throws {
    guard let key = keys[place.cell] else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    try SealedCell.seal(plain, at: place, using: key, into: &sealed)
  }

  // MARK: Where the store stands

  private func take(_ database: Database) throws -> Memory {
    let known = memory.withLock { memory in
      defer { memory = nil }
      return memory
    }
    if let known { return known }
    let tally = try Tally(database)
    let projection = try Projection(
      database, lastNode: tally.nodes, latest: latest(database))
    return Memory(
      projection: projection,
      lastSeq: try Int64.fetchOne(database, sql: "SELECT max(seq) FROM fact") ?? 0,
      facts: tally.facts)
  }

  private func latest(_ database: Database) throws -> Timestamp {
    guard let cell = try Data.fetchOne(database, sql: "SELECT sealed FROM latest") else {
      return .distantPast
    }
    guard let bytes = SealedCell.open(Array(cell), named: "latest", using: storeKey),
      bytes.count == 8
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let moment = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    return Timestamp(milliseconds: Int64(bigEndian: moment))
  }

  private func writeTally(_ memory: Memory, _ database: Database) throws {
    try Tally(facts: memory.facts, nodes: memory.projection.lastNode).write(database)
    let moment = withUnsafeBytes(of: memory.projection.latest.milliseconds.bigEndian) { Array($0) }
    let cell = try SealedCell.seal(moment, named: "latest", using: storeKey)
    try database.execute(
      sql: "INSERT OR REPLACE INTO latest VALUES (1, ?)", arguments: [Data(cell)])
  }
}

/// How much there is, kept up to date with every commit.
struct Tally: Sendable {
  let facts: Int64
  let nodes: Int64

  init(facts: Int64, nodes: Int64) {
    self.facts = facts
    self.nodes = nodes
  }

  init(_ database: Database) throws {
    func value(_ name: String) throws -> Int64 {
      try Int64.fetchOne(
        database, sql: "SELECT value FROM tally WHERE name = ?", arguments: [name]) ?? 0
    }
    facts = try value("facts")
    nodes = try value("nodes")
  }

  func write(_ database: Database) throws {
    for (name, value) in [("facts", facts), ("nodes", nodes)] {
      try database.execute(
        sql: "UPDATE tally SET value = ? WHERE name = ?", arguments: [value, name])
    }
  }
}
