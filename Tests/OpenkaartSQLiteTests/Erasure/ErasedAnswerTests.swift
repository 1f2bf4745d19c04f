import Testing

@testable import OpenkaartCore
@testable import OpenkaartCoreTests
@testable import OpenkaartService

/// What is answered about people who were erased, whichever way it is asked and whatever store it is.
struct ErasedAnswerTests {
  @Test(arguments: StoreKind.allCases)
  func `E17: only who decides about a name is told that it was erased`(
    kind: StoreKind
  ) async throws {
    let people = ErasedPeople(count: 3)
    let store = try StoreUnderTest(kind).store
    try await store.append(people.facts)
    let customer = try #require(try await store.customer(of: people.subject(1)))
    _ = try await store.erase(people.order(erasing: [1]))
    let (gone, left) = (people.subject(1), people.subject(2))
    #expect(try await store.facts(about: gone) == .empty)
    #expect(try await store.facts(of: customer) == .empty)
    #expect(try await store.allGroups().count == 2)
    let told = try await store.erasures(about: gone + left)
    #expect(told.map(\.subject) == [gone])
    #expect(told.map(\.content) == [.erased(scope: .everything, kept: ["invoice"])])
    #expect(told.map(\.recordedAt) == [people.later])
    #expect(try await store.facts(toDecideAbout: gone).facts == told)
    #expect(try await store.facts(toDecideAbout: left) == store.facts(about: left))
    _ = try await store.lift(gone, at: people.later)
    #expect(try await store.erasures(about: gone).isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func `E17: who was erased is in no segment, asked about or counted`(
    kind: StoreKind
  ) async throws {
    let people = ErasedPeople(count: 3)
    let store = try StoreUnderTest(kind).store
    try await store.append(people.facts)
    var policy = SendingHouse.gate.policy
    policy.segments = [
      PolicySegment(
        id: "quiet", label: LocalizedText(nl: "Stil", en: "Quiet"), purpose: "offers",
        condition: Node(.string("not bought cars in 1 month"), at: Position(line: 1, column: 1)))
    ]
    let gate = Gate(policy: policy, zones: .empty)
    let book = PolicyBook(OnePolicy(version: gate.policy.version)) { _ in gate }
    let clock: @Sendable () -> Timestamp = { people.later }
    let board = SegmentBoard(over: store, policies: book, clock: clock)
    let desk = Desk(store: store, policies: book, segments: board, door: "test", clock: clock)
    let before = try await desk.explain(.named("quiet"), about: people.subject(1))
    #expect(before?.isMember == true)
    _ = try await Rights(desk, over: store).erase(people.subject(1))
    #expect(try await desk.explain(.named("quiet"), about: people.subject(1)) == nil)
    let standing = try await board.standing()
    #expect(standing.sizes.map(\.people) == [2])
    #expect(standing.people == 2)
  }

  @Test(arguments: StoreKind.allCases)
  func `E17: a question, a reservation and its hand-off say the same of an erased name`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    try await house.consent(of: 1..<4)
    let erased = try #require(SendingHouse.subject(1).first { $0.type == .customerNumber })
    var use = house.use(2, activity: nil)
    use.subject.append(erased)
    let held = try #require(try await house.desk.reserve([use]).first?.reservation)
    _ = try await Rights(house.desk, over: house.store).erase(SendingHouse.subject(1))
    let asked = try await house.desk.decide([use])[0].decision
    #expect(asked.outcome == .deny)
    #expect(asked.firstReason == .subjectErased)
    let grant = try #require(try await house.desk.reserve([use]).first)
    #expect(grant.answer.decision.outcome == .deny)
    #expect(grant.answer.decision.reasons.map(\.code) == asked.reasons.map(\.code))
    #expect(grant.reservation == nil)
    switch try await house.desk.use(held.id) {
    case .dropped(_, let answer): #expect(answer.decision.firstReason == .subjectErased)
    // The place went with the person.
    case .unknown: break
    case let other: Issue.record("\(other)")
    }
    #expect(try await house.reserve(2).reservation != nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `E18: a name that others have is not kept out, and one that is kept out nobody brings back`(
    kind: StoreKind
  ) async throws {
    let people = ErasedPeople(count: 2)
    let store = try StoreUnderTest(kind).store
    let shared = try #require(Identifier(.email, "info@example.nl"))
    func telling(_ number: Int, _ id: String, at moment: Timestamp) -> Fact {
      people.described(number, id: id, at: moment, with: [shared])
    }
    try await store.append(
      people.facts + [
        telling(0, "shared-0", at: people.moment), telling(1, "shared-1", at: people.moment),
      ])
    _ = try await store.erase(people.order(erasing: [0]))
    #expect(try await store.erasures(about: [shared]).isEmpty)
    #expect(try await store.append([telling(1, "later", at: people.later)]) == [.added])
    let merge = Fact(
      id: FactID(source: "crm", id: "merge"), subject: people.subject(1), occurredAt: people.later,
      recordedAt: people.later, content: .merged(with: people.subject(0), evidence: nil))
    #expect(try await store.append([merge]) == [.suppressed])
    #expect(try await store.lift(people.subject(0), at: people.later) == 3)
    #expect(try await store.lift(people.subject(0), at: people.later) == 0)
    // What was before the erasure stays out, whoever tells it.
    #expect(try await store.append([people.facts[0], merge]) == [.suppressed, .added])
  }

  @Test(arguments: StoreKind.allCases, Array(UInt64(0)..<12))
  func `E18: nobody who is left is named by a name that is kept out`(
    kind: StoreKind, seed: UInt64
  ) async throws {
    let world = ChangingWorld(seed: seed)
    let store = try StoreUnderTest(kind).store
    let desk = world.desk(over: store)
    for step in world.steps {
      try await world.take(step, into: store, desk)
      guard case .erase = step else { continue }
      let named = try await Self.namedByPeople(in: store)
      let told = try await store.erasures(about: Array(named))
      #expect(told.isEmpty, "\(told.flatMap(\.subject))")
    }
  }

  @Test(arguments: StoreKind.allCases, Array(UInt64(0)..<12))
  func `E2: who is erased is kept out by every name that nobody else has`(
    kind: StoreKind, seed: UInt64
  ) async throws {
    let world = ChangingWorld(seed: seed)
    let store = try StoreUnderTest(kind).store
    let desk = world.desk(over: store)
    for step in world.steps {
      guard case .erase(let subject) = step else {
        try await world.take(step, into: store, desk)
        continue
      }
      let before = try await store.erasures.count
      let group = try await store.facts(about: subject)
      let person = Population(group).person(subject)
      try await world.take(step, into: store, desk)
      guard try await store.erasures.count > before else { continue }
      let named = try await Self.namedByPeople(in: store)
      for identifier in person?.identifiers(at: world.clock.value) ?? []
      where !identifier.isBlocked && group.crowded[identifier] == nil
        && !named.contains(identifier)
      {
        #expect(try await store.suppressed([identifier]).count == 1, "\(identifier)")
      }
    }
    let report = try await store.rebuild { _ in }
    #expect(report.isEqual, "\(report)")
  }

  /// What is named by facts that are about somebody: what was told of a name that many share may name
  /// anybody, and is about nobody.
  private static func namedByPeople(in store: any FactStore) async throws -> Set<Identifier> {
    var named: Set<Identifier> = []
    for group in try await store.allGroups() {
      for fact in group.facts {
        guard let origin = fact.origin, !origin.isBlocked, group.crowded[origin] == nil
        else { continue }
        fact.forEachNaming { named.formUnion($0) }
      }
    }
    return named
  }
}
