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

  private var moments = Moments()

  // What is not written yet.
  private var rows: NodeRows
  private var newlyCrowded: [Int64: Int64] = [:]
  private var joined: [Edge] = []

  /// Two nodes that were joined.
  struct Edge: Hashable, Sendable {
    let one: Int64
    let other: Int64
  }

  /// The hash of an identifier, and its node once there is one.
  private struct Found {
    let hash: Digest128
    /// Where it stands among those that were asked for.
    let place: Int
    var node: Int64 = 0
  }

  /// Tells when a fact that is in the store was recorded.
  typealias MomentOfFact = (_ seq: Int64) throws -> Timestamp

  /// Starts where the store stands.
  init(_ database: Database, lastNode: Int64, latest: Timestamp) throws {
    self.lastNode = lastNode
    self.latest = latest
    self.rows = NodeRows(above: lastNode)
    let rows = try Command(database, "SELECT node, seq FROM crowded")
    while try rows.step() { crowded[rows.integer(0)] = rows.integer(1) }
  }

  /// Starts anew, beside nodes that were given out before.
  ///
  /// - Parameters:
  ///   - lastNode: The highest of these.
  ///   - crowded: What the facts that are left no longer tell: nodes that too many people share, and
  ///     the fact by which that was known.
  init(above lastNode: Int64, knowing crowded: [Int64: Int64]) {
    self.lastNode = lastNode
    self.crowded = crowded
    rows = NodeRows(above: lastNode)
  }

  // MARK: Nodes

  /// Finds the nodes of identifiers, and gives new ones to those that have none, in order.
  ///
  /// - Parameters:
  ///   - hashes: Of the identifiers.
  ///   - nodes: The node of each; 0 is replaced.
  ///   - database: Where to find and keep them.
  /// - Throws: What keeps it from being read or written.
  mutating func assignNodes(
    to hashes: [Digest128], _ nodes: inout [Int64], _ database: Database
  ) throws {
    var asked: [Found] = []
    for (place, hash) in hashes.enumerated() where nodes[place] == 0 {
      asked.append(Found(hash: hash, place: place))
    }
    guard !asked.isEmpty else { return }
    asked.sort { one, other in
      one.hash == other.hash ? one.place < other.place : one.hash < other.hash
    }
    var unknown: [Found] = []
    let select = try Command(database, Self.selectNode)
    var known: (hash: Digest128, node: Int64)?
    for found in asked {
      if known?.hash != found.hash {
        known = (found.hash, try select.node(of: found.hash) ?? 0)
        if known?.node == 0 { unknown.append(found) }
      }
      nodes[found.place] = known?.node ?? 0
    }
    giveNodes(to: &unknown)
    // Both are sorted by hash: those after the first mention get the node of the first.
    var rest = unknown[...]
    for found in asked where nodes[found.place] == 0 {
      while let first = rest.first, first.hash != found.hash { rest = rest.dropFirst() }
      nodes[found.place] = rest.first?.node ?? 0
    }
    let insert = try Command(database, Self.insertNode)
    for found in unknown { try insert.keep(found.node, of: found.hash) }
  }

  /// Numbers go out in the order of first mention, whatever the hashes.
  private mutating func giveNodes(to unknown: inout [Found]) {
    for index in unknown.indices.sorted(by: { unknown[$0].place < unknown[$1].place }) {
      lastNode += 1
      unknown[index].node = lastNode
    }
  }

  private static let selectNode = "SELECT node FROM identifier WHERE hash = ?"
  private static let insertNode = "INSERT INTO identifier VALUES (?, ?)"

  /// Puts down the nodes that a fact says its identifiers have, as when everything is made again.
  mutating func adopt(
    _ told: [Int64], of hashes: [Digest128], _ database: Database
  ) throws {
    let select = try Command(database, Self.selectNode)
    let insert = try Command(database, Self.insertNode)
    for (hash, node) in zip(hashes, told) {
      if let known = try select.node(of: hash) {
        // Two nodes of one identifier: it came in under two forms that are one now.
        try add(known, node, database)
      } else {
        try insert.keep(node, of: hash)
      }
      lastNode = max(lastNode, node)
    }
  }

  // MARK: Facts

  /// Notes a fact that says nothing new of who belongs together.
  mutating func note(seq: Int64, recordedAt: Timestamp) {
    latest = max(latest, recordedAt)
    moments.note(recordedAt, of: seq)
  }

  /// Notes what a fact says about who belongs together.
  mutating func note(
    _ names: FactNames, of table: NameTable, nodes: ArraySlice<Int64>, seq: Int64,
    recordedAt: Timestamp, _ database: Database, moment: MomentOfFact
  ) throws {
    let isLatest = recordedAt >= latest
    note(seq: seq, recordedAt: recordedAt)
    guard nodes.count > 1 else { return }
    let start = nodes.startIndex
    for holding in table.holdings[names.holdings] {
      let telling = HolderList.Telling(
        holder: nodes[start + holding.holder], isNumber: holding.isNumber, limit: holding.limit,
        seq: seq, recordedAt: recordedAt, isLatest: isLatest)
      try note(telling, of: nodes[start + holding.identifier], database, moment)
    }
    for together in names.together {
      var first: Int64?
      for place in table.together[together] {
        let node = nodes[start + place]
        if try isApart(node, seq, recordedAt, isLatest, moment) { continue }
        if let first { try add(first, node, database) } else { first = node }
      }
    }
    for join in table.joins[names.joins] {
      let (one, other) = (nodes[start + join.one], nodes[start + join.other])
      if try isApart(one, seq, recordedAt, isLatest, moment) { continue }
      if try isApart(other, seq, recordedAt, isLatest, moment) { continue }
      try add(one, other, database)
    }
  }

  /// Whether an identifier links nobody by a fact.
  private mutating func isApart(
    _ node: Int64, _ seq: Int64, _ recordedAt: Timestamp, _ isLatest: Bool, _ moment: MomentOfFact
  ) throws -> Bool {
    // What comes later is known only where everything is made again.
    guard let since = crowded[node], since <= seq else { return false }
    return try isLatest || moments.moment(of: since, asking: moment) <= recordedAt
  }

  // MARK: Edges

  /// Joins two nodes, for good.
  mutating func add(_ one: Int64, _ other: Int64, _ database: Database) throws {
    guard one != other else { return }
    let place = try rows.place(of: one, database)
    let otherPlace = try rows.place(of: other, database)
    let isFewer = rows[place].links.count <= rows[otherPlace].links.count
    let isJoined =
      isFewer ? rows[place].links.contains(other) : rows[otherPlace].links.contains(one)
    guard !isJoined else { return }
    rows[place].link(other)
    rows[otherPlace].link(one)
    joined.append(Edge(one: one, other: other))
  }

  // MARK: Holders

  private mutating func note(
    _ telling: HolderList.Telling, of node: Int64, _ database: Database, _ moment: MomentOfFact
  ) throws {
    let place = try rows.place(of: node, database)
    var list = rows[place].holders
    guard
      try list.note(telling, moment: { try moments.moment(of: $0, asking: moment) })
    else { return }
    rows[place].changeHolders(list)
    guard list.numbers.count > telling.limit || list.emails.count > telling.limit else { return }
    if telling.isLatest, crowded[node] != nil { return }
    let since =
      try telling.isLatest
      ? telling.seq
      : list.crowdedSince(limit: telling.limit) { try moments.moment(of: $0, asking: moment) }
    guard let since, crowded[node] != since else { return }
    crowded[node] = since
    newlyCrowded[node] = since
  }

  // MARK: Writing

  /// Writes what was noted since the last time.
  ///
  /// - Returns: The nodes that were joined since.
  mutating func write(_ database: Database) throws -> [Edge] {
    try rows.write(database)
    let crowd = try Command(database, "INSERT OR REPLACE INTO crowded VALUES (?, ?)")
    for (node, seq) in newlyCrowded.sorted(by: { $0.key < $1.key }) {
      crowd.bind(node, at: 1)
      crowd.bind(seq, at: 2)
      try crowd.run()
    }
    defer {
      rows = NodeRows(above: lastNode)
      newlyCrowded = [:]
      joined = []
    }
    return joined
  }
}

extension Command {
  /// The node of an identifier, by a command that selects it.
  fileprivate func node(of hash: Digest128) throws -> Int64? {
    try hash.withBytes { bytes in
      bind(bytes, at: 1)
      guard try step() else { return nil }
      defer { reset() }
      return integer(0)
    }
  }

  /// Writes the node of an identifier, by a command that inserts it.
  fileprivate func keep(_ node: Int64, of hash: Digest128) throws {
    try hash.withBytes { bytes in
      bind(bytes, at: 1)
      bind(node, at: 2)
      try run()
    }
  }
}
