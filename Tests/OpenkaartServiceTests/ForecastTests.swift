import OpenkaartCore
import OpenkaartFiles
import OpenkaartSegments
import OpenkaartService
import Testing

/// The coming days, and who asked for messages and got none.
struct ForecastTests {
  private static let day: Int64 = 86_400_000
  private static let now = Timestamp(milliseconds: 1_795_338_000_000)
  private static let gate = Result { try ScenarioTests.file("golden.yaml").1 }

  private static func fact(
    _ id: String, of number: Int = 1, _ content: FactContent, before days: Int64
  ) -> Fact {
    let at = now.advanced(by: -days * day)
    return Fact(
      id: FactID(source: "t", id: id),
      subject: [Identifier(.email, "p\(number)@x.nl")].compactMap(\.self),
      occurredAt: at, recordedAt: at, content: content)
  }

  private static func consent(of number: Int = 1, before days: Int64) -> Fact {
    fact(
      "yes-\(number)", of: number,
      .consented(
        Consent(
          purpose: "offers", channel: .email,
          notice: NoticeReference(id: "marketing", version: "1"), method: .form)), before: days)
  }

  private static func sent(_ id: Int, of number: Int = 1, before days: Int64) -> Fact {
    fact(
      "sent-\(id)", of: number, .contacted(Contact(channel: .email, purpose: "offers")),
      before: days)
  }

  /// Somebody whose consent ends in the coming days or has just ended, and somebody whose cap is full.
  private static func turning(_ seed: Int64) -> [Fact] {
    [consent(of: 20, before: 715 + seed % 20), consent(of: 21, before: 90)]
      + (0..<4).map { sent(Int($0), of: 21, before: (seed + $0) % 7) }
  }

  private static func wish(_ text: String, of number: Int = 1) throws -> Fact {
    fact(
      "wish-\(number)", of: number,
      .preferred(Preference(frequency: [.email: try #require(Frequency(parsing: text))])),
      before: 60)
  }

  private static func count(_ facts: [Fact], forecasting days: Int? = nil) throws -> AudienceCount {
    let question = AudienceQuestion(purpose: "offers", channel: .email, at: now)
    var count = AudienceCount(
      Inquiry(question, gate: try gate.get(), now: now), forecasting: days)
    try count.add(FactGroup(facts: facts))
    return count
  }

  @Test func `S8: each coming day is what the gate says of that day, on what is known now`() throws
  {
    let gate = try Self.gate.get()
    var changes = 0
    for seed in UInt64(0)..<40 {
      let group = FactGroup(facts: AudienceTests.facts(seed: seed) + Self.turning(Int64(seed)))
      for line in [nil, "not bought accessories in 300 days", "recency within 400 days"] {
        var question = AudienceQuestion(purpose: "offers", channel: .email, at: Self.now)
        if let line {
          question = question.limited(
            to: try gate.policy.segment(.written(line)), under: gate.policy)
        }
        var count = AudienceCount(
          Inquiry(question, gate: gate, now: Self.now), forecasting: 14)
        try count.add(group)
        let moments = try #require(count.forecast).moments
        #expect(moments.count == 15)
        for (number, moment) in moments.enumerated() {
          #expect(moment.at == Self.now.advanced(by: Int64(number) * Self.day))
          question.at = moment.at
          var then = AudienceCount(Inquiry(question, gate: gate, now: Self.now))
          try then.add(group)
          #expect(moment.allowed == then.funnel.allowedCount)
          #expect(moment.later == then.funnel.laterCount)
          #expect(moment.denied == then.funnel.deniedCount)
          guard number > 0 else { continue }
          #expect(moments[number - 1].allowed + moment.gained - moment.lost == moment.allowed)
          changes += moment.gained + moment.lost
        }
      }
    }
    #expect(changes > 0)
  }

  @Test func `caps get room, and consents expire`() throws {
    // Four messages in seven days are the cap; a consent lasts 24 months.
    let sends = (0..<4).map { Self.sent($0, before: 5) }
    let count = try Self.count(
      [Self.consent(before: 30)] + sends + [Self.consent(of: 2, before: 725)], forecasting: 14)
    let moments = try #require(count.forecast).moments
    #expect(moments.map(\.allowed).prefix(3) == [1, 1, 2])
    #expect(moments[2].gained == 1)
    #expect(moments.last?.allowed == 1 && moments.map(\.lost).reduce(0, +) == 1)
  }

  @Test func `the same time of day is asked about when the clock changes`() throws {
    let gate = try Self.gate.get()
    let start = try #require(Timestamp(rfc3339: "2026-10-23T10:00:00+02:00"))
    let question = AudienceQuestion(purpose: "offers", channel: .email, at: start)
    let forecast = AudienceForecast(days: 4, of: Inquiry(question, gate: gate, now: start))
    #expect(
      forecast.moments.map { $0.at.rfc3339() } == [
        "2026-10-23T08:00:00Z", "2026-10-24T08:00:00Z", "2026-10-25T09:00:00Z",
        "2026-10-26T09:00:00Z", "2026-10-27T09:00:00Z",
      ])
  }

  @Test func `S9: who asked for messages and got none within their pace is told`() throws {
    let yes = Self.consent(before: 30)
    let wish = try Self.wish("2/week")
    for (facts, isWaiting) in [
      ([yes, wish], true), ([yes], false), ([yes, wish, Self.sent(1, before: 3)], false),
      ([yes, wish, Self.sent(1, before: 7)], true), ([wish], false),
      ([yes, try Self.wish("0/week")], false),
      (
        [yes, wish, Self.fact("no", .withdrew(Refusal(purpose: nil, channel: nil)), before: 1)],
        false
      ),
    ] {
      #expect(try Self.count(facts).underContacted == (isWaiting ? 1 : 0), "\(facts.map(\.id.id))")
    }
    var named: [Bool] = []
    var count = AudienceCount(
      Inquiry(
        AudienceQuestion(purpose: "offers", channel: .email, at: Self.now),
        gate: try Self.gate.get(), now: Self.now))
    count.add(
      FactGroup(facts: [yes, wish, Self.consent(of: 2, before: 30)]),
      each: {
        named.append($0.isUnderContacted)
      })
    #expect(named == [true, false])
  }

  @Test func `S9: nobody waits for what is no direct marketing`() throws {
    let gate = try Self.gate.get()
    let facts = [Self.consent(before: 30), try Self.wish("2/week")]
    for (purpose, promotes, waiting) in [
      ("offers", false, 1), ("safetyRecall", false, 0), ("safetyRecall", true, 0),
    ] {
      let question = AudienceQuestion(
        purpose: purpose, channel: .email,
        activity: Use.Activity(id: "a", isPromotional: promotes), at: Self.now)
      #expect(question.isMarketing(under: gate.policy) == (waiting == 1 || promotes))
      var count = AudienceCount(Inquiry(question, gate: gate, now: Self.now))
      try count.add(FactGroup(facts: facts))
      #expect(count.underContacted == waiting)
      // A recall may reach them, and its promotion may not.
      #expect(count.funnel.allowedCount == (promotes ? 0 : 1))
    }
  }
}
