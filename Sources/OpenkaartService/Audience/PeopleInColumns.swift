internal import OpenkaartAudience
internal import OpenkaartCore

/// Everybody in the store as columns, and how to find whom the columns leave open.
struct PeopleInColumns: Sendable {
  /// How many facts the store held.
  let facts: Int
  let policyVersion: String
  let columns: Columns
  /// Per row one identifier that names the person and nobody else.
  let names: [Identifier]
  /// One identifier of each group that is asked whole: who is who in it can change with time.
  let groups: [[Identifier]]

  /// Reads the whole store; `nil` when some people cannot be found again by an identifier of their
  /// own.
  ///
  /// - Parameters:
  ///   - store: The store.
  ///   - facts: How many facts it holds.
  ///   - gate: The gate whose rules say what is kept.
  ///   - moment: From when the columns answer.
  /// - Throws: ``StoreError``.
  init?(
    of store: any FactStore, facts: Int, gate: Gate, since moment: Timestamp
  ) async throws {
    let making = Tally(Making(columns: Columns(Layout(of: gate), since: moment)))
    try await store.forEachGroup { group in making.change { $0.add(group, at: moment) } }
    let made = making.change { making in
      making.columns.shrink()
      return making
    }
    guard !made.isUnreachable else { return nil }
    self.facts = facts
    policyVersion = gate.policy.version
    columns = made.columns
    names = made.names
    groups = made.groups
  }

  private struct Making: Sendable {
    var columns: Columns
    var names: [Identifier] = []
    var groups: [[Identifier]] = []
    /// Some group has no identifier that leads to it alone.
    var isUnreachable = false

    mutating func add(_ group: FactGroup, at moment: Timestamp) {
      let people = Population(group, knownAt: moment).people(at: moment)
      let named = people.map { $0.identifiers(at: moment).first }
      if !PeopleInColumns.isSteady(group, at: moment) || named.contains(nil) {
        let name = group.facts.lazy.flatMap(\.subject).first { group.crowded[$0] == nil }
        if let name { groups.append([name]) } else { isUnreachable = true }
        return
      }
      for (person, name) in zip(people, named) {
        guard let name else { continue }
        _ = columns.add(person.profile, key: UInt32(truncatingIfNeeded: names.count), at: moment)
        names.append(name)
      }
    }
  }

  /// Whether the same people make up the group at every later moment.
  private static func isSteady(_ group: FactGroup, at moment: Timestamp) -> Bool {
    guard group.crowded.isEmpty, group.heard.isEmpty else { return false }
    return group.facts.allSatisfy { fact in
      switch fact.content {
      case .merged, .split: false
      default: fact.recordedAt <= moment
      }
    }
  }
}

/// The columns of a store, kept from one question to the next.
///
/// They are made again when the store holds other facts or another policy is in force. As many facts
/// may be added as were erased, so the moment of the last one counts too.
actor AudienceBoard {
  private var kept: PeopleInColumns?
  private var keptLatest: Timestamp?

  /// The people for a question.
  ///
  /// - Returns: `nil` for a question about the past, which is asked one by one.
  func people(
    for question: AudienceQuestion, in store: any FactStore, by gate: Gate, now: Timestamp
  ) async throws -> PeopleInColumns? {
    let facts = try await store.counts.facts
    let latest = try await store.latestRecordedAt
    if let kept, kept.facts == facts, keptLatest == latest,
      kept.policyVersion == gate.policy.version
    {
      return question.at >= kept.columns.since ? kept : nil
    }
    kept = nil
    let since = min(question.at, now)
    guard latest <= since else { return nil }
    let people = try await PeopleInColumns(
      of: store, facts: facts, gate: gate, since: since)
    guard let people else { return nil }
    if try await store.counts.facts == facts, try await store.latestRecordedAt == latest {
      kept = people
      keptLatest = latest
    }
    return people
  }
}
