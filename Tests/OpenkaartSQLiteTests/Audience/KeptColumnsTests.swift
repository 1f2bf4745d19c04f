import Foundation
import OpenkaartCore
import Testing

@testable import OpenkaartService

/// Columns that are taken from the shelf, against the gate asked one by one.
struct KeptColumnsTests {
  @Test(arguments: StoreKind.allCases, Array(UInt64(20)..<28))
  func `A6: columns out of a snapshot are those of a rebuild`(
    kind: StoreKind, seed: UInt64
  ) async throws {
    let world = ChangingWorld(seed: seed)
    let store = try StoreUnderTest(kind).store
    var live = world.desk(over: store)
    var openings = 0
    for (number, step) in world.steps.enumerated() {
      try await world.take(step, into: store, live)
      for use in world.uses {
        let question = world.question(use)
        let slow = try await live.audience(question)
        let survey = try await live.survey(question)
        let rebuilt = try await world.desk(over: Shelfless(store: store)).funnel(question)
        let count = try await live.funnel(question)
        #expect(count.funnel == rebuilt.funnel, "step \(number)")
        #expect(rebuilt.funnel == slow.funnel, "step \(number), rebuilt")
        #expect(survey.funnel == slow.funnel)
        #expect(survey.gaps == slow.gaps)
        #expect(survey.reliance == slow.reliance)
        #expect(survey.facts == slow.facts && survey.people == slow.people)
        #expect(survey.underContacted == slow.underContacted)
      }
      if number % 3 == 0 { _ = try? await live.keepColumns(isLittleEnough: number % 2 == 0) }
      if number % 4 == 1 {
        openings += await live.board.openings
        live = world.desk(over: store)
      }
    }
    openings += await live.board.openings
    #expect(openings > 0, "a snapshot was used")
  }

  @Test(arguments: StoreKind.allCases)
  func `A6: a start out of a snapshot reads nobody, and then what came in`(
    kind: StoreKind
  ) async throws {
    let people = ErasedPeople(count: 40)
    let world = ChangingWorld(seed: 3)
    world.clock.change { $0 = people.later }
    let store = try StoreUnderTest(kind).store
    try await store.append(Array(people.facts.dropLast(people.factsEach)))
    let first = world.desk(over: store)
    let question = Self.question(world)
    #expect(try await first.keepColumns(isLittleEnough: true) == false, "there is nothing to keep")
    let before = try await first.funnel(question)
    #expect(try await first.keepColumns(isLittleEnough: false))
    #expect(try await first.keepColumns(isLittleEnough: true) == false, "nothing changed since")
    try await store.append(people.facts)
    let second = world.desk(over: store)
    await second.openColumns()
    #expect(await second.board.openings == 1)
    #expect(try await second.funnel(question).funnel.total == before.funnel.total + 1)
    #expect(await second.board.readings == 0)
    #expect(try await second.keepColumns(isLittleEnough: false) == false, "too little changed")
    #expect(try await second.keepColumns(isLittleEnough: true))
  }

  @Test func `A6: a snapshot under another policy is not used`() async throws {
    let (world, other) = (ChangingWorld(seed: 4), ChangingWorld(seed: 5))
    let store = MemoryStore(facts: ErasedPeople(count: 10).facts)
    for clock in [world.clock, other.clock] { clock.change { $0 = ErasedPeople(count: 1).later } }
    let desk = world.desk(over: store)
    _ = try await desk.funnel(Self.question(world))
    try await desk.keepColumns(isLittleEnough: true)
    let news = Tally<[ColumnRefusal]>([])
    let second = other.desk(over: store) { told in
      if case .refused(let reason) = told { news.change { $0.append(reason) } }
    }
    #expect(try await second.funnel(Self.question(other)).funnel.total == 10)
    #expect(news.value == [.otherPolicy])
    #expect(await second.board.readings == 1)
  }

  @Test func `A6: a snapshot of long ago is not used`() async throws {
    let people = ErasedPeople(count: 800)
    let world = ChangingWorld(seed: 6)
    world.clock.change { $0 = people.later }
    let store = MemoryStore(facts: people.facts.prefix(40))
    let desk = world.desk(over: store)
    _ = try await desk.funnel(Self.question(world))
    try await desk.keepColumns(isLittleEnough: true)
    _ = await store.append(people.facts)
    let news = Tally<[ColumnRefusal]>([])
    let second = world.desk(over: store) { told in
      if case .refused(let reason) = told { news.change { $0.append(reason) } }
    }
    #expect(try await second.funnel(Self.question(world)).funnel.total == 800)
    #expect(news.value == [.behind])
  }

  static func question(_ world: ChangingWorld) -> AudienceQuestion {
    let purpose = world.gate.policy.purposes[0]
    return AudienceQuestion(
      purpose: purpose.id, channel: purpose.channels.first ?? .none, at: world.clock.value)
  }
}

/// A store that keeps no columns, so that they are made anew.
private struct Shelfless: FactStore {
  let store: any FactStore

  func append(_ facts: [Fact]) async throws -> [FactAddition] { try await store.append(facts) }
  func facts(about subject: [Identifier]) async throws -> FactGroup {
    try await store.facts(about: subject)
  }
  func facts(of customer: CustomerID) async throws -> FactGroup {
    try await store.facts(of: customer)
  }
  func erasures(about subject: [Identifier]) async throws -> [Fact] {
    try await store.erasures(about: subject)
  }
  func forEachGroup(_ body: @Sendable (FactGroup) async throws -> Void) async throws {
    try await store.forEachGroup(body)
  }
  var mark: StoreMark { get async throws { try await store.mark } }
  func changes(
    since mark: StoreMark, atMost most: Int, _ body: @Sendable (FactGroup) async throws -> Void
  ) async throws -> StoreMark? {
    try await store.changes(since: mark, atMost: most, body)
  }
  func customer(of subject: [Identifier]) async throws -> CustomerID? {
    try await store.customer(of: subject)
  }
  var counts: StoreCounts { get async throws { try await store.counts } }
  var latestRecordedAt: Timestamp { get async throws { try await store.latestRecordedAt } }
  func rebuild(progress: @escaping @Sendable (Double) -> Void) async throws -> RebuildReport {
    try await store.rebuild(progress: progress)
  }
}
