internal import OpenkaartAudience
internal import OpenkaartCore

extension Desk {
  /// Asks about everybody, as ``audience(_:by:namesMembers:forecasting:progress:each:)`` does, out of
  /// columns where these can tell and the store keeps them.
  ///
  /// The same counts, with what the facts leave open. Only those are read whom the columns leave open,
  /// and of the allowed those with a wish or with words of somebody that the answer may rest on.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - by: Who asks.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: The counts, which add up.
  /// - Throws: ``DeskError``, ``StoreError``, and what keeps the look from being written down.
  public func survey(
    _ question: AudienceQuestion, by: String? = nil,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> AudienceCount {
    guard store is any ColumnShelf,
      case (_, let gate, (let people, let asked)?) = try await inColumns(
        question, isAboutNow: false, progress: progress),
      let found = Survey(people, asked, question.channel),
      Self.isFew(found.names.count + found.closer.count, of: people.people)
    else { return try await audience(question, by: by, progress: progress) }
    let now = clock()
    try await log.append(
      UsageEntry(
        .audience, at: now, by: by ?? door, purpose: question.purpose, channel: question.channel,
        activity: question.activity?.id, people: people.people,
        policyVersion: gate.policy.version))
    let count = await BlockWorkers.run(blocks: asked.blockCount, tasks: 2) { asked.count(in: $0) }
      .reduce(ColumnCount(), +)
    let inquiry = Inquiry(question, gate: gate, now: now)
    var whole = AudienceCount(inquiry)
    for name in found.names { try whole.add(await store.facts(about: [name])) }
    var closer = AudienceCount(inquiry)
    for name in found.closer { try closer.add(await store.facts(about: [name])) }
    whole.add(count, facts: people.facts, withoutPoint: found.withoutPoint, closer: closer)
    progress(1)
    return whole
  }
}

/// Who has to be read for a question beside what the columns tell.
private struct Survey {
  /// Whom the columns leave open.
  let names: [Identifier]
  /// Of the allowed, those of whom more has to be known than that they are.
  let closer: [Identifier]
  /// How many of those whom the columns answer have no contact point.
  let withoutPoint: Int

  /// `nil` when the columns do not tell enough.
  init?(_ people: PeopleInColumns.View, _ asked: ColumnQuestion, _ channel: Channel) {
    let open = asked.rows()
    names = open.compactMap { people.name(of: $0) } + people.groups.flatMap(\.self)
    let others = Set(open)
    closer = asked.rows(with: [.allow]).lazy
      .filter { people.wantsCloserLook($0) && !others.contains($0) }
      .compactMap { people.name(of: $0) }
    if channel.pointType == nil {
      withoutPoint = 0
    } else if let count = people.columns.rowsWithoutPoint(on: channel, except: open) {
      withoutPoint = count
    } else {
      return nil
    }
  }
}
