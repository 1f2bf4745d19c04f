internal import OpenkaartAudience
internal import OpenkaartCore

/// The columns of a store, kept from one question to the next.
///
/// Before each question they are brought up to the last fact: the groups that facts came in about are
/// read, and no others. They are made again when another policy is in force, when so much came in that
/// reading everybody is quicker, or when something went of which nobody told.
actor AudienceBoard {
  private var kept: Tally<PeopleInColumns>?
  /// How often everybody was read.
  private(set) var readings = 0
  /// Whether columns are kept that a question need only bring up to date.
  var isMade: Bool { kept != nil }
  /// Ends when whoever asked before has brought the columns up to date.
  private var turn: Task<Void, Never>?

  /// The people for a question.
  ///
  /// What became durable before this is called, the answer knows of.
  ///
  /// - Parameters:
  ///   - at: The moment asked about; `nil` is the present one, when it is this question's turn.
  ///   - store: The store.
  ///   - gate: The gate of that moment.
  ///   - clock: The present moment.
  /// - Returns: The moment, and the people; `nil` for a question about the past, which is asked one by
  ///   one.
  /// - Throws: ``StoreError``; then the columns are made again for the next question.
  func people(
    at: Timestamp?, in store: any FactStore, by gate: Gate,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws -> (at: Timestamp, view: PeopleInColumns.View?) {
    let before = turn
    let task = Task { () async throws -> (at: Timestamp, view: PeopleInColumns.View?) in
      await before?.value
      let now = clock()
      let at = at ?? now
      return (at, try await self.bringUp(to: min(at, now), store, gate))
    }
    turn = Task { _ = await task.result }
    return try await task.value
  }

  /// Forgets people who were erased, without making the columns again.
  ///
  /// - Parameters:
  ///   - order: Who was erased.
  ///   - store: The store of which they were.
  ///   - now: The present moment.
  func forget(_ order: ErasureOrder, in store: any FactStore, now: Timestamp) async {
    let before = turn
    let task = Task {
      await before?.value
      guard let kept = self.kept else { return }
      // What is half done when something fails is not kept.
      self.kept = nil
      let left = kept.change { people in
        people.mark.facts -= order.people.reduce(0) { $0 + $1.facts.count }
        return people.forget(order)
      }
      // Otherwise they are made again from the store.
      guard let left, (try? await self.readAgain(left, kept, store, now)) != nil else { return }
      self.kept = kept
    }
    turn = task
    await task.value
  }

  private func bringUp(
    to moment: Timestamp, _ store: any FactStore, _ gate: Gate
  ) async throws -> PeopleInColumns.View? {
    if let kept, kept.value.policyVersion == gate.policy.version {
      guard moment >= kept.value.columns.since else { return nil }
      // What is half done when something fails is not kept.
      self.kept = nil
      if try await catchUp(kept, to: moment, store) {
        self.kept = kept
        return kept.value.view
      }
    }
    kept = nil
    kept = try await make(of: store, gate, since: moment)
    return kept?.value.view
  }

  /// Reads what came in; false when everybody has to be read.
  private func catchUp(
    _ kept: Tally<PeopleInColumns>, to moment: Timestamp, _ store: any FactStore
  ) async throws -> Bool {
    let (mark, count, unsettled) = kept.change { ($0.mark, $0.count, $0.takeUnsettled()) }
    let changes = Tally<[FactGroup]>([])
    let next = try await store.changes(since: mark, atMost: max(1_000, count / 8)) { group in
      changes.change { $0.append(group) }
    }
    guard let next else { return false }
    try await write(changes.value, kept, store, moment)
    try await readAgain(unsettled, kept, store, moment)
    kept.change { $0.mark = next }
    return true
  }

  private func readAgain(
    _ names: [Identifier], _ kept: Tally<PeopleInColumns>, _ store: any FactStore,
    _ moment: Timestamp
  ) async throws {
    var groups: [FactGroup] = []
    for name in names { groups.append(try await store.facts(about: [name]).asStored) }
    try await write(groups, kept, store, moment)
  }

  /// Writes groups that changed, and those that may have changed with them.
  private func write(
    _ groups: [FactGroup], _ kept: Tally<PeopleInColumns>, _ store: any FactStore,
    _ moment: Timestamp
  ) async throws {
    let fresh = Tally<Set<UInt32>>([])
    func put(_ group: FactGroup) -> [Identifier] {
      fresh.change { fresh in
        kept.change { $0.put(group, at: moment, fresh: &fresh) }
      }
    }
    let again = Set(groups.flatMap(put))
    for name in again { _ = put(try await store.facts(about: [name]).asStored) }
  }

  private func make(
    of store: any FactStore, _ gate: Gate, since moment: Timestamp
  ) async throws -> Tally<PeopleInColumns>? {
    let mark = try await store.mark
    readings += 1
    guard try await store.latestRecordedAt <= moment else { return nil }
    let made = Tally(PeopleInColumns(gate, mark: mark, since: moment))
    try await store.forEachGroup { group in
      made.change { people in
        var fresh: Set<UInt32> = []
        _ = people.put(group, at: moment, fresh: &fresh)
      }
    }
    made.change { $0.shrink() }
    // What came in meanwhile may have been told or not.
    return try await catchUp(made, to: moment, store) ? made : nil
  }
}
