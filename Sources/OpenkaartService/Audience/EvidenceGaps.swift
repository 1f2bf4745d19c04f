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
  public mutating func note(_ fact: Fact) {
    for statement in fact.statements { statements[statement, default: 0] += 1 }
    switch fact.content {
    case .consented(let consent):
      if let question, consent.purpose != question.purpose || consent.channel != question.channel {
        return
      }
      consents += 1
      let isUnproven = consent.notice == nil || consent.method == nil
      if isUnproven || consent.method == .imported { claimedConsents += 1 }
    case .purchased(let purchase):
      purchases += 1
      if lacksPoint(fact) { purchasesWithoutPoint += 1 }
      if purchase.saleKind == nil { purchasesWithoutSaleKind += 1 }
      if purchase.optOutOffered != true { purchasesWithoutOptOut += 1 }
    default: return
    }
  }

  private func lacksPoint(_ fact: Fact) -> Bool {
    guard let question else { return !fact.subject.contains { $0.type.isContactPoint } }
    guard let type = question.channel.pointType else { return false }
    return !fact.subject.contains { $0.type == type }
  }

  /// Looks at one person, whom the question is about.
  public mutating func note(_ person: Population.Person, under policy: Policy) {
    guard let question, question.channel.pointType != nil else { return }
    let points = person.profile.contactPoints(
      on: question.channel, at: question.at, under: policy)
    if points.isEmpty { peopleWithoutPoint += 1 }
  }
}
