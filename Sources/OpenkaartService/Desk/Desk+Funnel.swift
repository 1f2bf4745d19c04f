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
  static func isFew(_ open: Int, of people: Int) -> Bool {
    open <= max(256, people / 4)
  }

  /// Counts who may be reached, and why the others may not.
  ///
  /// The same counts as ``audience(_:by:namesMembers:forecasting:progress:each:)``, out of columns
  /// where these can tell.
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
    let (question, gate, columns) = try await inColumns(question, isAboutNow: isAboutNow)
    guard let (people, asked) = columns else { return try await slowFunnel(question, by: by) }
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
    for name in asked.rows().compactMap({ people.name(of: $0).map { [$0] } }) + people.groups {
      try rest.add(await store.facts(about: name))
    }
    return AudienceTotals(
      question: question, gate: gate, funnel: Funnel(count) + rest.funnel,
      askedOneByOne: rest.people)
  }

  /// A question and everybody in columns; none where these tell nothing of it.
  func inColumns(
    _ question: AudienceQuestion, isAboutNow: Bool, makesColumns: Bool = true,
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws -> (
    question: AudienceQuestion, gate: Gate, columns: (PeopleInColumns.View, ColumnQuestion)?
  ) {
    var question = question
    let gate = try await policies.gate(at: question.at)
    try check(question, gate)
    if !makesColumns, await !board.isMade { return (question, gate, nil) }
    let (at, view) = try await board.people(
      at: isAboutNow ? nil : question.at, in: store, by: gate, progress: progress,
      clock: clock)
    question.at = at
    guard question.segment == nil, let view,
      try await policies.gate(at: at).policy.version == gate.policy.version,
      let asked = ColumnQuestion(view.columns, use: question.use(about: []), at: at)
    else { return (question, gate, nil) }
    return (question, gate, (view, asked))
  }

  /// Tells everybody whose answer has one of some outcomes.
  ///
  /// Who has another answer by the columns is not read.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - outcomes: Which answers are told.
  ///   - by: Who asks.
  ///   - isAboutNow: Whether the question is about the present moment, not just one near it.
  ///   - namesMembers: Whether `each` will be used to name people.
  ///   - makesColumns: Whether everybody is read into columns first if nobody did yet: who asks for
  ///     nearly everybody would read them twice.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  ///   - each: Told every answer with one of the outcomes, one after another.
  /// - Returns: The question with the moment it was about, and the gate that answered.
  /// - Throws: ``DeskError``, ``StoreError``, what `each` throws, and what keeps the look from being
  ///   written down.
  @discardableResult
  public func members(
    _ question: AudienceQuestion, with outcomes: Set<Decision.Outcome>, by: String? = nil,
    isAboutNow: Bool = false, namesMembers: Bool = true, makesColumns: Bool = true,
    progress: @escaping @Sendable (Double) -> Void = { _ in },
    each: @escaping @Sendable (AudienceCount.Member) async throws -> Void
  ) async throws -> (question: AudienceQuestion, gate: Gate) {
    let (question, gate, columns) = try await inColumns(
      question, isAboutNow: isAboutNow, makesColumns: makesColumns)
    let names = columns.map { people, asked in
      asked.rows(with: outcomes).compactMap { people.name(of: $0).map { [$0] } } + people.groups
    }
    guard let names, let (people, _) = columns, Self.isFew(names.count, of: people.people) else {
      let count = try await audience(
        question, by: by, namesMembers: namesMembers, progress: progress
      ) { member in
        if outcomes.contains(member.answer.decision.outcome) { try await each(member) }
      }
      return (question, count.gate)
    }
    let now = clock()
    try await log.append(
      UsageEntry(
        namesMembers ? .members : .audience, at: now, by: by ?? door, purpose: question.purpose,
        channel: question.channel, activity: question.activity?.id, people: people.people,
        policyVersion: gate.policy.version))
    var count = AudienceCount(Inquiry(question, gate: gate, now: now))
    for (done, name) in names.enumerated() {
      var members: [AudienceCount.Member] = []
      try count.add(await store.facts(about: name), each: { members.append($0) })
      for member in members where outcomes.contains(member.answer.decision.outcome) {
        try await each(member)
      }
      if done % 1024 == 0 { progress(Double(done) / Double(names.count)) }
    }
    progress(1)
    return (question, gate)
  }

  private func slowFunnel(_ question: AudienceQuestion, by: String?) async throws
    -> AudienceTotals
  {
    let count = try await audience(question, by: by)
    return AudienceTotals(
      question: question, gate: count.gate, funnel: count.funnel, askedOneByOne: count.people)
  }
}
