internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// Hands off a page inside a transaction of the writer.
struct HandingOff: Sendable {
  let name: PageName
  let judge: MemberJudge
  /// The page as it was read before, if it was.
  let ready: ReadPage?
  let table: ReleaseTable
  let names: CustomerNames
  let cache: GroupCache
  let settling: Settling

  /// Judges the members, and keeps what came of it.
  ///
  /// - Parameters:
  ///   - changed: The nodes that facts of the same transaction name.
  ///   - database: Of the transaction.
  /// - Returns: What was added, and the verdicts; these are `nil` when the release is not frozen.
  /// - Throws: What keeps it from being read or written.
  func run(
    after changed: Set<Int64>, _ database: Database
  ) throws -> (outcome: FactWriter.Outcome, verdicts: [MemberVerdict]?) {
    // As it stands now: who cancels it in between is heard.
    guard let row = try table.find(name.release, database), row.release.state == .frozen else {
      return (FactWriter.Outcome(additions: []), nil)
    }
    let members = try ready?.members ?? table.members(ofPage: name.page, of: row, database)
    let people = members.indices.map { index in
      if let ready, cache.stands(ready.traces[index], readAt: ready.epoch) {
        return Sought.judged(ready.traces[index])
      }
      return .node(names.node(of: members[index].customer))
    }
    var verdicts: [MemberVerdict] = []
    verdicts.reserveCapacity(members.count)
    let ahead = ready.map { ready in
      Settling.Ahead(facts: ready.facts) { index in
        guard judge.upholds(ready.verdicts[index]) else { return nil }
        verdicts.append(ready.verdicts[index])
        return Settling.Judgement(ready.verdicts[index].change, ready: ready.places[index])
      }
    }
    let outcome = try settling.run(
      people, ahead: ahead, after: changed, forgetting: .distantPast,
      { index, standing in
        let token = ready?.tokens[index] ?? table.token(row, name.page, index)
        let verdict = judge.verdict(on: members[index], as: token, standing)
        verdicts.append(verdict)
        return Settling.Judgement(verdict.change)
      }, database)
    try table.note(PageResult(of: verdicts), page: name.page, of: row, database)
    return (outcome, verdicts)
  }
}
