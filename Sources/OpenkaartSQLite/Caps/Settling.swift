internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// How somebody is found in the store.
enum Sought: Sendable {
  case hashes([Digest128])
  /// A node; `nil` for a name that was never given.
  case node(Int64?)
  /// A group that was judged before and has not changed in the store since.
  case judged(GroupTrace)
}

/// Judges people one after another inside one transaction of the writer.
struct Settling: Sendable {
  let groups: GroupReader
  let cache: GroupCache
  let table: ReservationTable
  let writer: FactWriter
  let hashes: StoreHashes

  /// What a judgement changes.
  struct Judgement {
    let change: CapChange
    /// The place of its fact among those that were made ready before; otherwise it is made ready now.
    let ready: Int?

    init(_ change: CapChange, ready: Int? = nil) {
      self.change = change
      self.ready = ready
    }
  }

  /// Judgements that were made ahead, on groups that have not changed in the store since.
  struct Ahead {
    /// Their facts, made ready.
    let facts: PreparedFacts
    /// The judgement about one of the people; `nil` when it no longer holds.
    let judgement: (_ place: Int) -> Judgement?
  }

  /// What was added in this step before.
  private struct Pending {
    /// Each with the lowest node of whom it is about.
    var facts: [(node: Int64, fact: Fact)] = []
    /// These nodes.
    var nodes: Set<Int64> = []
    /// Every node of those about whom there is something that others hear, and their lowest.
    var loud: [Int64: Int64] = [:]
    /// Those that have to be made ready, and the places of those that are.
    var all: [Fact] = []
    var ready: [Int] = []
    var taken: [(reservation: Reservation, node: Int64)] = []
    var ended: [(id: ReservationID, state: Reservation.State)] = []

    /// Whether nothing in it touches a group.
    func leaves(_ trace: GroupTrace) -> Bool {
      guard taken.isEmpty, !nodes.contains(trace.members.min() ?? 0) else { return false }
      return loud.isEmpty || trace.named.allSatisfy { loud[$0] == nil }
    }

    /// What was added about somebody.
    func facts(about lowest: Int64) -> [Fact] {
      guard nodes.contains(lowest) else { return [] }
      return facts.lazy.filter { $0.node == lowest }.map(\.fact)
    }

    mutating func add(_ judgement: Judgement, about members: [Int64]) {
      let (change, node) = (judgement.change, members.min() ?? 0)
      if let taken = change.taken, node > 0 { self.taken.append((taken, node)) }
      if let ended = change.ended { self.ended.append(ended) }
      guard !change.facts.isEmpty else { return }
      if let place = judgement.ready { ready.append(place) } else { all += change.facts }
      nodes.insert(node)
      for fact in change.facts { facts.append((node, fact)) }
      guard change.facts.contains(where: \.isHeardByOthers) else { return }
      for member in members { loud[member] = node }
    }
  }

  /// Judges.
  ///
  /// - Parameters:
  ///   - people: Whom it is about.
  ///   - ahead: What was judged before of those who are sought as judged.
  ///   - changed: The nodes that facts of the same transaction name: the cache is behind on these.
  ///   - moment: Reservations that ended before it are forgotten.
  ///   - judge: Judges one of them.
  ///   - database: Of the transaction.
  /// - Returns: What was added.
  /// - Throws: What `judge` throws, and what keeps it from being read or written.
  func run(
    _ people: [Sought], ahead: Ahead? = nil, after changed: Set<Int64>,
    forgetting moment: Timestamp, _ judge: (_ place: Int, CapStanding) throws -> Judgement,
    _ database: Database
  ) throws -> FactWriter.Outcome {
    let nobodyHolds = try table.isEmpty(database)
    var pending = Pending()
    for (index, sought) in people.enumerated() {
      // A place under a cap that somebody holds was not looked at ahead.
      if let ahead, nobodyHolds, case .judged(let trace) = sought, trace.isApart(from: changed),
        pending.leaves(trace), let judgement = ahead.judgement(index)
      {
        pending.add(judgement, about: trace.members)
        continue
      }
      let reading = try reading(of: sought, after: changed, database)
      let kept =
        nobodyHolds
        ? [] : try table.held(under: Set(reading.trace.named + reading.members), database)
      let judgement = try judge(index, standing(of: reading, kept, pending))
      pending.add(judgement, about: reading.members)
    }
    for taken in pending.taken { try table.insert(taken.reservation, node: taken.node, database) }
    for ended in pending.ended { try table.end(ended.id, as: ended.state, database) }
    try table.forget(before: moment, database)
    var facts: [PreparedFacts] = []
    if let ahead, !pending.ready.isEmpty { facts.append(ahead.facts.only(pending.ready)) }
    if !pending.all.isEmpty { facts.append(PreparedFacts(pending.all, using: hashes)) }
    guard !facts.isEmpty else { return FactWriter.Outcome(additions: []) }
    return try writer.add(facts, to: database)
  }

  private func standing(
    of reading: GroupCache.Reading, _ kept: [ReservationTable.Kept], _ pending: Pending
  ) -> CapStanding {
    let facts = group(reading, pending)
    guard !kept.isEmpty || !pending.taken.isEmpty else { return CapStanding(facts: facts) }
    let members = Set(reading.members)
    let ended = Set(pending.ended.map(\.id))
    let all =
      kept.filter { !ended.contains($0.reservation.id) }
      + pending.taken.map { .init(reservation: $0.reservation, node: $0.node) }
    return CapStanding(
      facts: facts, held: all.filter { members.contains($0.node) }.map(\.reservation),
      overheard: all.filter { kept in
        !members.contains(kept.node) && reading.trace.named.contains(kept.node)
          && kept.reservation.promised.isHeardByOthers
      }.map(\.reservation))
  }

  /// The group with what was added to it before in the same step, and what it hears of that.
  private func group(
    _ reading: GroupCache.Reading, _ pending: Pending
  ) -> FactGroup {
    let added = pending.facts(about: reading.members.min() ?? 0)
    var heard: [Fact] = []
    for other in reading.trace.named {
      // Mostly nobody else has an identifier of theirs.
      guard let lowest = pending.loud[other], !reading.members.contains(other) else { continue }
      heard += pending.facts(about: lowest).filter(\.isHeardByOthers)
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
    case .judged(let trace): return try group(of: trace.members, database)
    case .node(let node?):
      if let known = cache.reading(of: node), known.trace.isApart(from: changed) { return known }
      return try group(of: [node], database)
    case .node(nil): return try groups.group(of: [], database)
    case .hashes(let hashes):
      if let known = cache.reading(of: hashes), known.trace.isApart(from: changed) {
        return known
      }
      return try group(of: groups.nodes(of: hashes, database).map(\.node), database)
    }
  }

  private func group(of nodes: [Int64], _ database: Database) throws -> GroupCache.Reading {
    try groups.group(of: groups.component(of: nodes, database), database)
  }
}
