import OpenkaartCore
import OpenkaartFiles
import OpenkaartService
import Testing

/// The counts out of columns against those of asking one by one.
struct FunnelTests {
  private static let day: Int64 = 86_400_000
  private static let now = Timestamp(milliseconds: 1_795_338_000_000).advanced(by: 6 * day)

  private static func desk(_ store: MemoryStore, _ gate: Gate) -> Desk {
    Desk(
      store: store, policies: PolicyBook(store, compiler: { _ in gate }), door: "test",
      clock: { now })
  }

  private static let questions = [
    AudienceQuestion(
      purpose: "offers", channel: .email, activity: .init(id: "a", topic: "cars"), at: now),
    AudienceQuestion(purpose: "service", channel: .email, at: now.advanced(by: 40 * day)),
    AudienceQuestion(purpose: "taxRecords", channel: .none, at: now.advanced(by: day)),
  ]

  @Test func `A1: counts out of columns are those of asking one by one`() async throws {
    let gate = try ScenarioTests.file("golden.yaml").1
    var (people, oneByOne) = (0, 0)
    for seed in UInt64(0)..<60 {
      let store = MemoryStore()
      await store.apply(
        AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
      let facts = AudienceTests.facts(seed: seed)
      let desk = Self.desk(store, gate)
      // Half of the facts first: the columns must notice that more came.
      for part in [facts.prefix(facts.count / 2), facts.dropFirst(facts.count / 2)] {
        _ = await store.append(Array(part))
        for question in Self.questions {
          let totals = try await desk.funnel(question)
          #expect(try await desk.audience(question).funnel == totals.funnel)
          people += totals.funnel.total
          oneByOne += totals.askedOneByOne
        }
      }
    }
    #expect(oneByOne * 2 < people, "\(oneByOne) of \(people) were asked one by one")
  }

  @Test func `the only reasons are those without which somebody would be reached`() async throws {
    let gate = try ScenarioTests.file("golden.yaml").1
    for seed in UInt64(0)..<20 {
      let audience = Audience(
        of: AudienceTests.facts(seed: seed), question: Self.questions[0], gate: gate, now: Self.now)
      var alone: [ReasonCode: Int] = [:]
      let funnel = audience.funnel(each: { _, answer in
        let against = answer.decision.reasons.filter { $0.effect != .allow }
        if against.count == 1 { alone[against[0].code, default: 0] += 1 }
      })
      #expect(funnel.only == alone)
    }
  }
}
