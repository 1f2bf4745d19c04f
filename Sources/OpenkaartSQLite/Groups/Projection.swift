internal import GRDB
internal import OpenkaartCore

/// What is made from the facts to find them again: nodes, edges, and which identifiers are crowded.
///
/// Facts are noted in the order of their numbers; the same facts give the same rows, whatever the
/// batches. An edge is never taken away: a group holds everybody who was ever joined.
struct Projection: Sendable {
  /// The highest node that was given out.
  private(set) var lastNode: Int64 = 0
  /// The latest moment at which any fact was recorded.
  private(set) var latest: Timestamp = .distantPast
  /// Identifiers that too many people share: the fact by which that is known.
  private var crowded: [Int64: Int64] = [:]

  private var nodes = Recent<Digest128, Int64>(limit: 200_000)
  private var edges = Recent<Edge, Bool>(limit: 200_000)
  private var holdings = Recent<Edge, Bool>(limit: 200_000)
  private var moments = Recent<Int64, Timestamp>(limit: 50_000)

  private var batch = Batch()

  /// What is not written yet.
  private struct Batch: Sendable {
    /// Nodes above this one are new.
    var firstNode: Int64 = 0
    var identifiers: [(hash: Digest128, node: Int64)] = []
    var edges: [Edge] = []
    var holders: [Int64: HolderList] = [:]
    var changedHolders: Set<Int64> = []
    var crowded: [Int64: Int64] = [:]
  }

  /// Two nodes that belong together, or a node and its holder.
  struct Edge: Hashable, Comparable, Sendable {
    let one: Int64
    let other: Int64

    static func < (left: Self, right: Self) -> Bool {
      (left.one, left.other) < (right.one, right.other)
    }
  }

  /// Tells when a fact that is in the store was recorded.
  typealias MomentOfFact = (_ seq: Int64) throws -> Timestamp

  /// Starts where the store stands.
  init(_ database: Database, lastNode: Int64, latest: Timestamp) throws {
    self.lastNode = lastNode
    self.latest = latest
    let rows = try Command(database, "SELECT node, seq FROM crowded")
    while try rows.step() { crowded[rows.integer(0)] = rows.integer(1) }
    batch.firstNode = lastNode
  }

  /// Starts anew, beside nodes that were given out before.
  init(above lastNode: Int64) {
    self.lastNode = lastNode
    batch.firstNode = lastNode
  }

  // MARK: Nodes

  /// Finds the nodes of identifiers, and gives new ones to those that have none, in order.
  mutating func assignNodes(to hashes: [Digest128], _ database: Database) throws
    -> [Digest128: Int64]
  {
    var found: [Digest128: Int64] = [:]
    var unknown: Set<Digest128> = []
    for hash in hashes where found[hash] == nil && !unknown.contains(hash) {
      if let node = nodes[hash] { found[hash] = node } else { unknown.insert(hash) }
    }
    let select = try Command(database, "SELECT node FROM identifier WHERE hash = ?")
    for hash in unknown.sorted() {
      select.bind(hash, at: 1)
      guard try select.step() else { continue }
      let node = select.integer(0)
      select.reset()
      found[hash] = node
      nodes[hash] = node
    }
    for hash in hashes where found[hash] == nil {
      lastNode += 1
      found[hash] = lastNode
      nodes[hash] = lastNode
      batch.identifiers.append((hash, lastNode))
    }
    return found
  }

  /// Puts down the nodes that a fact says its identifiers have, as when everything is made again.
  mutating func adopt(
    _ told: [Int64], of hashes: [Digest128], _ database: Database
  ) throws {
    let select = try Command(database, "SELECT node FROM identifier WHERE hash = ?")
    for (hash, node) in zip(hashes, told) {
      var known = nodes[hash]
      if known == nil {
        select.bind(hash, at: 1)
        if try select.step() {
          known = select.integer(0)
          select.reset()
        }
      }
      if let known {
        // Two nodes of one identifier: it came in under two forms that are one now.
        try add(known, node, database)
      } else {
        batch.identifiers.append((hash, node))
      }
      nodes[hash] = known ?? node
      lastNode = max(lastNode, node)
    }
  }

  // MARK: Facts

  /// Notes what a fact says about who belongs together.
  mutating func note(
    _ names: FactNames, nodes: [Int64], seq: Int64, recordedAt: Timestamp, _ database: Database,
    moment: MomentOfFact
  ) throws {
    let isLatest = recordedAt >= latest
    latest = max(latest, recordedAt)
    guard nodes.count > 1 else { return }
    moments[seq] = recordedAt
    for holding in names.holdings {
      let telling = HolderList.Telling(
        holder: nodes[holding.holder], isNumber: holding.isNumber, limit: holding.limit, seq: seq,
        recordedAt: recordedAt, isLatest: isLatest)
      try note(telling, of: nodes[holding.identifier], database, moment)
    }
    for together in names.together {
      var first: Int64?
      for place in together {
        let node = nodes[place]
        if try isApart(node, at: recordedAt, isLatest, moment) { continue }
        if let first { try add(first, node, database) } else { first = node }
      }
    }
    for join in names.joins {
      let (one, other) = (nodes[join.one], nodes[join.other])
      if try isApart(one, at: recordedAt, isLatest, moment) { continue }
      if try isApart(other, at: recordedAt, isLatest, moment) { continue }
      try add(one, other, database)
    }
  }

  /// Whether an identifier links nobody by a fact that was recorded at a moment.
  private mutating func isApart(
    _ node: Int64, at recordedAt: Timestamp, _ isLatest: Bool, _ moment: MomentOfFact
  ) throws -> Bool {
    guard let since = crowded[node] else { return false }
    return try isLatest || self.moment(of: since, moment) <= recordedAt
  }

  private mutating func moment(of seq: Int64, _ ask: MomentOfFact) throws -> Timestamp {
    if let moment = moments[seq] { return moment }
    let moment = try ask(seq)
    moments[seq] = moment
    return moment
  }

  // MARK: Edges

  /// Joins two nodes, for good.
  mutating func add(_ one: Int64, _ other: Int64, _ database: Database) throws {
    guard one != other else { return }
    let edge = Edge(one: min(one, other), other: max(one, other))
    guard edges[edge] == nil else { return }
    edges[edge] = true
    // A new node has no edges but those of this batch, and those are remembered.
    if edge.other <= batch.firstNode {
      let select = try Command(database, "SELECT 1 FROM edge WHERE one = ? AND other = ?")
      select.bind(edge.one, at: 1)
      select.bind(edge.other, at: 2)
      if try select.step() { return select.reset() }
    }
    batch.edges.append(edge)
  }

  // MARK: Holders

  private mutating func note(
    _ telling: HolderList.Telling, of node: Int64, _ database: Database, _ moment: MomentOfFact
  ) throws {
    let holding = Edge(one: node, other: telling.holder)
    if telling.isLatest, holdings[holding] != nil { return }
    holdings[holding] = true
    var list = try batch.holders[node] ?? holders(of: node, database)
    let hasChanged = try list.note(telling) { try self.moment(of: $0, moment) }
    batch.holders[node] = list
    guard hasChanged else { return }
    batch.changedHolders.insert(node)
    guard list.numbers.count > telling.limit || list.emails.count > telling.limit else { return }
    if telling.isLatest, crowded[node] != nil { return }
    let since =
      try telling.isLatest
      ? telling.seq
      : list.crowdedSince(limit: telling.limit) { try self.moment(of: $0, moment) }
    guard let since, crowded[node] != since else { return }
    crowded[node] = since
    batch.crowded[node] = since
  }

  private func holders(of node: Int64, _ database: Database) throws -> HolderList {
    guard node <= batch.firstNode else { return HolderList(wasStored: false) }
    let rows = try Command(database, "SELECT holder, isNumber, seq FROM holder WHERE node = ?")
    rows.bind(node, at: 1)
    var entries: [(HolderList.Entry, Bool)] = []
    while try rows.step() {
      entries.append((.init(holder: rows.integer(0), seq: rows.integer(2)), rows.integer(1) == 1))
    }
    var list = HolderList(wasStored: !entries.isEmpty)
    for (entry, isNumber) in entries { list.load(entry, isNumber: isNumber) }
    return list
  }

  // MARK: Writing

  /// Writes what was noted since the last time, in the order of the tables.
  mutating func write(_ database: Database) throws {
    let identifier = try Command(database, "INSERT INTO identifier VALUES (?, ?)")
    for (hash, node) in batch.identifiers.sorted(by: { $0.hash < $1.hash }) {
      identifier.bind(hash, at: 1)
      identifier.bind(node, at: 2)
      try identifier.run()
    }
    let edge = try Command(database, "INSERT INTO edge VALUES (?, ?)")
    let both = batch.edges + batch.edges.map { Edge(one: $0.other, other: $0.one) }
    for item in both.sorted() {
      edge.bind(item.one, at: 1)
      edge.bind(item.other, at: 2)
      try edge.run()
    }
    try writeHolders(database)
    let crowd = try Command(database, "INSERT OR REPLACE INTO crowded VALUES (?, ?)")
    for (node, seq) in batch.crowded.sorted(by: { $0.key < $1.key }) {
      crowd.bind(node, at: 1)
      crowd.bind(seq, at: 2)
      try crowd.run()
    }
    batch = Batch(firstNode: lastNode)
  }

  private func writeHolders(_ database: Database) throws {
    let delete = try Command(database, "DELETE FROM holder WHERE node = ?")
    let insert = try Command(database, "INSERT INTO holder VALUES (?, ?, ?, ?)")
    for node in batch.changedHolders.sorted() {
      guard let list = batch.holders[node] else { continue }
      if list.wasStored {
        delete.bind(node, at: 1)
        try delete.run()
      }
      let rows = list.numbers.map { ($0, Int64(1)) } + list.emails.map { ($0, Int64(0)) }
      for (entry, isNumber) in rows.sorted(by: { $0.0.holder < $1.0.holder }) {
        insert.bind(node, at: 1)
        insert.bind(entry.holder, at: 2)
        insert.bind(isNumber, at: 3)
        insert.bind(entry.seq, at: 4)
        try insert.run()
      }
    }
  }
}
