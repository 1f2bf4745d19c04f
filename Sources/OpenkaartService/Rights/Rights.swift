public import OpenkaartCore

/// Carries out what people may ask: that what is known of them is erased.
///
/// - SeeAlso: GDPR 17, 19.
public struct Rights: Sendable {
  let desk: Desk
  let store: any ErasureStore

  /// - Parameters:
  ///   - desk: Who they are, under which policy, and where it is written down.
  ///   - store: Where it is erased; the store of the desk.
  public init(_ desk: Desk, over store: any ErasureStore) {
    self.desk = desk
    self.store = store
  }

  /// What erasing somebody would do, item by item; changes nothing.
  ///
  /// - Returns: `nil` when nobody is known by these identifiers.
  public func plan(erasing subject: [Identifier], by: String? = nil) async throws -> ErasureReport?
  {
    try await look(by)
    guard let order = try await order(erasing: subject) else { return nil }
    return try await store.plan(order)
  }

  /// Erases the customer of this name; as ``erase(_:by:)-(_,_)`` does.
  public func erase(_ customer: CustomerID, by: String) async throws -> ErasureReport? {
    let now = desk.now
    guard
      let fact = try await desk.store.facts(of: customer).facts.first(where: {
        $0.recordedAt <= now
      })
    else { return nil }
    return try await erase(fact.subject, customer: customer, by: by)
  }

  /// Erases everything about a person, with everybody they are joined with at this moment.
  ///
  /// That it was decided is in the log before anything goes; that it is final only when nothing is
  /// left. Asked twice, it is done once.
  ///
  /// - Parameters:
  ///   - subject: Identifiers of the person.
  ///   - by: Who had it done.
  /// - Returns: What became of each item; `nil` when nobody is known by these identifiers.
  /// - Throws: ``DeskError``, ``StoreError``; a job that was begun goes on at the next start.
  public func erase(_ subject: [Identifier], by: String? = nil) async throws -> ErasureReport? {
    try await erase(subject, customer: desk.store.customer(of: subject), by: by)
  }

  private func erase(
    _ subject: [Identifier], customer: CustomerID?, by: String?
  ) async throws -> ErasureReport? {
    guard let order = try await order(erasing: subject) else { return nil }
    try await desk.log.append(
      UsageEntry(
        .erasureDecided, at: order.at, by: by ?? desk.door,
        policyVersion: desk.policies.gate(at: order.at).policy.version))
    let report = try await store.erase(order)
    await desk.board.forget(order, in: desk.store, now: desk.now)
    _ = try await finish(by: by)
    return report
  }

  /// Tries again to end what is not final yet, and writes into the log what is.
  ///
  /// - Parameters:
  ///   - by: Who had it done.
  ///   - numbers: Only these are written into the log; all if `nil`.
  /// - Returns: The erasures that became final, and those that still are not.
  /// - Throws: ``StoreError``; then the next try goes on where this one ended.
  @discardableResult
  public func finish(
    by: String? = nil, among numbers: Set<Int>? = nil
  ) async throws -> [ErasureReport] {
    let reports = try await store.finishErasures()
    for report in reports where report.state == .final {
      if let numbers, let number = report.number, !numbers.contains(number) { continue }
      try await desk.log.append(
        UsageEntry(
          report.cause == .request ? .erased : .retentionRun, at: desk.now, by: by ?? desk.door,
          people: report.people))
      if let number = report.number { try await store.noteTold(erasure: number) }
    }
    return reports
  }

  /// Lets somebody come back who was erased; only when they came back themselves.
  ///
  /// - Returns: How many of the identifiers were kept out until now.
  public func lift(_ subject: [Identifier], by: String? = nil) async throws -> Int {
    let now = desk.now
    try await desk.log.append(UsageEntry(.suppressionLifted, at: now, by: by ?? desk.door))
    return try await store.lift(subject, at: now)
  }

  /// What is kept of people who were erased; the look is written down.
  public func kept(by: String? = nil) async throws -> [KeptRecord] {
    let records = try await store.keptRecords
    try await desk.log.append(
      UsageEntry(.keptRead, at: desk.now, by: by ?? desk.door, people: records.count))
    return records
  }

  private func look(_ by: String?) async throws {
    try await desk.log.append(UsageEntry(.searched, at: desk.now, by: by ?? desk.door))
  }

  func order(erasing subject: [Identifier]) async throws -> ErasureOrder? {
    let now = desk.now
    let gate = try await desk.policies.gate(at: now)
    let group = try await desk.store.facts(about: subject)
    guard let person = Population(group, knownAt: now).person(subject) else { return nil }
    let own = person.facts(at: now).own
    let facts = group.facts.filter { own.contains($0.id) }
    guard !facts.isEmpty else { return nil }
    let keeping = Keeping(policy: gate.policy, zone: gate.zone)
    let today = gate.zone.day(of: now)
    var kept: [FactID: Keeping.Kept] = [:]
    for fact in facts { kept[fact.id] = keeping.kept(of: fact, on: today) }
    return ErasureOrder(
      .request, at: now,
      people: [.init(identifiers: person.identifiers(at: now), facts: facts.map(\.id), kept: kept)])
  }
}
