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
  ///   - isAboutNow: Whether the question is about the present moment, not just one near it.
  /// - Returns: The counts, which add up.
  /// - Throws: ``DeskError``, ``StoreError``, and what keeps the look from being written down.
  public func funnel(
    _ question: AudienceQuestion, by: String? = nil, isAboutNow: Bool = false
  ) async throws -> AudienceTotals {
    var question = question
    let gate = try await policies.gate(at: question.at)
    try check(question, gate)
    let (at, view) = try await board.people(
      at: isAboutNow ? nil : question.at, in: store, by: gate, clock: clock)
    question.at = at
    guard let people = view, try await policies.gate(at: at).policy.version == gate.policy.version,
      let asked = ColumnQuestion(people.columns, use: question.use(about: []), at: at)
    else { return try await slowFunnel(question, by: by) }
    let count = await BlockWorkers.run(blocks: asked.blockCount, tasks: 2) { asked.count(in: $0) }
      .reduce(ColumnCount(), +)
    guard Self.isFew(count.open, of: people.people) else {
      return try await slowFunnel(question, by: by)
    }
    let now = clock()
    try await log.append(
      UsageEntry(
        .audience, at: now, by: by ?? door, purpose: question.purpose, channel: question.channel,
        people: people.people, policyVersion: gate.policy.version))
    let inquiry = Inquiry(question, gate: gate, now: now)
    var rest = AudienceCount(inquiry)
    for name in asked.openRows().compactMap({ people.name(of: $0).map { [$0] } }) + people.groups {
      try rest.add(await store.facts(about: name).asStored)
    }
    return AudienceTotals(
      question: question, gate: gate, funnel: Funnel(count) + rest.funnel,
      askedOneByOne: rest.people)
  }

  private func slowFunnel(_ question: AudienceQuestion, by: String?) async throws
    -> AudienceTotals
  {
    let count = try await audience(question, by: by)
    return AudienceTotals(
      question: question, gate: count.gate, funnel: count.funnel, askedOneByOne: count.people)
  }
}
