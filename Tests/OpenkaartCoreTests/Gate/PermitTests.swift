import Testing

@testable import OpenkaartCore

@Suite struct PermitTests {
  private static let now = Timestamp(milliseconds: 1_795_000_000_000)
  private static let secret = (0..<32).map { UInt8($0 * 7 & 0xFF) }
  private static func key() throws -> PermitKey { try #require(PermitKey(secret)) }

  private static let use = Use(
    subject: [Identifier(.email, "a@example.nl"), Identifier(.customerNumber, "1")]
      .compactMap(\.self),
    purpose: "offers", channel: .email,
    activity: Use.Activity(
      id: "a", productLine: "cars", product: "x", topic: "cars", priceCents: 100, entity: "e",
      isSimilar: true, isServiceMessage: false, isPromotional: false),
    data: ["contact", "purchases"], recipient: "partner", at: now)

  private static let reason = Reason(
    code: .basisConsent, effect: .allow, rule: "C02", source: "AVG 6(1)(a)",
    evidence: [FactID(source: "web", id: "1"), FactID(source: "web", id: "2")], ends: now)

  private static func decision(
    _ outcome: Decision.Outcome = .allow, until: Timestamp? = nil, reasons: [Reason] = [reason],
    version: String = "v1", at: Timestamp = now,
    obligations: [Decision.Obligation] = [.unsubscribeLink], point: ContactPoint? = "a@example.nl"
  ) -> Decision {
    Decision(
      outcome: outcome, until: until, reasons: reasons, policyVersion: version, decidedAt: at,
      obligations: obligations, contactPoint: point)
  }

  private static func permit(for decision: Decision = decision()) throws -> Permit {
    try #require(try Permit(for: decision, on: use, issuedAt: now, key: key()))
  }

  private static func isValid(
    _ text: String, for decision: Decision = decision(), on use: Use = use,
    at moment: Timestamp = now
  ) throws -> Bool {
    Permit.isValid(text, for: decision, on: use, at: moment, key: try key())
  }

  @Test func `an allow gets a permit that holds`() throws {
    let permit = try Self.permit()
    #expect(try Self.isValid(permit.text))
    #expect(permit.text.hasPrefix("\(permit.expiresAt.milliseconds)."))
  }

  @Test func `the same question and answer have one permit, whenever it is asked`() throws {
    let later = Permit(
      for: Self.decision(), on: Self.use, issuedAt: Self.now.advanced(by: 599_999),
      key: try Self.key())
    #expect(later == (try Self.permit()))
  }

  @Test(arguments: [Decision.Outcome.deny, .later]) func `only an allow gets one`(
    outcome: Decision.Outcome
  ) throws {
    let refused = Self.decision(outcome)
    #expect(
      Permit(for: refused, on: Self.use, issuedAt: Self.now, key: try Self.key()) == nil)
    #expect(try !Self.isValid(Self.permit().text, for: refused))
  }

  @Test func `a permit ends ten minutes after the moment decided about, to the millisecond`() throws
  {
    let permit = try Self.permit()
    #expect(permit.expiresAt == Self.now.advanced(by: 10 * 60 * 1000))
    #expect(try Self.isValid(permit.text, at: permit.expiresAt.advanced(by: -1)))
    #expect(try !Self.isValid(permit.text, at: permit.expiresAt))
    #expect(try !Self.isValid(permit.text, at: .distantFuture))
  }

  @Test(arguments: [-600_000, -600_001, 1] as [Int64]) func `no permit for another time than now`(
    offset: Int64
  ) throws {
    let decision = Self.decision(at: Self.now.advanced(by: offset))
    #expect(
      Permit(for: decision, on: Self.use, issuedAt: Self.now, key: try Self.key()) == nil)
  }

  @Test func `a key of fewer than 32 bytes is no key`() {
    #expect(PermitKey([UInt8](repeating: 1, count: 31)) == nil)
    #expect(PermitKey([]) == nil)
  }

  @Test func `any changed bit of the text is refused`() throws {
    let text = try Self.permit().text
    for index in text.utf8.indices {
      for bit in 0..<8 {
        var bytes = Array(text.utf8)
        bytes[text.utf8.distance(from: text.startIndex, to: index)] ^= 1 << bit
        #expect(try !Self.isValid(String(decoding: bytes, as: UTF8.self)))
      }
    }
    for other in ["", ".", "\(text)0", "0\(text)", "+\(text)", String(text.dropLast()), " \(text)"]
    {
      #expect(try !Self.isValid(other), "\(other)")
    }
    #expect(try !Self.isValid(text.uppercased()))
  }

  @Test func `any changed bit of the key is refused`() throws {
    let text = try Self.permit().text
    for index in Self.secret.indices {
      for bit in 0..<8 {
        var secret = Self.secret
        secret[index] ^= 1 << bit
        let other = try #require(PermitKey(secret))
        #expect(
          !Permit.isValid(text, for: Self.decision(), on: Self.use, at: Self.now, key: other))
      }
    }
    let longer = try #require(PermitKey(Self.secret + [0]))
    #expect(!Permit.isValid(text, for: Self.decision(), on: Self.use, at: Self.now, key: longer))
  }

  @Test(arguments: UseChange.all) func `a changed use is refused`(_ change: UseChange) throws {
    var use = Self.use
    change.apply(&use)
    #expect(use != Self.use, "the change changes nothing")
    #expect(try !Self.isValid(Self.permit().text, on: use))
  }

  @Test func `a changed decision is refused`() throws {
    let now = Self.now
    let changed: [Decision] = [
      Self.decision(until: now), Self.decision(reasons: []),
      Self.decision(reasons: [Self.reason, Self.reason]), Self.decision(version: "v2"),
      Self.decision(version: ""), Self.decision(at: now.advanced(by: -1)),
      Self.decision(obligations: []), Self.decision(obligations: [.offerObjection]),
      Self.decision(obligations: [.unsubscribeLink, .optOutAddress]), Self.decision(point: nil),
      Self.decision(point: ""), Self.decision(point: "b@example.nl"),
    ]
    let text = try Self.permit().text
    for decision in changed + Self.changedReasons.map({ Self.decision(reasons: [$0]) }) {
      #expect(try !Self.isValid(text, for: decision), "\(decision)")
    }
  }

  private static var changedReasons: [Reason] {
    func changed(
      _ code: ReasonCode = .basisConsent, _ effect: Reason.Effect = .allow, rule: String = "C02",
      source: String = "AVG 6(1)(a)", _ evidence: [FactID] = reason.evidence,
      ends: Timestamp? = now
    ) -> Reason {
      Reason(
        code: code, effect: effect, rule: rule, source: source, evidence: evidence, ends: ends)
    }
    return [
      changed(.basisSoftOptIn), changed(.basisConsent, .later), changed(rule: "C03"),
      changed(source: "AVG 6(1)(f)"), changed(rule: "C02AVG", source: " 6(1)(a)"),
      changed(.basisConsent, .allow, []), changed(.basisConsent, .allow, [Self.reason.evidence[0]]),
      changed(.basisConsent, .allow, Self.reason.evidence.reversed()),
      changed(.basisConsent, .allow, [FactID(source: "web1", id: ""), Self.reason.evidence[1]]),
      changed(ends: nil), changed(ends: now.advanced(by: 1)),
    ]
  }

  /// A field that is added must be signed, and changed in a test above.
  @Test func `every field of question and answer is known here`() {
    #expect(Mirror(reflecting: Self.use).children.count == 7)
    #expect(Mirror(reflecting: Use.Activity()).children.count == 9)
    #expect(Mirror(reflecting: Self.decision()).children.count == 7)
    #expect(Mirror(reflecting: Self.reason).children.count == 6)
  }

  @Test func `of many random questions and answers no permit holds for another`() throws {
    var cases: [(use: Use, decision: Decision, permit: Permit)] = []
    let key = try Self.key()
    for (world, gate) in RandomCases(seeds: 0..<600) {
      let decision = gate.decision(on: world)
      let permit = Permit(for: decision, on: world.use, issuedAt: decision.decidedAt, key: key)
      #expect((permit != nil) == (decision.outcome == .allow))
      if let permit { cases.append((world.use, decision, permit)) }
    }
    #expect(cases.count > 50)
    for (index, one) in cases.enumerated() {
      for (other, two) in cases.enumerated() {
        let isSame = index == other || (one.use, one.decision) == (two.use, two.decision)
        let isValid = Permit.isValid(
          one.permit.text, for: two.decision, on: two.use, at: two.decision.decidedAt, key: key)
        if isValid != isSame { Issue.record("\(one.use) \(two.use)") }
      }
    }
  }
}
