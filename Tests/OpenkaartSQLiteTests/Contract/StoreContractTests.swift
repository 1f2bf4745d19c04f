import OpenkaartService
import Testing

@testable import OpenkaartCore
@testable import OpenkaartCoreTests

/// What every store promises.
struct StoreContractTests {
  // MARK: Each fact once

  @Test(arguments: StoreKind.allCases)
  func `a fact is kept once, and another of its id is kept out`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let fact = Self.fact("1", about: "a@x.nl")
    let later = Self.fact("1", about: "a@x.nl", recordedAt: 5_000_000)
    let other = Self.fact("1", about: "b@x.nl")
    let elsewhere = Self.fact("1", about: "a@x.nl", source: "web")
    #expect(try await store.latestRecordedAt == .distantPast)
    #expect(try await store.append([fact, fact, other]) == [.added, .duplicate, .conflict])
    #expect(try await store.latestRecordedAt == fact.recordedAt)
    #expect(try await store.append([later, other]) == [.duplicate, .conflict])
    #expect(try await store.append([elsewhere]) == [.added])
    #expect(try await store.append([]) == [])
    let group = try await store.facts(about: fact.subject)
    #expect(group.facts == [fact, elsewhere])
    #expect(try await store.facts(about: other.subject) == .empty)
    #expect(try await store.counts == StoreCounts(facts: 2, customers: 1, identifiers: 1))
  }

  @Test(arguments: StoreKind.allCases)
  func `facts come in the order of arrival, as they were`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let facts = (0..<50).map { number in
      Self.fact(
        "\(number)", about: number % 3 == 0 ? "a@x.nl" : "b@x.nl",
        recordedAt: Int64(100 - number) * 1000)
    }
    let link = Fact(
      id: FactID(source: "crm", id: "link"), subject: facts[0].subject + facts[1].subject,
      occurredAt: .distantPast, recordedAt: .distantFuture, content: .deceased)
    for batch in [facts[..<7], facts[7..<30], facts[30...]] {
      try await store.append(Array(batch))
    }
    try await store.append([link])
    let known = facts + [link]
    #expect(try await store.facts(about: facts[0].subject).facts == known)
    #expect(try await store.facts(about: facts[1].subject).facts == known)
  }

  @Test(arguments: StoreKind.allCases)
  func `many who add at once each learn what became of theirs`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let additions = try await withThrowingTaskGroup(of: [FactAddition].self) { group in
      for number in 0..<40 {
        group.addTask {
          try await store.append([
            Self.fact("\(number)", about: "a@x.nl"), Self.fact("shared", about: "b@x.nl"),
          ])
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(additions.allSatisfy { $0[0] == .added })
    #expect(additions.count { $0[1] == .added } == 1)
    #expect(try await store.counts.facts == 41)
  }

  // MARK: Customers

  @Test(arguments: StoreKind.allCases)
  func `a customer has a name that stays, also when customers join`(
    kind: StoreKind
  ) async throws {
    let store = try StoreUnderTest(kind).store
    let (one, other) = (Self.fact("1", about: "a@x.nl"), Self.fact("2", about: "b@x.nl"))
    try await store.append([one, other])
    let first = try #require(try await store.customer(of: one.subject))
    let second = try #require(try await store.customer(of: other.subject))
    #expect(first != second)
    #expect(try await store.customer(of: one.subject) == first)
    #expect(try await store.facts(of: second).facts == [other])
    #expect(try await store.customer(of: Self.fact("", about: "c@x.nl").subject) == nil)
    let nobody = try #require(CustomerID(parsing: String(repeating: "0f", count: 16)))
    #expect(try await store.facts(of: nobody) == .empty)
    let merge = Fact(
      id: FactID(source: "crm", id: "3"), subject: one.subject, occurredAt: .distantPast,
      recordedAt: .distantPast, content: .merged(with: other.subject, evidence: nil))
    try await store.append([merge])
    for name in [first, second] {
      #expect(try await store.facts(of: name).facts == [one, other, merge])
    }
    #expect(
      try await store.customer(of: one.subject) == store.customer(of: other.subject))
    #expect(try await store.counts.customers == 1)
  }

  // MARK: Worlds

  @Test(arguments: StoreKind.allCases, [0, 1, 2, 3])
  func `a decision on what the store gives is the decision on everything`(
    kind: StoreKind, chunk: UInt64
  ) async throws {
    let cases = max(UInt64(CaseCount.share) / 40, 10)
    for seed in (chunk * 1000)..<(chunk * 1000 + cases) {
      let world = RandomCase(seed: seed)
      let store = try StoreUnderTest(kind).store
      try await Self.fill(store, with: world.facts, SplitMix64(seed: seed))
      let gate = Engine.gate(world.policy)
      let known = min(world.use.at ?? world.now, world.now)
      let group = try await store.facts(about: world.use.subject)
      let profile = Population(group, knownAt: known).profile(of: world.use.subject)
      #expect(
        gate.decide(world.use, about: profile, now: world.now) == gate.decision(on: world),
        "seed \(seed)")
    }
  }

  @Test(arguments: StoreKind.allCases, [0, 1, 2, 3])
  func `groups know who belongs together, at every moment`(
    kind: StoreKind, chunk: UInt64
  ) async throws {
    for seed in (chunk * 1000)..<(chunk * 1000 + 8) {
      let world = CrowdedWorld(seed: seed)
      let store = try StoreUnderTest(kind).store
      try await Self.fill(store, with: world.facts, SplitMix64(seed: seed))
      try await Self.check(store, knows: world, "seed \(seed)")
      let report = try await store.rebuild { _ in }
      #expect(report.isEqual, "seed \(seed): \(report)")
      try await Self.check(store, knows: world, "seed \(seed), rebuilt")
    }
  }

  static func fill(
    _ store: some FactStore, with facts: [Fact], _ random: SplitMix64
  ) async throws {
    var rest = facts[...]
    while !rest.isEmpty {
      let count = random.number(1...9)
      let additions = try await store.append(Array(rest.prefix(count)))
      #expect(additions.allSatisfy { $0 == .added })
      rest = rest.dropFirst(count)
    }
  }

  /// Compares the store's groups with everything, at several moments.
  static func check(
    _ store: some FactStore, knows world: CrowdedWorld, _ comment: Comment
  ) async throws {
    let groups = try await store.allGroups()
    #expect(
      groups.flatMap(\.facts).sorted { $0.id < $1.id }
        == world.facts.sorted { $0.id < $1.id }, comment)
    #expect(try await store.counts.customers == groups.count, comment)
    for moment in world.moments + [.distantFuture] {
      let whole = Population(facts: world.facts, knownAt: moment)
      let people = whole.people(at: moment).map { $0.identifiers(at: moment) }
      let grouped = groups.flatMap {
        Population($0, knownAt: moment).people(at: moment).map { $0.identifiers(at: moment) }
      }
      #expect(Set(grouped) == Set(people), comment)
      #expect(grouped.count == people.count, comment)
    }
    for identifier in world.identifiers {
      let group = try await store.facts(about: [identifier])
      for moment in [world.moments[2], world.moments[7], .distantFuture] {
        let whole = Population(facts: world.facts, knownAt: moment)
        let own = Population(group, knownAt: moment)
        #expect(
          Self.side(of: identifier, in: own, world) == Self.side(of: identifier, in: whole, world),
          comment)
      }
    }
  }

  /// Every identifier that belongs to the same side; none when nothing is told of it.
  static func side(
    of identifier: Identifier, in population: Population, _ world: CrowdedWorld
  ) -> [Identifier] {
    let profile = population.profile(of: [identifier])
    guard let side = population.side(of: identifier),
      profile.sides.contains(where: { !$0.history.facts.isEmpty })
    else { return [] }
    return world.identifiers.filter { population.side(of: $0) == side }
  }

  static func fact(
    _ id: String, about email: String, source: String = "crm", recordedAt: Int64 = 1_000_000
  ) -> Fact {
    Fact(
      id: FactID(source: source, id: id), subject: [Identifier(.email, email)].compactMap(\.self),
      occurredAt: Timestamp(milliseconds: 1_000_000),
      recordedAt: Timestamp(milliseconds: recordedAt),
      content: .behaved(event: "e", properties: []))
  }
}

extension FactStore {
  /// Every group.
  func allGroups() async throws -> [FactGroup] {
    let groups = Gathered()
    try await forEachGroup { await groups.add($0) }
    return await groups.groups
  }
}

private actor Gathered {
  private(set) var groups: [FactGroup] = []

  func add(_ group: FactGroup) { groups.append(group) }
}
