internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// A page of a release that was read and judged before it is handed off, beside the writer: it has
/// only to see that nothing became known since.
struct ReadPage: Sendable {
  let members: [FrozenMember]
  let tokens: [MemberToken]
  /// What the verdict on each member depends on.
  let traces: [GroupTrace]
  /// What was found of each; it stands as long as their group does and the judge of now upholds it.
  let verdicts: [MemberVerdict]
  /// The facts of those who may be handed off, ready to be kept.
  let facts: PreparedFacts
  /// The place of each member's fact among them.
  let places: [Int?]
  /// What will be sealed for the first time under an origin: it has no key yet, as far as is known.
  let keyless: [CellName]
  /// What was sealed there before.
  let keyed: [CellName]
  /// When it was read, for ``GroupCache/stands(_:readAt:)``.
  let epoch: Int
}

/// Reads pages of releases.
struct PageReader: Sendable {
  let groups: GroupReader
  let names: CustomerNames
  let hashes: StoreHashes
  let table: ReleaseTable

  /// Reads a page and judges its members.
  ///
  /// - Parameters:
  ///   - name: Which page.
  ///   - judge: By which the members are judged.
  ///   - epoch: Of the cache, before the database was asked for anything.
  ///   - database: Where to read.
  /// - Returns: `nil` for a draft: by the time that it is frozen its members may be others.
  /// - Throws: What keeps it from being read.
  func page(
    _ name: PageName, judgedBy judge: MemberJudge, epoch: Int, _ database: Database
  ) throws -> ReadPage? {
    guard let row = try table.find(name.release, database), row.release.state != .draft else {
      return nil
    }
    let members = try table.members(ofPage: name.page, of: row, database)
    let tokens = members.indices.map { table.token(row, name.page, $0) }
    let nodes = members.map { names.node(of: $0.customer) ?? 0 }
    let components = try groups.components(of: nodes, database)
    let readings = try groups.groups(of: components, database)
    var judged = JudgedMembers(count: members.count)
    let keys = StoreHashes.ReleaseKeys(row.number, hashes)
    for (index, member) in members.enumerated() {
      let verdict = judge.verdict(
        on: member, as: tokens[index], CapStanding(facts: readings[index].group))
      judged.add(verdict, on: readings[index]) { fact in
        keys.key(of: fact.id, at: name.page * Release.pageSize + index)
      }
    }
    return ReadPage(
      members: members, tokens: tokens, traces: readings.map(\.trace), verdicts: judged.verdicts,
      facts: PreparedFacts(judged.facts, using: hashes, with: judged.known), places: judged.places,
      keyless: judged.keyless, keyed: judged.keyed, epoch: epoch)
  }
}

/// What was found of the members of a page, one after another.
private struct JudgedMembers {
  private(set) var verdicts: [MemberVerdict] = []
  private(set) var places: [Int?] = []
  private(set) var facts: [Fact] = []
  private(set) var known: [KnownBefore] = []
  private(set) var keyless: [CellName] = []
  private(set) var keyed: [CellName] = []

  init(count: Int) {
    verdicts.reserveCapacity(count)
    places.reserveCapacity(count)
    facts.reserveCapacity(count)
    known.reserveCapacity(count)
  }

  /// Adds what was found of the next member.
  mutating func add(
    _ verdict: MemberVerdict, on reading: GroupCache.Reading, key: (Fact) -> Digest128
  ) {
    verdicts.append(verdict)
    guard let fact = verdict.sent else {
      places.append(nil)
      return
    }
    places.append(facts.count)
    facts.append(fact)
    known.append(KnownBefore(fact, under: key(fact), in: reading))
    guard let origin = reading.trace.origin else { return }
    let part = FactClass(of: fact.content.kind)
    let cell = CellName(origin: origin, part: part)
    let isKeyed = reading.group.facts.contains { FactClass(of: $0.content.kind) == part }
    if isKeyed { keyed.append(cell) } else { keyless.append(cell) }
  }
}
