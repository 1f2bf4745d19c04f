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
    var verdicts: [MemberVerdict] = []
    verdicts.reserveCapacity(members.count)
    var places: [Int?] = []
    var sent: [Fact] = []
    var known: [KnownBefore] = []
    let keys = StoreHashes.ReleaseKeys(row.number, hashes)
    for (index, member) in members.enumerated() {
      let verdict = judge.verdict(
        on: member, as: tokens[index], CapStanding(facts: readings[index].group))
      verdicts.append(verdict)
      places.append(verdict.sent == nil ? nil : sent.count)
      guard let fact = verdict.sent else { continue }
      sent.append(fact)
      let key = keys.key(of: fact.id, at: name.page * Release.pageSize + index)
      known.append(KnownBefore(fact, under: key, in: readings[index]))
    }
    return ReadPage(
      members: members, tokens: tokens, traces: readings.map(\.trace), verdicts: verdicts,
      facts: PreparedFacts(sent, using: hashes, with: known), places: places, epoch: epoch)
  }
}
