import Testing

@testable import OpenkaartCore

/// A yes to a contact point that its channel cannot have.
///
/// What reads facts refuses such a yes, so the random worlds have none of their own.
struct ImpossiblePointTests {
  @Test func `P3 a yes to a point that its channel cannot have is a yes to none`() {
    var basedOnConsent = 0
    for (world, gate) in RandomCases(seeds: PropertyTests.seeds)
    where world.use.channel.pointType != nil {
      let before = gate.decision(on: world)
      if before.reasons.contains(where: { $0.code == .basisConsent }) { basedOnConsent += 1 }
      let after = gate.decision(on: world, facts: world.facts.map(\.sayingYesToNoPoint))
      if after.reasons.contains(where: { $0.code == .basisConsent }) {
        Issue.record("\(after.reasons.map(\.code.rawValue))\n\(world)")
      }
    }
    #expect(basedOnConsent > 50)
  }

  @Test func `R1 the gate agrees with the reference about a yes to an impossible point`() {
    for (world, gate) in RandomCases(seeds: PropertyTests.seeds) {
      var world = world
      // Some of them, so that what stands beside them is told apart.
      world.facts = world.facts.enumerated().map { $0 % 3 == 0 ? $1 : $1.sayingYesToNoPoint }
      let (given, expected) = (
        gate.decision(on: world).comparable(on: world.use.channel), world.answer
      )
      if given != expected {
        Issue.record("\(Difference(of: given, from: expected))\n\(world)")
      }
    }
  }

  @Test(arguments: [" 06-12345678", "0031 6 12345678"])
  func `a point that is written otherwise is the same point`(written: String) throws {
    let phone = try #require(Identifier(.phone, "+31612345678"))
    let other = try #require(Identifier(.phone, "+31687654321"))
    let moment = Timestamp(milliseconds: 1_795_338_000_000)
    let yes = Fact(
      id: FactID(source: "crm", id: "1"), subject: [other], occurredAt: moment, recordedAt: moment,
      content: .consented(
        Consent(
          purpose: "offers", channel: .sms, contactPoint: written,
          notice: NoticeReference(id: "marketing", version: "1"), method: .form)))
    let offers = Purpose(
      id: "offers", label: LocalizedText(nl: "Aanbiedingen", en: "Offers"), isMarketing: true,
      bases: [.consent], channels: [.sms], dataCategories: [], notice: "marketing")
    let gate = Gate(
      policy: Policy(
        version: "p1", controller: Controller(name: "House", entity: "house", timeZone: "UTC"),
        purposes: [offers]),
      zones: .empty)
    for (point, isNamed) in [(phone, true), (other, false)] {
      let use = Use(subject: [point], purpose: "offers", channel: .sms, at: moment)
      let profile = Profile(of: [point], in: [yes], knownAt: moment)
      let decision = gate.decide(use, about: profile, now: moment)
      #expect(decision.reasons.contains { $0.code == .consentMissing } != isNamed)
    }
  }
}

extension Fact {
  /// The fact with a point that no channel can have, where it is a yes over a channel that has points.
  var sayingYesToNoPoint: Fact {
    let content: FactContent
    switch self.content {
    case .consented(let consent) where consent.channel.pointType != nil:
      content = .consented(
        Consent(
          purpose: consent.purpose, channel: consent.channel, contactPoint: " ",
          notice: consent.notice, method: consent.method, isExplicit: consent.isExplicit,
          isByGuardian: consent.isByGuardian))
    case .confirmed(let confirmation) where confirmation.channel.pointType != nil:
      content = .confirmed(
        Confirmation(
          purpose: confirmation.purpose, channel: confirmation.channel, contactPoint: " "))
    default: return self
    }
    return Fact(
      id: id, subject: subject, occurredAt: occurredAt, recordedAt: recordedAt, content: content,
      unknownFields: unknownFields)
  }
}
