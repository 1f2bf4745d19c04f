internal import OpenkaartAudience
internal import OpenkaartCore

/// The columns of a store, kept from one question to the next.
///
/// Before each question they are brought up to the last fact: the groups that facts came in about are
/// read, and no others. They are made again when another policy is in force, when so much came in that
/// reading everybody is quicker, or when something went of which nobody told. Where the store has a
/// shelf for them they are kept there, and the first question takes them from it.
actor AudienceBoard {
  private var kept: Tally<PeopleInColumns>?
  /// How often everybody was read.
  private(set) var readings = 0
  /// Whether columns are kept that a question need only bring up to date.
  var isMade: Bool { kept != nil }
  /// How often they were taken from the shelf.
  private(set) var openings = 0
  /// So many groups were written since they were put on the shelf.
  private var changed = 0
  /// Ends when whoever asked before has brought the columns up to date.
  private var turn: Task<Void, Never>?
  private let tell: @Sendable (ColumnNews) -> Void

  /// - Parameter tell: Told what becomes of the columns on the shelf.
  init(tell: @escaping @Sendable (ColumnNews) -> Void = { _ in }) { self.tell = tell }

  /// The people for a question.
  ///
  /// What became durable before this is called, the answer knows of.
  ///
  /// - Parameters:
  ///   - at: The moment asked about; `nil` is the present one, when it is this question's turn.
  ///   - store: The store.
  ///   - gate: The gate of that moment.
  ///   - progress: Told how far it is, from 0 to 1, when everybody has to be read.
  ///   - clock: The present moment.
  /// - Returns: The moment, and the people; `nil` for a question about the past, which is asked one by
  ///   one.
  /// - Throws: ``StoreError``; then the columns are made again for the next question.
  func people(
    at: Timestamp?, in store: any FactStore, by gate: Gate,
    progress: (@Sendable (Double) -> Void)? = nil,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws -> (at: Timestamp, view: PeopleInColumns.View?) {
    try await inTurn {
      let now = clock()
      let at = at ?? now
      return (at, try await self.bringUp(to: min(at, now), store, gate, progress))
    }
  }

  /// Does something with the columns when whoever came before is done.
  private func inTurn<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let before = turn
    let task = Task {
      await before?.value
      return try await work()
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
    try? await inTurn { await self.leaveOut(order, store, now) }
  }

  private func leaveOut(
    _ order: ErasureOrder, _ store: any FactStore, _ now: Timestamp
  ) async {
    guard let kept else { return }
    // What is half done when something fails is not kept.
    self.kept = nil
    let left = kept.change { people in
      people.mark.facts -= order.people.reduce(0) { $0 + $1.facts.count }
      return people.forget(order)
    }
    // Otherwise they are made again from the store.
    guard let left, (try? await readAgain(left, kept, store, now)) != nil else { return }
    changed += order.people.count
    self.kept = kept
  }

  private func bringUp(
    to moment: Timestamp, _ store: any FactStore, _ gate: Gate,
    _ progress: (@Sendable (Double) -> Void)?
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
    if let opened = await open(store, gate) {
      guard moment >= opened.value.columns.since else {
        kept = opened
        return nil
      }
      if try await catchUp(opened, to: moment, store) {
        kept = opened
        return kept?.value.view
      }
      tell(.refused(.behind))
    }
    kept = try await make(of: store, gate, since: moment, progress)
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
    changed += changes.value.count
    return true
  }

  private func readAgain(
    _ names: [Identifier], _ kept: Tally<PeopleInColumns>, _ store: any FactStore,
    _ moment: Timestamp
  ) async throws {
    var groups: [FactGroup] = []
    for name in names { groups.append(try await store.facts(about: [name])) }
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
    for name in again { _ = put(try await store.facts(about: [name])) }
  }

  private func make(
    of store: any FactStore, _ gate: Gate, since moment: Timestamp,
    _ progress: (@Sendable (Double) -> Void)?
  ) async throws -> Tally<PeopleInColumns>? {
    let mark = try await store.mark
    readings += 1
    guard try await store.latestRecordedAt <= moment else { return nil }
    let made = Tally(PeopleInColumns(gate, mark: mark, since: moment))
    let total = progress == nil ? 1 : max(1, try await store.counts.customers)
    try await store.forEachGroup { group in
      let done = made.change { people in
        var fresh: Set<UInt32> = []
        _ = people.put(group, at: moment, fresh: &fresh)
        return people.count
      }
      if done % 1024 == 0 { progress?(min(1, Double(done) / Double(total))) }
    }
    made.change { $0.shrink() }
    changed += max(1, made.value.count)
    // What came in meanwhile may have been told or not.
    return try await catchUp(made, to: moment, store) ? made : nil
  }
}

// MARK: - On the shelf

extension AudienceBoard {
  /// Takes the columns from the shelf, if they are there and nobody asked yet.
  func open(in store: any FactStore, by gate: Gate) async {
    try? await inTurn {
      guard await self.isEmpty, let opened = await self.open(store, gate) else { return }
      await self.take(opened)
    }
  }

  private var isEmpty: Bool { kept == nil }

  private func take(_ opened: Tally<PeopleInColumns>) { kept = opened }

  /// Reads what lies on the shelf; `nil` where nothing can be used.
  private func open(_ store: any FactStore, _ gate: Gate) async -> Tally<PeopleInColumns>? {
    guard let shelf = store as? any ColumnShelf else { return nil }
    do {
      let people = try await shelf.keptColumns { take in
        try withoutActuallyEscaping(take) { try PeopleInColumns(gate, reading: RawReader($0)) }
      }
      guard let people else { return nil }
      openings += 1
      changed = 0
      tell(.opened(people: people.columns.people))
      return Tally(people)
    } catch let refusal as ColumnRefusal {
      tell(.refused(refusal))
    } catch is RawReader.Mismatch {
      tell(.refused(.damaged))
    } catch {
      tell(.failed(error))
    }
    return nil
  }

  /// Puts the columns on the shelf, where the store has one and they changed.
  ///
  /// - Parameters:
  ///   - store: The store they are of.
  ///   - isLittleEnough: Whether they are kept too when only a few groups changed.
  ///   - clock: The present moment.
  /// - Returns: Whether they were kept.
  /// - Throws: ``StoreError``, ``ColumnRefusal``; then nothing is lost but time at the next start.
  func keep(
    in store: any FactStore, isLittleEnough: Bool, clock: @escaping @Sendable () -> Timestamp
  ) async throws -> Bool {
    guard let shelf = store as? any ColumnShelf, let kept else { return false }
    let isThere = await shelf.hasColumns
    let enough = isLittleEnough ? 1 : max(1, kept.value.count / 16)
    guard !isThere || changed >= enough else { return false }
    // Made before the columns are compared with the store: see ``ColumnShelf/makeColumnKey()``.
    let key = try await shelf.makeColumnKey()
    guard let (people, count) = try await inTurn({ try await self.upToDate(store, clock) }) else {
      return false
    }
    try await shelf.keepColumns(under: key, upTo: people.mark.last) { put in
      try withoutActuallyEscaping(put) { try people.write(to: RawWriter($0)) }
    }
    changed = max(0, changed - count)
    return true
  }

  /// The columns with all that came in, and how many groups changed; `nil` when they have to be made
  /// again.
  private func upToDate(
    _ store: any FactStore, _ clock: @Sendable () -> Timestamp
  ) async throws -> (PeopleInColumns, changed: Int)? {
    guard let kept else { return nil }
    // What is half done when something fails is not kept.
    self.kept = nil
    guard try await catchUp(kept, to: max(clock(), kept.value.columns.since), store) else {
      return nil
    }
    self.kept = kept
    return kept.value.view == nil ? nil : (kept.value, changed)
  }
}
