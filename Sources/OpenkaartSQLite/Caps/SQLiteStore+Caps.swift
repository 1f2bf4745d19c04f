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
    try await committer.perform { database, cacheHolds in
      try settling.run(sought, usingCache: cacheHolds, forgetting: moment, judge, database)
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
}

/// Judges people one after another inside one transaction of the writer.
struct Settling: Sendable {
  let groups: GroupReader
  let cache: GroupCache
  let table: ReservationTable
  let writer: FactWriter
  let hashes: StoreHashes

  /// What was added in this transaction before, by the lowest node of whom it is about.
  private struct Pending {
    var facts: [Int64: [Fact]] = [:]
    var all: [Fact] = []
    var taken: [(reservation: Reservation, node: Int64)] = []
    var ended: [(id: ReservationID, state: Reservation.State)] = []
  }

  func run(
    _ people: [Sought], usingCache: Bool, forgetting moment: Timestamp,
    _ judge: (Int, CapStanding) throws -> CapChange, _ database: Database
  ) throws -> FactWriter.Outcome {
    let nobodyHolds = try table.isEmpty(database)
    var pending = Pending()
    for (index, sought) in people.enumerated() {
      let reading = try reading(of: sought, usingCache: usingCache, database)
      let node = reading.members.min() ?? 0
      let kept =
        nobodyHolds ? [] : try table.held(under: reading.named.union(reading.members), database)
      let change = try judge(index, standing(of: reading, node, kept, pending))
      pending.all += change.facts
      pending.facts[node, default: []] += change.facts
      if let taken = change.taken, node > 0 { pending.taken.append((taken, node)) }
      if let ended = change.ended { pending.ended.append(ended) }
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
    let members = Set(reading.members)
    let ended = Set(pending.ended.map(\.id))
    let all =
      kept.filter { !ended.contains($0.reservation.id) }
      + pending.taken.map { .init(reservation: $0.reservation, node: $0.node) }
    let added = pending.facts[node] ?? []
    let facts =
      added.isEmpty
      ? reading.group
      : FactGroup(
        facts: reading.group.facts + added, crowded: reading.group.crowded,
        heard: reading.group.heard)
    return CapStanding(
      facts: facts, held: all.filter { members.contains($0.node) }.map(\.reservation),
      overheard: all.filter { kept in
        !members.contains(kept.node) && reading.named.contains(kept.node)
          && kept.reservation.promised.isHeardByOthers
      }.map(\.reservation))
  }

  private func reading(
    of sought: Sought, usingCache: Bool, _ database: Database
  ) throws -> GroupCache.Reading {
    switch sought {
    case .node(let node?):
      if usingCache, let known = cache.reading(of: node) { return known }
      return try groups.group(of: groups.component(of: [node], database), database)
    case .node(nil): return try groups.group(of: [], database)
    case .hashes(let hashes):
      if usingCache, let known = cache.reading(of: hashes) { return known }
      let nodes = try groups.nodes(of: hashes, database).map(\.node)
      return try groups.group(of: groups.component(of: nodes, database), database)
    }
  }
}
