internal import OpenkaartAudience
public import OpenkaartCore

/// The counts about everybody, without who they are.
public struct AudienceTotals: Sendable {
  public let question: AudienceQuestion
  public let gate: Gate
  public let funnel: Funnel
  /// How many of the people were asked about one by one.
  public let askedOneByOne: Int
}

extension Desk {
  /// Whether it is quicker to ask so many of the people one by one than to read the whole store.
  private static func isFew(_ open: Int, of people: Int) -> Bool {
    open <= max(256, people / 4)
  }

  /// Counts who may be reached, and why the others may not.
  ///
  /// The same counts as ``audience(_:by:namesMembers:progress:each:)``, out of columns where these can
  /// tell.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - by: Who asks.
  /// - Returns: The counts, which add up.
  /// - Throws: ``DeskError``, ``StoreError``, and what keeps the look from being written down.
  public func funnel(_ question: AudienceQuestion, by: String? = nil) async throws
    -> AudienceTotals
  {
    let now = clock()
    let gate = try await policies.gate(at: question.at)
    try check(question, gate)
    guard question.segment == nil,
      let people = try await board.people(for: question, in: store, by: gate, now: now),
      let asked = ColumnQuestion(people.columns, use: question.use(about: []), at: question.at)
    else { return try await slowFunnel(question, by: by) }
    let count = await BlockWorkers.run(blocks: asked.blockCount, tasks: 2) { asked.count(in: $0) }
      .reduce(ColumnCount(), +)
    guard Self.isFew(count.open, of: people.names.count) else {
      return try await slowFunnel(question, by: by)
    }
    try await log.append(
      UsageEntry(
        .audience, at: now, by: by ?? door, purpose: question.purpose, channel: question.channel,
        people: people.names.count, policyVersion: gate.policy.version))
    let inquiry = Inquiry(question, gate: gate, now: now)
    var funnel = Funnel(count)
    for row in asked.openRows() {
      let name = [people.names[row]]
      let group = try await store.facts(about: name)
      guard let person = Population(group, knownAt: inquiry.knownAt).person(name) else { continue }
      funnel.count(inquiry.answer(about: person).decision)
    }
    var rest = AudienceCount(inquiry)
    for name in people.groups {
      let group = try await store.facts(about: name)
      try rest.add(group)
    }
    return AudienceTotals(
      question: question, gate: gate, funnel: funnel + rest.funnel,
      askedOneByOne: count.open + rest.people)
  }

  private func slowFunnel(_ question: AudienceQuestion, by: String?) async throws
    -> AudienceTotals
  {
    let count = try await audience(question, by: by)
    return AudienceTotals(
      question: question, gate: count.gate, funnel: count.funnel, askedOneByOne: count.people)
  }
}
