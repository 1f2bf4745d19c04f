public import OpenkaartCore

extension MemoryStore: ErasureStore {
  public func plan(_ order: ErasureOrder) -> ErasureReport { report(order, number: nil, .planned) }

  public func erase(_ order: ErasureOrder) -> ErasureReport {
    let report = report(order, number: jobs.count + 1, .final)
    let going = going(order)
    let (known, groups) = (kept.count, grouped)
    for person in order.people {
      for fact in list.facts {
        if let terms = person.kept[fact.id] { keep(fact, terms) }
      }
    }
    replace(list.facts.filter { !going.contains($0.id) })
    if order.cause == .request {
      let terms = ErasureTerms(since: order.at, kept: kept[known...].map(\.part))
      for person in order.people { keepOut(person, terms, going, groups) }
    }
    columns = nil
    jobs.append(report)
    return report
  }

  /// The facts that go: of a whole person everything under the same origins.
  private func going(_ order: ErasureOrder) -> Set<FactID> {
    let listed = Set(order.people.flatMap(\.facts))
    guard order.cause == .request else { return listed }
    let origins = Set(list.facts.lazy.filter { listed.contains($0.id) }.compactMap(\.origin))
    return Set(
      list.facts.lazy.filter { $0.origin.map { origins.contains($0) } ?? false }.map(\.id))
  }

  /// Keeps somebody out, but not by a name that others have too: it stays theirs.
  private func keepOut(
    _ person: ErasureOrder.Person, _ terms: ErasureTerms, _ going: Set<FactID>,
    _ groups: MemoryGroups
  ) {
    var others: Set<Identifier> = []
    // Fewer share a name once somebody who had it is gone.
    let crowded = grouped.crowded
    for fact in groups.group(of: person.identifiers).facts where !going.contains(fact.id) {
      // What was told of a name that many share is about nobody.
      guard let origin = fact.origin, !origin.isBlocked, crowded[origin] == nil
      else { continue }
      fact.forEachNaming { others.formUnion($0) }
    }
    for identifier in person.identifiers
    where !identifier.isBlocked && groups.crowded[identifier] == nil
      && !others.contains(identifier)
    {
      keptOut[identifier] = KeptOut(terms: terms)
    }
  }

  private func keep(_ fact: Fact, _ terms: Keeping.Kept) {
    var json = JSONWriter()
    fact.document(to: &json)
    kept.append(
      KeptRecord(
        part: terms.isInvoice ? .invoice : RetentionClass(of: fact.content.kind),
        document: json.bytes, until: terms.until, ground: terms.ground))
  }

  private func report(
    _ order: ErasureOrder, number: Int?, _ state: ErasureReport.State
  ) -> ErasureReport {
    let going = going(order)
    let parts = Dictionary(
      grouping: list.facts.filter { going.contains($0.id) }
    ) { RetentionClass(of: $0.content.kind) }
    var items = RetentionClass.allCases.compactMap { part in
      parts[part].map { ErasureReport.Item(.facts(part), $0.count, .erased) }
    }
    for terms in order.people.flatMap(\.kept.values) {
      items.append(
        .init(.facts(.invoice), 1, .kept(ground: terms.ground, until: terms.until)))
    }
    return ErasureReport(
      number: number, cause: order.cause, at: order.at, people: order.people.count, items: items,
      state: state)
  }

  public func finishErasures() -> [ErasureReport] { jobs.filter { !told.contains($0.number) } }
  public func noteTold(erasure number: Int) { told.insert(number) }
  public var erasures: [ErasureReport] { jobs }

  public func suppressed(_ identifiers: [Identifier]) -> [Identifier: Timestamp] {
    var found: [Identifier: Timestamp] = [:]
    for identifier in identifiers {
      if let out = keptOut[identifier], !out.isLifted { found[identifier] = out.terms.since }
    }
    return found
  }

  public func lift(_ identifiers: [Identifier], at moment: Timestamp) -> Int {
    identifiers.count { identifier in
      guard keptOut[identifier]?.isLifted == false else { return false }
      keptOut[identifier]?.isLifted = true
      return true
    }
  }

  public var keptRecords: [KeptRecord] { kept }

  public func eraseKept(before day: Day, at moment: Timestamp) -> ErasureReport {
    let ended = kept.filter { $0.until < day }
    kept.removeAll { $0.until < day }
    let items = ended.isEmpty ? [] : [ErasureReport.Item(.facts(.invoice), ended.count, .erased)]
    return ErasureReport(
      number: nil, cause: .retention, at: moment, people: ended.count, items: items, state: .final)
  }

  /// Whether a fact names somebody who was erased and is not to come back; what happened before an
  /// erasure never does.
  func isKeptOut(_ fact: Fact) -> Bool {
    var isOut = false
    fact.forEachNaming { named in
      for out in named.compactMap({ keptOut[$0] })
      where !out.isLifted || fact.occurredAt < out.terms.since { isOut = true }
    }
    return isOut
  }

  public func erasures(about subject: [Identifier]) -> [Fact] {
    Fact.erasures(
      of: subject.compactMap { name in
        keptOut[name].flatMap { $0.isLifted ? nil : (name, $0.terms) }
      })
  }

  /// A name that is kept from coming back.
  struct KeptOut {
    let terms: ErasureTerms
    /// Whether facts of after the erasure are taken in again.
    var isLifted = false
  }
}

extension MemoryStore: KeyVault {
  /// Nothing in memory is sealed.
  public var keyInventory: [KeyInventoryItem] { [] }
  public func rotateKeys() -> Int { 0 }
}

extension MemoryStore: BackupStore {
  /// Nothing in memory outlives the process.
  public func backUp(
    _ order: BackupOrder, progress: @escaping @Sendable (Double) -> Void
  ) -> [BackupPart] { [] }
}
