internal import OpenkaartAudience
public import OpenkaartCore
internal import OpenkaartSegments

/// The answer about everybody, counted group by group.
public struct AudienceCount: Sendable {
  public let inquiry: Inquiry
  public private(set) var funnel = Funnel()
  public private(set) var gaps: EvidenceGaps
  /// How many of the allowed rest on each statement.
  public private(set) var reliance: [Statement: Int] = [:]
  /// How many facts are behind the answer.
  public private(set) var facts = 0

  public var question: AudienceQuestion { inquiry.question }
  public var gate: Gate { inquiry.gate }
  /// How many people are outside the segment, if the question is limited to one.
  public private(set) var outside = 0
  /// How many may be reached, asked for messages at some pace, and got none within it; nobody where
  /// the question is about no direct marketing.
  public private(set) var underContacted = 0
  private let isMarketing: Bool
  /// The coming days, if they were asked for.
  public private(set) var forecast: AudienceForecast?
  /// How many people were asked about.
  public var people: Int { funnel.total }

  /// - Parameters:
  ///   - inquiry: What is asked.
  ///   - days: So many coming days are asked about too, which takes so many times as long.
  public init(_ inquiry: Inquiry, forecasting days: Int? = nil) {
    self.inquiry = inquiry
    forecast = days.map { AudienceForecast(days: $0, of: inquiry) }
    gaps = EvidenceGaps(about: inquiry.question)
    isMarketing = inquiry.question.isMarketing(under: inquiry.gate.policy)
  }

  /// One of the people, and the answer about them.
  public struct Member: Sendable {
    /// From 1, in the order of asking; it means nothing elsewhere.
    public let number: Int
    public let person: Population.Person
    public let answer: Inquiry.Answer
    /// The words that the reasons rest on.
    public let statements: [Statement]
    /// May be reached, asked for messages at some pace, and got none within it.
    public let isUnderContacted: Bool
  }

  /// Asks about everybody in a group.
  ///
  /// - Parameters:
  ///   - group: The facts.
  ///   - progress: Told now and then which part of the group is done, from 0 to 1.
  ///   - each: Told every answer.
  public mutating func add(
    _ group: FactGroup, progress: (Double) -> Void = { _ in },
    each: (Member) throws -> Void = { _ in }
  ) rethrows {
    let audience = Audience(of: group, inquiry: inquiry)
    facts += group.facts.count
    for fact in group.facts { gaps.note(fact) }
    for (index, person) in audience.people.enumerated() {
      let subject = subject(person, in: group, isOnlyOne: audience.people.count == 1)
      forecast?.add(person, subject)
      guard question.includes(subject) else {
        outside += 1
        continue
      }
      let answer = inquiry.answer(about: person)
      let isLeftWaiting = isLeftWaiting(person, answer)
      if isLeftWaiting { underContacted += 1 }
      funnel.count(answer.decision)
      gaps.note(person, under: gate.policy)
      let statements = audience.statements(behind: answer.decision)
      if answer.decision.outcome == .allow {
        for statement in statements { reliance[statement, default: 0] += 1 }
      }
      try each(
        Member(
          number: people, person: person, answer: answer, statements: statements,
          isUnderContacted: isLeftWaiting))
      if index % 1024 == 1023 { progress(Double(index + 1) / Double(audience.people.count)) }
    }
  }

  /// Adds the people whom columns answer to those who were asked one by one.
  ///
  /// - Parameters:
  ///   - columns: The answers.
  ///   - facts: What all facts show, also those about the people who were asked.
  ///   - missing: How many of the answered have no contact point.
  ///   - closer: The answers about those of the answered of whom more has to be known than counts.
  mutating func add(
    _ columns: ColumnCount, facts: [(kind: FactEvidence, count: Int)], withoutPoint missing: Int,
    closer: AudienceCount
  ) {
    funnel = Funnel(columns) + funnel
    var gaps = EvidenceGaps(about: question)
    for (kind, count) in facts { gaps.note(kind, times: count) }
    gaps.note(peopleWithoutPoint: self.gaps.peopleWithoutPoint + missing)
    self.gaps = gaps
    self.facts = facts.reduce(0) { $0 + $1.count }
    reliance.merge(closer.reliance, uniquingKeysWith: +)
    underContacted += closer.underContacted
  }

  /// Takes for outside all who were not asked about, where only the groups of members were read.
  mutating func note(peopleInAll count: Int) { outside = max(0, count - people) }

  /// The person as the segment sees them; `nil` without a segment.
  private func subject(
    _ person: Population.Person, in group: FactGroup, isOnlyOne: Bool
  ) -> SegmentPerson? {
    guard question.segment != nil else { return nil }
    return SegmentPerson(
      person, in: group, isOnlyOne: isOnlyOne, by: gate, knownAt: inquiry.knownAt)
  }

  private func isLeftWaiting(_ person: Population.Person, _ answer: Inquiry.Answer) -> Bool {
    // The pace that people ask for is that of advertising: nobody waits for a recall.
    answer.decision.outcome == .allow && question.channel != .none && isMarketing
      && gate.isLeftWaiting(over: question.channel, person.profile, at: question.at)
  }
}
