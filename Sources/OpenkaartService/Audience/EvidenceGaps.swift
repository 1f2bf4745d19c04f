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

  /// Looks through the facts behind `audience`.
  public init(in facts: [Fact], of audience: Audience) {
    let question = audience.question
    let type = question.channel.pointType
    for fact in facts {
      for statement in fact.statements { statements[statement, default: 0] += 1 }
      switch fact.content {
      case .consented(let consent):
        guard consent.purpose == question.purpose, consent.channel == question.channel else {
          continue
        }
        consents += 1
        let isUnproven = consent.notice == nil || consent.method == nil
        if isUnproven || consent.method == .imported { claimedConsents += 1 }
      case .purchased(let purchase):
        purchases += 1
        if let type, !fact.subject.contains(where: { $0.type == type }) {
          purchasesWithoutPoint += 1
        }
        if purchase.saleKind == nil { purchasesWithoutSaleKind += 1 }
        if purchase.optOutOffered != true { purchasesWithoutOptOut += 1 }
      default: continue
      }
    }
    countPeople(of: audience, type)
  }

  private mutating func countPeople(of audience: Audience, _ type: IdentifierType?) {
    guard type != nil else { return }
    let question = audience.question
    peopleWithoutPoint = audience.people.count {
      $0.profile.contactPoints(on: question.channel, at: question.at, under: audience.gate.policy)
        .isEmpty
    }
  }
}
