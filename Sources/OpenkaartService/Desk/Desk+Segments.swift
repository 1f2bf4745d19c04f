public import OpenkaartCore
public import OpenkaartSegments

/// Which segment is meant.
public enum SegmentChoice: Hashable, Sendable {
  /// One that the policy names.
  case named(String)
  /// A condition that somebody wrote, as one line.
  case written(String)
}

extension Policy {
  /// The segment that is meant.
  ///
  /// What a purpose may use is not asked here: the gate says that of every use.
  ///
  /// - Throws: ``DeskError/unknownSegment(_:known:)`` or ``DeskError/condition(_:)``.
  public func segment(_ choice: SegmentChoice) throws(DeskError) -> Segment {
    switch choice {
    case .named(let id):
      guard let segment = segments.first(where: { $0.id == id }).flatMap({ Segment($0) }) else {
        throw .unknownSegment(id, known: segments.map(\.id))
      }
      return segment
    case .written(let line):
      let start = Position(line: 1, column: 1)
      let condition: SegmentCondition
      do {
        condition = try SegmentCondition(line: line)
      } catch {
        throw .condition(error.error(at: start))
      }
      let mistakes = SegmentCheck.diagnostics(
        for: condition, purpose: nil, at: start, in: self)
      if let mistake = mistakes.first {
        throw .condition(
          DocumentError(
            code: mistake.code, message: mistake.sentences, at: start))
      }
      return Segment(condition: condition)
    }
  }
}

extension Policy {
  /// The channel over which people are looked at for a purpose: without contact where the purpose has
  /// that, else the first it has.
  public func lookingChannel(for purpose: String) -> Channel {
    guard let channels = self.purpose(purpose)?.channels, !channels.contains(.none) else {
      return .none
    }
    return channels.first ?? .none
  }
}

extension AudienceQuestion {
  /// The question about the people of a segment only.
  ///
  /// The data that the segment reads is then used too, so the gate is asked with it.
  public func limited(to segment: Segment, under policy: Policy) -> AudienceQuestion {
    var question = self
    question.segment = segment
    question.data = segment.data(data, purpose: purpose, channel: channel, in: policy)
    return question
  }
}

/// Whether somebody is in a segment, and why.
public struct SegmentStanding: Sendable {
  public let segment: Segment
  public let at: Timestamp
  public let customer: CustomerID?
  public let explanation: SegmentExplanation
  /// When time alone may change it; `nil` when it never does.
  public let next: Timestamp?
  /// What the gate says of looking at this person for the segment's purpose; `nil` without one.
  public let decision: Decision?
  public let gate: Gate

  public var isMember: Bool { explanation.answer == .yes }
}

extension Desk {
  /// The question, limited to a segment of the policy in force at its moment.
  public func limiting(
    _ question: AudienceQuestion, to choice: SegmentChoice
  ) async throws -> AudienceQuestion {
    let policy = try await policies.gate(at: question.at).policy
    return question.limited(to: try policy.segment(choice), under: policy)
  }

  /// Writes down that everybody's facts were counted.
  package func noteCounting(_ standing: SegmentBoard.Standing, by: String? = nil) async throws {
    try await log.append(
      UsageEntry(
        .audience, at: standing.at, by: by ?? door, activity: "segments", people: standing.people,
        policyVersion: standing.policyVersion))
  }

  /// Says whether somebody is in a segment, and which facts that rests on.
  ///
  /// - Parameters:
  ///   - choice: The segment.
  ///   - subject: Who it is about.
  ///   - moment: The moment asked about; the present if `nil`.
  ///   - by: Who asks; a look at the facts of one person is written down.
  /// - Returns: `nil` when nobody is known by these identifiers.
  /// - Throws: ``DeskError``, ``StoreError``, and what keeps the look from being written down.
  public func explain(
    _ choice: SegmentChoice, about subject: [Identifier], at moment: Timestamp? = nil,
    by: String? = nil
  ) async throws -> SegmentStanding? {
    let now = clock()
    let at = moment ?? now
    let gate = try await policies.gate(at: at)
    let segment = try gate.policy.segment(choice)
    let group = try await store.facts(about: subject)
    let population = Population(group, knownAt: min(at, now))
    guard let person = population.person(subject) else { return nil }
    let customer = try await store.customer(of: subject)
    try await log.append(
      UsageEntry(
        .card, at: now, by: by ?? door, purpose: segment.purpose, customer: customer, people: 1,
        policyVersion: gate.policy.version))
    let judged = SegmentPerson(person, in: group, by: gate, knownAt: min(at, now))
    return SegmentStanding(
      segment: segment, at: at, customer: customer,
      explanation: judged.explanation(of: segment.condition, at: at),
      next: judged.nextChange(of: segment.condition, after: at),
      decision: segment.purpose.map { purpose in
        let channel = gate.policy.lookingChannel(for: purpose)
        let question = AudienceQuestion(purpose: purpose, channel: channel, at: at)
          .limited(to: segment, under: gate.policy)
        return gate.decide(question.use(about: subject), about: person.profile, now: now)
      }, gate: gate)
  }
}

// MARK: - Only the members

extension Desk {
  /// How far before the present a question may be that is answered out of the board.
  private static let sameMoment: Int64 = 60_000

  /// The groups with a member of the question's segment, where the board knows them.
  ///
  /// The question is then about the moment for which the board is right.
  ///
  /// - Returns: `nil` when everybody must be asked.
  func members(
    for question: inout AudienceQuestion, now: Timestamp, forecasting days: Int?
  ) async throws -> SegmentBoard.Members? {
    guard let segment = question.segment, segment.id != nil, days == nil, let segments,
      question.at <= now, question.at >= now.advanced(by: -Self.sameMoment),
      let found = try await segments.members(of: segment)
    else { return nil }
    question.at = found.at
    return found
  }

  /// Calls `body` with the groups of these nodes, or with every group.
  func forEachGroup(
    of nodes: [GroupNode]?, _ body: @Sendable (FactGroup) async throws -> Void
  ) async throws {
    guard let nodes, let feed = store as? any ChangeFeed else {
      return try await store.forEachGroup(body)
    }
    for node in nodes {
      let group = try await feed.group(of: node).group
      if !group.facts.isEmpty { try await body(group) }
    }
  }
}
