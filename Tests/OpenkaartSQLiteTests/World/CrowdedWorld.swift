import OpenkaartCore

@testable import OpenkaartCoreTests

/// Random facts in which people share telephones, addresses and cards, join and part, told in any
/// order: what decides who belongs together.
struct CrowdedWorld {
  let facts: [Fact]
  let identifiers: [Identifier]
  /// The moments at which something was recorded.
  let moments: [Timestamp]

  init(seed: UInt64) {
    let random = SplitMix64(seed: seed)
    let pairs: [(IdentifierType, [String])] = [
      (.customerNumber, (1...9).map { "\($0)" }),
      (.email, (1...7).map { "p\($0)@example.nl" } + ["info@bakery.example"]),
      (.phone, ["+31612345601", "+31612345602", "+31201234567"]),
      (.loyaltyCard, ["77", "78"]), (.anonymousId, ["kiosk", "tablet", "a1", "a2"]),
    ]
    let known = pairs.map { type, values in values.compactMap { Identifier(type, $0) } }
    let start = Timestamp(milliseconds: 1_790_000_000_000)
    let moments = (0..<12).map { start.advanced(by: Int64($0) * 3_600_000) }
    let isInOrder = random.chance(40)
    let count = random.number(5...60)
    var facts: [Fact] = []
    for number in 0..<count {
      let recorded =
        isInOrder ? moments[number * moments.count / count] : random.pick(moments)
      facts.append(
        Fact(
          id: FactID(source: random.pick(["crm", "web"]), id: "\(number)"),
          subject: Self.several(random, known, atMost: 3),
          occurredAt: random.chance(70) ? recorded : random.pick(moments), recordedAt: recorded,
          content: Self.content(random, known)))
    }
    self.facts = facts
    self.moments = moments
    identifiers = known.flatMap(\.self)
  }

  /// Identifiers of different types, at least one.
  private static func several(
    _ random: SplitMix64, _ known: [[Identifier]], atMost: Int
  ) -> [Identifier] {
    let types = random.shuffled(known).prefix(random.number(1...atMost))
    return types.map { random.pick($0) }
  }

  private static func content(_ random: SplitMix64, _ known: [[Identifier]]) -> FactContent {
    switch random.number(0...19) {
    case 0...9: .described(Description(identifiers: several(random, known, atMost: 2)))
    case 10: .merged(with: several(random, known, atMost: 2), evidence: "seen")
    case 11: .split(with: several(random, known, atMost: 2), evidence: nil)
    case 12:
      .purchased(
        Purchase(
          order: "o", lines: [.init(product: "p", productLine: "cars", priceCents: 100)],
          saleKind: .paid, optOutOffered: true))
    case 13:
      .consented(
        Consent(
          purpose: "offers", channel: .email, contactPoint: random.pick(known[1]).value,
          notice: NoticeReference(id: "news", version: "1"), method: .form))
    case 14: .withdrew(Refusal(purpose: nil, channel: random.pick([nil, .email, .phone])))
    case 15: .contacted(Contact(channel: .email, purpose: "offers", activity: "a"))
    case 16: .responded(Response(to: "\(random.number(0...60))", .unsubscribed))
    case 17: .complained(case: "1", about: nil)
    default: .behaved(event: "seen", properties: [])
    }
  }
}
