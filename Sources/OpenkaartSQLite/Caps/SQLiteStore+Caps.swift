internal import GRDB
public import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: CapShelf {
  public func settle(
    _ people: [Whom], forgetting moment: Timestamp,
    _ judge: @escaping @Sendable (Int, CapStanding) throws -> CapChange
  ) async throws {
    guard !people.isEmpty else { return }
    let sought = people.map { whom in
      switch whom {
      case .subject(let subject):
        Sought.hashes(subject.map { hashes.identifier.hash($0.type.name, $0.value) })
      case .customer(let customer): Sought.node(names.node(of: customer))
      }
    }
    let settling = Settling(
      groups: groups, cache: cache, table: reservations, writer: writer, hashes: hashes)
    try await committer.perform(about: people.count) { database, changed in
      try settling.run(sought, after: changed, forgetting: moment, judge, database)
    }
  }

  public func reservation(
    _ id: ReservationID
  ) async throws -> (Reservation, Reservation.State)? {
    try await file.read { [reservations] in try reservations.find(id, $0) }
  }
}

/// How somebody is found in the store.
enum Sought: Sendable {
  case hashes([Digest128])
  /// A node; `nil` for a name that was never given.
  case node(Int64?)
  /// A group that was read before and has not changed in the store since.
  case reading(GroupCache.Reading)
}

/// Judges people one after another inside one transaction of the writer.
struct Settling: Sendable {
  let groups: GroupReader
  let cache: GroupCache
  let table: ReservationTable
  let writer: FactWriter
  let hashes: StoreHashes

  /// What was added in this step before.
  private struct Pending {
    /// By the lowest node of whom it is about.
    var facts: [Int64: [Fact]] = [:]
    /// What others hear, by each node of whom it is about.
    var heard: [Int64: [Fact]] = [:]
    var all: [Fact] = []
    var taken: [(reservation: Reservation, node: Int64)] = []
    var ended: [(id: ReservationID, state: Reservation.State)] = []

    mutating func add(_ change: CapChange, about members: [Int64], _ node: Int64) {
      if let taken = change.taken, node > 0 { self.taken.append((taken, node)) }
      if let ended = change.ended { self.ended.append(ended) }
      guard !change.facts.isEmpty else { return }
      all += change.facts
      facts[node, default: []] += change.facts
      let loud = change.facts.filter(\.isHeardByOthers)
      for member in members where !loud.isEmpty { heard[member, default: []] += loud }
    }
  }

  /// Judges.
  ///
  /// - Parameters:
  ///   - people: Whom it is about.
  ///   - changed: The nodes that facts of the same transaction name: the cache is behind on these.
  ///   - moment: Reservations that ended before it are forgotten.
  ///   - judge: Given the place among `people` and what stands of them.
  ///   - database: Of the transaction.
  /// - Returns: What was added.
  /// - Throws: What `judge` throws, and what keeps it from being read or written.
  func run(
    _ people: [Sought], after changed: Set<Int64>, forgetting moment: Timestamp,
    _ judge: (Int, CapStanding) throws -> CapChange, _ database: Database
  ) throws -> FactWriter.Outcome {
    let nobodyHolds = try table.isEmpty(database)
    var pending = Pending()
    for (index, sought) in people.enumerated() {
      let reading = try reading(of: sought, after: changed, database)
      let node = reading.members.min() ?? 0
      let kept =
        nobodyHolds ? [] : try table.held(under: reading.named.union(reading.members), database)
      let change = try judge(index, standing(of: reading, node, kept, pending))
      pending.add(change, about: reading.members, node)
    }
    for taken in pending.taken { try table.insert(taken.reservation, node: taken.node, database) }
    for ended in pending.ended { try table.end(ended.id, as: ended.state, database) }
    try table.forget(before: moment, database)
    guard !pending.all.isEmpty else { return FactWriter.Outcome(additions: []) }
    return try writer.add([PreparedFacts(pending.all, using: hashes)], to: database)
  }

  private func standing(
    of reading: GroupCache.Reading, _ node: Int64, _ kept: [ReservationTable.Kept],
    _ pending: Pending
  ) -> CapStanding {
    let facts = group(reading, node, pending)
    guard !kept.isEmpty || !pending.taken.isEmpty else { return CapStanding(facts: facts) }
    let members = Set(reading.members)
    let ended = Set(pending.ended.map(\.id))
    let all =
      kept.filter { !ended.contains($0.reservation.id) }
      + pending.taken.map { .init(reservation: $0.reservation, node: $0.node) }
    return CapStanding(
      facts: facts, held: all.filter { members.contains($0.node) }.map(\.reservation),
      overheard: all.filter { kept in
        !members.contains(kept.node) && reading.named.contains(kept.node)
          && kept.reservation.promised.isHeardByOthers
      }.map(\.reservation))
  }

  /// The group with what was added to it before in the same step, and what it hears of that.
  private func group(
    _ reading: GroupCache.Reading, _ node: Int64, _ pending: Pending
  ) -> FactGroup {
    let added = pending.facts[node] ?? []
    var heard: [Fact] = []
    for other in reading.named {
      // Mostly nobody else has an identifier of theirs.
      guard let loud = pending.heard[other], !reading.members.contains(other) else { continue }
      heard += loud
    }
    guard !added.isEmpty || !heard.isEmpty else { return reading.group }
    return FactGroup(
      facts: reading.group.facts + added, crowded: reading.group.crowded,
      heard: reading.group.heard + heard)
  }

  private func reading(
    of sought: Sought, after changed: Set<Int64>, _ database: Database
  ) throws -> GroupCache.Reading {
    switch sought {
    case .reading(let known):
      if known.isApart(from: changed) { return known }
      return try groups.group(of: groups.component(of: known.members, database), database)
    case .node(let node?):
      if let known = cache.reading(of: node), known.isApart(from: changed) { return known }
      return try groups.group(of: groups.component(of: [node], database), database)
    case .node(nil): return try groups.group(of: [], database)
    case .hashes(let hashes):
      if let known = cache.reading(of: hashes), known.isApart(from: changed) { return known }
      let nodes = try groups.nodes(of: hashes, database).map(\.node)
      return try groups.group(of: groups.component(of: nodes, database), database)
    }
  }
}
