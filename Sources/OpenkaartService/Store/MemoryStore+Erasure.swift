public import OpenkaartCore

extension MemoryStore: ErasureStore {
  public func plan(_ order: ErasureOrder) -> ErasureReport { report(order, number: nil, .planned) }

  public func erase(_ order: ErasureOrder) -> ErasureReport {
    let report = report(order, number: jobs.count + 1, .final)
    let going = Set(order.people.flatMap(\.facts))
    for person in order.people {
      for fact in list.facts {
        if let terms = person.kept[fact.id] { keep(fact, terms) }
      }
      guard order.cause == .request else { continue }
      for identifier in person.identifiers { keptOut[identifier] = order.at }
    }
    replace(list.facts.filter { !going.contains($0.id) })
    columns = nil
    jobs.append(report)
    return report
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
    let going = Set(order.people.flatMap(\.facts))
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
    keptOut.filter { identifiers.contains($0.key) }
  }

  public func lift(_ identifiers: [Identifier], at moment: Timestamp) -> Int {
    identifiers.count { keptOut.removeValue(forKey: $0) != nil }
  }

  public var keptRecords: [KeptRecord] { kept }

  public func eraseKept(before day: Day, at moment: Timestamp) -> ErasureReport {
    let ended = kept.filter { $0.until < day }
    kept.removeAll { $0.until < day }
    let items = ended.isEmpty ? [] : [ErasureReport.Item(.facts(.invoice), ended.count, .erased)]
    return ErasureReport(
      number: nil, cause: .retention, at: moment, people: ended.count, items: items, state: .final)
  }

  /// Whether a fact names somebody who was erased and is not to come back.
  func isKeptOut(_ fact: Fact) -> Bool {
    var isOut = false
    fact.forEachIdentifier { if keptOut[$0] != nil { isOut = true } }
    return isOut
  }

  func addingErasures(to group: FactGroup, about subject: [Identifier]) -> FactGroup {
    let erased = subject.compactMap { identifier in
      keptOut[identifier].map { since in
        Fact(
          id: FactID(source: "openkaart", id: "erased-\(since.milliseconds)"),
          subject: [identifier], occurredAt: since, recordedAt: since,
          content: .erased(scope: .everything, kept: []))
      }
    }
    guard !erased.isEmpty else { return group }
    return FactGroup(facts: group.facts + erased, crowded: group.crowded, heard: group.heard)
  }
}

extension MemoryStore: KeyVault {
  /// Nothing in memory is sealed.
  public var keyInventory: [KeyInventoryItem] { [] }
  public func rotateKeys() -> Int { 0 }
}

extension MemoryStore: BackupStore {
  /// Nothing in memory outlives the process.
  public func backUp(_ order: BackupOrder) -> [BackupPart] { [] }
}
