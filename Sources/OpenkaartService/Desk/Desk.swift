public import OpenkaartCore

/// What every door calls: the command line, the socket, the API.
///
/// The desk knows the store, the applied policies and the clock. It answers under the policy in
/// force at the moment asked about, and writes down every look at personal data before it hands
/// anything out.
public final class Desk: Sendable {
  public let store: any FactStore
  public let policies: PolicyBook
  /// Where reservations are kept; `nil` where none can be taken.
  let caps: (any CapShelf)?
  let log: any UsageLog
  /// Who is in the segments, where that is kept up to date.
  public let segments: SegmentBoard?
  /// Everybody in columns, from one question to the next.
  let board: AudienceBoard
  let clock: @Sendable () -> Timestamp
  /// Who asks, for the log.
  let door: String

  /// - Parameters:
  ///   - store: Where the facts are.
  ///   - policies: The policies that were applied.
  ///   - caps: Where reservations are kept; without it none is given.
  ///   - log: Where looks are written down.
  ///   - segments: Who is in the segments; without it everybody is asked each time.
  ///   - door: Who asks when a question does not say.
  ///   - tell: Told what becomes of the columns that the store keeps.
  ///   - clock: The present moment.
  public init(
    store: any FactStore, policies: PolicyBook, caps: (any CapShelf)? = nil,
    log: any UsageLog = NoUsageLog(), segments: SegmentBoard? = nil, door: String,
    tell: @escaping @Sendable (ColumnNews) -> Void = { _ in },
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.store = store
    self.policies = policies
    self.caps = caps
    self.log = log
    self.segments = segments
    self.door = door
    board = AudienceBoard(tell: tell)
    self.clock = clock
  }

  public var now: Timestamp { clock() }
}

// MARK: - Facts in

extension Desk {
  /// What became of a document.
  public enum Receipt: Sendable {
    case added(FactID)
    /// The same fact was here already.
    case duplicate(FactID)
    /// It is no fact, or another has its id (`fact.conflict`).
    case refused(DocumentError)
  }

  /// Takes in documents; those that are no facts are refused, the others go in.
  ///
  /// - Parameters:
  ///   - documents: What should be facts.
  ///   - source: The source of those that name none.
  /// - Returns: What became of each, in order; what was added is durable.
  /// - Throws: ``StoreError``; then nothing was taken in.
  public func take(_ documents: [Node], source: String? = nil) async throws -> [Receipt] {
    let reader = FactReader(
      defaultSource: source, recordedAt: clock(), acceptsRecordedAt: false)
    var facts: [Fact] = []
    var refusals: [Int: DocumentError] = [:]
    for (index, document) in documents.enumerated() {
      do {
        facts.append(try reader.reading(of: document).fact)
      } catch {
        refusals[index] = error
      }
    }
    let additions = facts.isEmpty ? [] : try await store.append(facts)
    var rest = zip(facts, additions).makeIterator()
    return documents.enumerated().map { index, document in
      if let refusal = refusals[index] { return .refused(refusal) }
      guard let (fact, addition) = rest.next() else {
        return .refused(.conflict(at: document.position))
      }
      return switch addition {
      case .added: .added(fact.id)
      case .duplicate: .duplicate(fact.id)
      case .conflict: .refused(.conflict(at: document.position))
      case .suppressed: .refused(.suppressed(at: document.position))
      }
    }
  }
}

extension DocumentError {
  /// Another fact has the id of this one.
  package static func conflict(at position: Position) -> DocumentError {
    DocumentError(
      code: "fact.conflict",
      message: LocalizedText(
        nl: "Een ander feit van deze bron heeft hetzelfde id; geef elk zijn eigen id.",
        en: "Another fact of this source has the same id; give each its own."),
      at: position)
  }

  /// The fact is about somebody who was erased.
  package static func suppressed(at position: Position) -> DocumentError {
    DocumentError(
      code: "fact.suppressed",
      message: LocalizedText(
        nl: "Dit gaat over iemand die op eigen verzoek gewist is; het blijft buiten. Kwam die zelf "
          + "terug? Dan: openkaart rights lift",
        en: "This person was erased at their request and is kept out. Did they come back "
          + "themselves? Then: openkaart rights lift"),
      at: position)
  }
}

// MARK: - Questions

extension Desk {
  /// The answer to one question about one person.
  public struct Answer: Sendable {
    public let use: Use
    public let decision: Decision
    /// The gate that decided, for the sentences of its reasons.
    public let gate: Gate
    /// Why the facts could not be reached; then the decision is no.
    public let failure: (any Error)?
  }

  /// Decides on uses, each on its own.
  ///
  /// - Parameters:
  ///   - uses: The questions.
  ///   - isRecorded: Whether each decision becomes a fact of a person who is known.
  ///   - by: Who asks.
  /// - Returns: The answers in order. Where the facts cannot be reached the answer is no.
  /// - Throws: ``DeskError`` without a policy, and what keeps a record from being written.
  public func decide(
    _ uses: [Use], isRecorded: Bool = false, by: String? = nil
  ) async throws -> [Answer] {
    let now = clock()
    var answers: [Answer] = []
    answers.reserveCapacity(uses.count)
    for use in uses { answers.append(try await decide(use, now: now)) }
    if isRecorded { try await record(answers, now: now, by: by ?? door) }
    return answers
  }

  /// Writes decisions down: as a fact of whom is known, otherwise as an entry about nobody.
  private func record(_ answers: [Answer], now: Timestamp, by: String) async throws {
    var facts: [Fact] = []
    for answer in answers {
      if let fact = decidedFact(answer, now: now, by: by) {
        facts.append(fact)
        continue
      }
      let entry = UsageEntry(
        .decided, at: now, by: by, purpose: answer.use.purpose, channel: answer.use.channel,
        activity: answer.use.activity?.id, outcome: answer.decision.outcome,
        reasons: answer.decision.reasons.map(\.code),
        policyVersion: answer.decision.policyVersion)
      do {
        try await log.append(entry)
      } catch  where answer.failure != nil {
        // Where the store cannot be reached the answer is no, and a no goes out all the same.
      }
    }
    try await store.append(facts)
  }

  private func decide(_ use: Use, now: Timestamp) async throws -> Answer {
    let at = use.at ?? now
    let gate = try await policies.gate(at: at)
    do {
      let group = try await store.facts(toDecideAbout: use.subject)
      let profile = Population(group, knownAt: min(at, now)).profile(of: use.subject)
      return Answer(
        use: use, decision: gate.decide(use, about: profile, now: now), gate: gate, failure: nil)
    } catch {
      return Answer(use: use, decision: gate.failClosed(use, now: now), gate: gate, failure: error)
    }
  }

  /// The decision as a fact; nobody becomes known by a question.
  private func decidedFact(_ answer: Answer, now: Timestamp, by: String) -> Fact? {
    let decision = answer.decision
    guard
      !decision.reasons.contains(where: {
        $0.code == .subjectUnknown || $0.code == .systemFailClosed
      })
    else { return nil }
    let nowhere = Position(line: 1, column: 1)
    func member(_ key: String, _ content: Node.Content) -> Node.Member {
      Node.Member(key: key, keyPosition: nowhere, value: Node(content, at: nowhere))
    }
    let codes = decision.reasons.map { Node(.string($0.code.rawValue), at: nowhere) }
    let activity = answer.use.activity?.id.map { [member("activity", .string($0))] } ?? []
    return Fact(
      id: FactID(source: FactID.ownSource, id: CustomerID.random().text),
      subject: answer.use.subject,
      occurredAt: now, recordedAt: now, content: .decided(outcome: decision.outcome.rawValue),
      unknownFields: [
        member("purpose", .string(answer.use.purpose)),
        member("channel", .string(answer.use.channel.rawValue)),
        member("at", .string(decision.decidedAt.rfc3339())),
        member("policyVersion", .string(decision.policyVersion)), member("reasons", .array(codes)),
        member("by", .string(by)),
      ] + activity)
  }

  /// Asks about everybody.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - by: Who asks.
  ///   - namesMembers: Whether `each` will be used to name people.
  ///   - days: So many coming days are asked about too.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  ///   - each: Told every answer, one after another.
  /// - Returns: The counts, which add up.
  /// - Throws: ``DeskError``, ``StoreError``, what `each` throws, and what keeps the look from being
  ///   written down.
  public func audience(
    _ question: AudienceQuestion, by: String? = nil, namesMembers: Bool = false,
    forecasting days: Int? = nil,
    progress: @escaping @Sendable (Double) -> Void = { _ in },
    each: (@Sendable (AudienceCount.Member) async throws -> Void)? = nil
  ) async throws -> AudienceCount {
    let now = clock()
    var question = question
    let members = try await self.members(for: &question, now: now, forecasting: days)
    let gate = try await policies.gate(at: question.at)
    try check(question, gate)
    let everybody = try await store.counts.customers
    let total = members?.nodes.count ?? everybody
    let tally = Tally(
      AudienceCount(Inquiry(question, gate: gate, now: now), forecasting: days))
    try await log.append(
      UsageEntry(
        namesMembers ? .members : .audience, at: now, by: by ?? door, purpose: question.purpose,
        channel: question.channel, activity: question.activity?.id, people: total,
        policyVersion: gate.policy.version))
    try await forEachGroup(of: members?.nodes) { group in
      // Who listens may be slow; the counting is not held up under its lock.
      let (done, members) = tally.change { count in
        var members: [AudienceCount.Member] = []
        count.add(group, each: { if each != nil { members.append($0) } })
        return (count.people + count.outside, members)
      }
      for member in members { try await each?(member) }
      if done % 1024 == 0 { progress(min(1, Double(done) / Double(max(1, total)))) }
    }
    progress(1)
    if let members { tally.change { $0.note(peopleInAll: members.people) } }
    return tally.value
  }

  /// Refuses a question about a purpose that the policy does not have.
  public func check(_ question: AudienceQuestion, _ gate: Gate) throws(DeskError) {
    let purposes = gate.policy.purposes.map(\.id)
    guard purposes.contains(question.purpose) else {
      throw .unknownPurpose(question.purpose, known: purposes)
    }
  }
}
