public import OpenkaartCore

extension Desk {
  /// The name by which facts of the customer's page are known.
  public static let customerPage = "customerPage"

  /// What a customer sees of themself, and of nobody else.
  ///
  /// - Parameters:
  ///   - visitor: Who is in.
  ///   - kind: What is written down of the look.
  /// - Returns: Their card; `nil` when nothing is known of them any more.
  /// - Throws: What keeps it from being read, or the look from being written down.
  public func ownCard(
    of visitor: Reception.Visitor, as kind: UsageEntry.Kind = .ownPage
  ) async throws -> CustomerCard? {
    guard let card = try await ownCard(of: visitor, supposing: []) else { return nil }
    try await log.append(
      UsageEntry(
        kind, at: card.at, by: Reception.door, customer: visitor.customer,
        policyVersion: card.gate.policy.version))
    return card
  }

  /// The card as it would be if the customer said this now; nothing is written down.
  ///
  /// - Returns: The card; `nil` when nothing is known of them any more. Whoever shares an old record
  ///   with them is somebody else: only the person of the visitor's own identifier is shown.
  public func ownCard(
    of visitor: Reception.Visitor, supposing contents: [FactContent]
  ) async throws -> CustomerCard? {
    let now = clock()
    let gate = try await policies.gate(at: now)
    let known = try await store.facts(of: visitor.customer)
    let supposed = contents.enumerated().map { place, content in
      Fact(
        id: FactID(source: Self.customerPage, id: "supposed-\(place)"),
        subject: [visitor.identifier], occurredAt: now, recordedAt: now, content: content)
    }
    let group =
      supposed.isEmpty
      ? known
      : FactGroup(facts: known.facts + supposed, crowded: known.crowded, heard: known.heard)
    guard let person = Population(group, knownAt: now).person([visitor.identifier]) else {
      return nil
    }
    return CustomerCard(visitor.customer, person, in: group, gate: gate, at: now, now: now)
  }

  /// Takes in what a customer says on their page; it holds when this returns.
  ///
  /// It passes the same reading as any fact, so nothing gets in that would be refused elsewhere.
  ///
  /// - Parameters:
  ///   - contents: What they say.
  ///   - visitor: Who says it.
  ///   - subject: Which of their records it is about, when it answers one; else the identifier they
  ///     came in by.
  /// - Throws: `DocumentError` when it cannot be taken in, ``StoreError`` when nothing can.
  public func tell(
    _ contents: [FactContent], by visitor: Reception.Visitor, about subject: [Identifier]? = nil
  ) async throws {
    let now = clock()
    let documents = try contents.enumerated().map { place, content in
      // A millisecond apart, the last one now: a confirmation has to come after its consent.
      let at = now.advanced(by: Int64(place - contents.count + 1))
      let fact = Fact(
        id: FactID(source: Self.customerPage, id: CustomerID.random().text),
        subject: subject ?? [visitor.identifier], occurredAt: at, recordedAt: now,
        content: content)
      var json = JSONWriter()
      json.beginObject()
      fact.statement(to: &json)
      json.endObject()
      return try JSONReader.node(in: json.bytes)
    }
    for receipt in try await take(documents) {
      if case .refused(let error) = receipt { throw error }
    }
  }
}
