public import OpenkaartCore

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
  /// How many people were asked about.
  public var people: Int { funnel.total }

  public init(_ inquiry: Inquiry) {
    self.inquiry = inquiry
    gaps = EvidenceGaps(about: inquiry.question)
  }

  /// One of the people, and the answer about them.
  public struct Member: Sendable {
    /// From 1, in the order of asking; it means nothing elsewhere.
    public let number: Int
    public let person: Population.Person
    public let answer: Inquiry.Answer
    /// The words that the reasons rest on.
    public let statements: [Statement]
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
      let answer = inquiry.answer(about: person)
      funnel.count(answer.decision)
      gaps.note(person, under: gate.policy)
      let statements = audience.statements(behind: answer.decision)
      if answer.decision.outcome == .allow {
        for statement in statements { reliance[statement, default: 0] += 1 }
      }
      try each(
        Member(number: people, person: person, answer: answer, statements: statements))
      if index % 1024 == 1023 { progress(Double(index + 1) / Double(audience.people.count)) }
    }
  }
}
