import OpenkaartCore
import OpenkaartService
import Testing

/// Random numbers that a seed repeats: SplitMix64.
private struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct AudienceTests {
  private static let now = Timestamp(milliseconds: 1_795_338_000_000)
  private static let day: Int64 = 86_400_000
  private static let gate = Result { try ScenarioTests.file("golden.yaml").1 }

  /// A few people with a few facts each, who share addresses, merge and split.
  private static func world(_ random: inout Seeded) -> [Fact] {
    (0..<Int.random(in: 1...40, using: &random)).map { index in
      let number = Int.random(in: 1...8, using: &random)
      var subject = [Identifier(.customerNumber, "\(number)")].compactMap(\.self)
      if Bool.random(using: &random) {
        let address = "\(number)-\(Int.random(in: 1...3, using: &random))@example.nl"
        subject += [Identifier(.email, address)].compactMap(\.self)
      }
      let at = now.advanced(by: -Int64.random(in: -5...900, using: &random) * day)
      return Fact(
        id: FactID(source: "test", id: "\(index)"), subject: subject, occurredAt: at,
        recordedAt: at, content: content(&random))
    }
  }

  /// The facts of a seed, for other suites.
  static func facts(seed: UInt64) -> [Fact] {
    var random = Seeded(seed)
    return world(&random)
  }

  private static func content(_ random: inout Seeded) -> FactContent {
    let notice = NoticeReference(id: "marketing", version: "1")
    let other = [Identifier(.customerNumber, "\(Int.random(in: 1...8, using: &random))")]
      .compactMap(\.self)
    return switch Int.random(in: 0..<10, using: &random) {
    case 0...3:
      .consented(Consent(purpose: "offers", channel: .email, notice: notice, method: .form))
    case 4: .withdrew(Refusal(purpose: nil, channel: nil))
    case 5: .complained(case: "k", about: nil)
    case 6: .contacted(Contact(channel: .email, purpose: "offers"))
    case 7: .merged(with: other, evidence: nil)
    case 8:
      .purchased(
        Purchase(
          order: nil,
          lines: [.init(product: nil, productLine: "accessories", priceCents: 100)],
          saleKind: .paid, optOutOffered: true))
    default: .described(Description())
    }
  }

  private static let questions = [
    AudienceQuestion(
      purpose: "offers", channel: .email,
      activity: .init(id: "a", productLine: "accessories", isPromotional: true), at: now),
    AudienceQuestion(purpose: "service", channel: .email, at: now),
    AudienceQuestion(purpose: "taxRecords", channel: .none, at: now),
    AudienceQuestion(purpose: "offers", channel: .post, at: now.advanced(by: -100 * day)),
  ]

  @Test(arguments: UInt64(0)..<60) func `totals add up`(seed: UInt64) throws {
    let gate = try Self.gate.get()
    var random = Seeded(seed)
    let facts = Self.world(&random)
    for question in Self.questions {
      let audience = Audience(of: facts, question: question, gate: gate, now: Self.now)
      var outcomes: [Decision.Outcome: Int] = [:]
      let funnel = audience.funnel(each: { _, answer in
        outcomes[answer.decision.outcome, default: 0] += 1
      })
      #expect(funnel.total == audience.people.count)
      #expect(funnel.allowedCount + funnel.laterCount + funnel.deniedCount == funnel.total)
      #expect(funnel.allowedCount == outcomes[.allow, default: 0])
      #expect(funnel.laterCount == outcomes[.later, default: 0])
      for (code, count) in funnel.denied { #expect(count <= funnel.anywhere[code] ?? 0) }
    }
  }

  @Test(arguments: UInt64(0)..<60) func `the audience is asking one by one`(seed: UInt64) throws {
    let gate = try Self.gate.get()
    var random = Seeded(seed)
    let facts = Self.world(&random)
    for question in Self.questions {
      let audience = Audience(of: facts, question: question, gate: gate, now: Self.now)
      for person in audience.people {
        let answer = audience.answer(about: person)
        let identifiers = person.identifiers(at: question.at)
        let points = identifiers.filter { $0.type == question.channel.pointType }
        let profile = Profile(
          of: identifiers, in: facts, knownAt: min(question.at, Self.now))
        // By hand: every point of the person in any order, and the question that names none.
        let others = identifiers.filter { $0.type != question.channel.pointType }
        let decisions = ([[]] + points.map { [$0] }).map {
          gate.decide(question.use(about: $0 + others), about: profile, now: Self.now)
        }
        let isAnyAllowed = decisions.contains { $0.outcome == .allow }
        #expect((answer.decision.outcome == .allow) == isAnyAllowed)
        if !isAnyAllowed { #expect(answer.decision.outcome == decisions.first?.outcome) }
        #expect(
          gate.decide(answer.use, about: profile, now: Self.now).reasons.map(\.code)
            == answer.decision.reasons.map(\.code))
      }
    }
  }

  @Test func `everybody of whom facts speak is asked about once`() throws {
    let gate = try Self.gate.get()
    for seed in UInt64(0)..<60 {
      var random = Seeded(seed)
      let facts = Self.world(&random)
      let audience = Audience(
        of: facts, question: Self.questions[0], gate: gate, now: Self.now)
      let all = audience.people.flatMap { $0.identifiers(at: Self.now) }
      #expect(Set(all).count == all.count)
      let known = facts.filter { $0.recordedAt <= Self.now }.flatMap(\.subject)
      #expect(Set(known).isSubset(of: Set(all)))
    }
  }
}

@Suite struct IntakeTests {
  private func document(_ id: String, _ day: String) throws -> Node {
    try JSONReader.node(
      in: """
        {"id":"\(id)","source":"crm","kind":"deceased","occurredAt":"\(day)T00:00:00Z",\
        "subject":{"customerNumber":"1"},"extra":[1,{"a":2}]}
        """)
  }

  @Test func `a fact goes in once and another under its id stays out`() throws {
    var intake = Intake()
    try intake.take(try document("1", "2026-01-01"), with: FactReader())
    try intake.take(
      try document("1", "2026-01-01"), with: FactReader(recordedAt: .distantFuture))
    #expect(intake.store.facts.count == 1)
    #expect(intake.report.duplicates == 1)
    let error = #expect(throws: DocumentError.self) {
      try intake.take(try document("1", "2026-01-02"), with: FactReader())
    }
    #expect(error?.code == "fact.conflict")
    #expect(intake.report.conflicts == 1)
    #expect(intake.report.taken == [.deceased: 1])
    #expect(intake.report.unknownFields == ["extra": 1])
  }

  @Test func `what is no fact is counted and says nothing of its values`() throws {
    var intake = Intake()
    let node = try JSONReader.node(in: #"{"id":"1","kind":"zoe@example.nl","source":"crm"}"#)
    let error = #expect(throws: DocumentError.self) {
      try intake.take(node, with: FactReader())
    }
    #expect(error?.message.nl.contains("zoe") == false)
    #expect(error?.message.en.contains("zoe") == false)
    #expect(intake.report.rejected == 1)
  }
}
