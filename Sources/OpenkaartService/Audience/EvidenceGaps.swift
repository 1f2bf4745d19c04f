public import OpenkaartCore

/// What facts cannot show about a question, so that people see where a better source would help.
public struct EvidenceGaps: Hashable, Sendable {
  /// Consents to the purpose over the channel.
  public private(set) var consents = 0
  /// Those of them that are only claimed: imported, without method or without notice.
  public private(set) var claimedConsents = 0
  public private(set) var purchases = 0
  /// Purchases that name no contact point of the channel: none can carry a soft opt-in.
  public private(set) var purchasesWithoutPoint = 0
  public private(set) var purchasesWithoutSaleKind = 0
  /// Purchases of which nothing shows that an opt-out was offered.
  public private(set) var purchasesWithoutOptOut = 0
  /// People without a contact point on a channel that needs one.
  public private(set) var peopleWithoutPoint = 0
  /// What rests on somebody's word, and in how many facts.
  public private(set) var statements: [Statement: Int] = [:]

  /// The purpose and channel asked about; `nil` is any.
  private let question: AudienceQuestion?

  /// Starts to look; without a question at what facts leave open for any.
  public init(about question: AudienceQuestion? = nil) { self.question = question }

  /// Looks through the facts behind `audience`.
  public init(in facts: [Fact], of audience: Audience) {
    self.init(about: audience.question)
    for fact in facts { note(fact) }
    for person in audience.people { note(person, under: audience.gate.policy) }
  }

  /// Looks at one fact.
  public mutating func note(_ fact: Fact) { note(FactEvidence(fact), times: 1) }

  /// Looks at so many facts that show the same.
  mutating func note(_ evidence: FactEvidence, times count: Int) {
    for statement in evidence.statements { statements[statement, default: 0] += count }
    switch evidence.kind {
    case .consent(let purpose, let channel, let isClaimed):
      if let question, purpose != question.purpose || channel != question.channel { return }
      consents += count
      if isClaimed { claimedConsents += count }
    case .purchase(let points, let hasSaleKind, let hasOptOut):
      purchases += count
      if lacksPoint(points) { purchasesWithoutPoint += count }
      if !hasSaleKind { purchasesWithoutSaleKind += count }
      if !hasOptOut { purchasesWithoutOptOut += count }
    case .wish, .other: return
    }
  }

  private func lacksPoint(_ points: FactEvidence.PointTypes) -> Bool {
    guard let question else { return points.isEmpty }
    guard let type = question.channel.pointType else { return false }
    return !points.contains(FactEvidence.PointTypes(type))
  }

  /// Looks at so many people without a contact point.
  mutating func note(peopleWithoutPoint count: Int) { peopleWithoutPoint += count }

  /// Looks at one person, whom the question is about.
  public mutating func note(_ person: Population.Person, under policy: Policy) {
    guard let question, question.channel.pointType != nil else { return }
    let points = person.profile.contactPoints(
      on: question.channel, at: question.at, under: policy)
    if points.isEmpty { peopleWithoutPoint += 1 }
  }
}
