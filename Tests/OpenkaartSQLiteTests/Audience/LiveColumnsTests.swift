import OpenkaartAudience
import Testing

@testable import OpenkaartCore
@testable import OpenkaartCoreTests
@testable import OpenkaartService

/// The columns that are kept in step with a store, against columns made anew.
struct LiveColumnsTests {
  @Test(arguments: StoreKind.allCases, Array(UInt64(0)..<8))
  func `A4: columns kept in step are those of a rebuild`(
    kind: StoreKind, seed: UInt64
  ) async throws {
    let world = ChangingWorld(seed: seed)
    let store = try StoreUnderTest(kind).store
    let live = world.desk(over: store)
    for step in world.steps {
      try await world.take(step, into: store, live)
      for use in world.uses {
        let question = world.question(use)
        let totals = try await live.funnel(question)
        let anew = world.desk(over: store)
        let fresh = try await anew.funnel(question)
        #expect(totals.funnel == fresh.funnel)
        // Who had to be asked one by one is asked so until facts come in about them.
        let (asked, needed) = try await (live.askedWhole(question), anew.askedWhole(question))
        #expect(Set(needed.keys).isSubset(of: asked.keys))
        let longer = asked.filter { needed[$0.key] == nil }
        for group in longer.values { #expect(!group.knows(step)) }
        let people = longer.values.reduce(0) { $0 + $1.count(at: question.at) }
        #expect(totals.askedOneByOne == fresh.askedOneByOne + people)
        let slow = try await live.audience(question)
        #expect(totals.funnel == slow.funnel)
        let list = try await world.members(of: live, question, isInColumns: true)
        #expect(try await world.members(of: live, question, isInColumns: false) == list)
      }
    }
    // Erasing somebody out of a group that is asked whole makes them again, and nothing else does.
    let readings = await live.board.readings
    #expect(readings <= 1 + world.erasures)
  }

  @Test(arguments: StoreKind.allCases)
  func `A5: a withdrawal that was taken in counts in the next answer`(
    kind: StoreKind
  ) async throws {
    let world = ChangingWorld(seed: 1)
    let store = try StoreUnderTest(kind).store
    let live = world.desk(over: store)
    let purpose = try #require(
      world.gate.policy.purposes.first { $0.bases.contains(.consent) && !$0.channels.isEmpty })
    let question = AudienceQuestion(
      purpose: purpose.id, channel: try #require(purpose.channels.first), at: world.clock.value)
    for number in 0..<20 {
      let subject = [try #require(Identifier(.customerNumber, "\(900 + number)"))]
      let moment = world.clock.change { now in
        now = now.advanced(by: 1_000)
        return now
      }
      func fact(_ id: String, _ content: FactContent) -> Fact {
        Fact(
          id: FactID(source: "crm", id: "\(id)-\(number)"), subject: subject, occurredAt: moment,
          recordedAt: moment, content: content)
      }
      _ = try await store.append([fact("seen", .behaved(event: "seen", properties: []))])
      var asked = question
      asked.at = moment
      let before = try await live.funnel(asked)
      _ = try await store.append([
        fact("no", .withdrew(Refusal(purpose: purpose.id, channel: question.channel)))
      ])
      let after = try await live.funnel(asked)
      #expect(after.funnel.total == before.funnel.total)
      #expect(
        (after.funnel.anywhere[.consentWithdrawn] ?? 0)
          == (before.funnel.anywhere[.consentWithdrawn] ?? 0) + 1)
    }
    #expect(await live.board.readings == 1)
  }

  @Test func `who was erased does not stay in the columns`() async throws {
    let world = ChangingWorld(seed: 2)
    let store = MemoryStore()
    let live = world.desk(over: store)
    let people = ErasedPeople(count: 30)
    world.clock.change { $0 = people.later }
    _ = await store.append(people.facts)
    let question = AudienceQuestion(
      purpose: world.gate.policy.purposes[0].id,
      channel: world.gate.policy.purposes[0].channels.first ?? .none, at: people.later)
    #expect(try await live.funnel(question).funnel.total == 30)
    _ = try await Rights(live, over: store).erase(people.subject(7))
    #expect(try await live.funnel(question).funnel.total == 29)
    #expect(await live.board.readings == 1)
  }
}

extension Desk {
  /// The groups in which somebody is asked one by one, each by its first fact.
  fileprivate func askedWhole(_ question: AudienceQuestion) async throws -> [FactID: FactGroup] {
    guard let (people, asked) = try await inColumns(question, isAboutNow: false).columns else {
      return [:]
    }
    var groups: [FactID: FactGroup] = [:]
    for name in asked.rows().compactMap({ people.name(of: $0).map { [$0] } }) + people.groups {
      let group = try await store.facts(about: name)
      if let first = group.facts.first { groups[first.id] = group }
    }
    return groups
  }
}

extension FactGroup {
  fileprivate func knows(_ step: ChangingWorld.Step) -> Bool {
    guard case .facts(let new) = step else { return false }
    // Whole: of those that were taken in before under the same id, the step adds nothing.
    return facts.contains { new.contains($0) }
  }

  fileprivate func count(at moment: Timestamp) -> Int {
    Population(self, knownAt: moment).people(at: moment).count
  }
}

/// Facts that come in piece by piece, and people who are erased meanwhile.
struct ChangingWorld: Sendable {
  enum Step: Sendable {
    case facts([Fact])
    case erase([Identifier])
  }

  let gate: Gate
  let uses: [Use]
  let clock: Tally<Timestamp>
  private(set) var steps: [Step] = []
  var erasures: Int {
    steps.count {
      if case .erase = $0 { true } else { false }
    }
  }

  init(seed: UInt64) {
    let random = SplitMix64(seed: seed)
    let cases = (0..<RandomCase.casesPerPolicy).map {
      RandomCase(seed: seed * RandomCase.casesPerPolicy + $0)
    }
    gate = Engine.gate(cases[0].policy)
    uses = cases.prefix(4).map(\.use).filter { $0.recipient == nil }
    let crowded = CrowdedWorld(seed: seed)
    let facts = (cases.flatMap(\.facts) + crowded.facts).sorted { $0.recordedAt < $1.recordedAt }
    clock = Tally(facts.first?.recordedAt ?? .distantPast)
    var rest = facts[...]
    while !rest.isEmpty {
      let some = rest.prefix(random.number(1...60))
      rest = rest.dropFirst(some.count)
      steps.append(.facts(Array(some)))
      if random.chance(10), let fact = some.first { steps.append(.erase(fact.subject)) }
    }
  }

  func desk(
    over store: any FactStore, tell: @escaping @Sendable (ColumnNews) -> Void = { _ in }
  ) -> Desk {
    let (gate, clock) = (gate, clock)
    return Desk(
      store: store, policies: PolicyBook(OnePolicy(version: gate.policy.version)) { _ in gate },
      door: "test", tell: tell, clock: { clock.value })
  }

  func question(_ use: Use) -> AudienceQuestion {
    AudienceQuestion(
      purpose: gate.policy.purposes.contains { $0.id == use.purpose }
        ? use.purpose : gate.policy.purposes[0].id,
      channel: use.channel, activity: use.activity, data: nil, at: clock.value)
  }

  /// Who may be reached, each with the reasons.
  func members(
    of desk: Desk, _ question: AudienceQuestion, isInColumns: Bool
  ) async throws -> [[Identifier]: [ReasonCode]] {
    let found = Tally<[[Identifier]: [ReasonCode]]>([:])
    let note: @Sendable (AudienceCount.Member) -> Void = { member in
      let identifiers = member.person.identifiers(at: question.at)
      found.change { $0[identifiers] = member.answer.decision.reasons.map(\.code) }
    }
    if isInColumns {
      try await desk.members(question, with: [.allow, .later], each: { note($0) })
    } else {
      _ = try await desk.audience(
        question,
        each: { member in
          if member.answer.decision.outcome != .deny { note(member) }
        })
    }
    return found.value
  }

  func take(_ step: Step, into store: any ServedStore, _ desk: Desk) async throws {
    switch step {
    case .facts(let facts):
      _ = try await store.append(facts)
      let latest = try await store.latestRecordedAt
      clock.change { $0 = max($0, latest) }
    case .erase(let subject): _ = try await Rights(desk, over: store).erase(subject)
    }
  }
}

/// A shelf with one policy on it, in force all along.
struct OnePolicy: PolicyShelf {
  let version: String

  func apply(_ policy: AppliedPolicy) {}
  var appliedPolicies: [AppliedPolicy] {
    [AppliedPolicy(version: version, text: [], appliedAt: .distantPast)]
  }
}
