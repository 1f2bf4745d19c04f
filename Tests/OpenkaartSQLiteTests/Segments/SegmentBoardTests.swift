import OpenkaartSegments
import OpenkaartService
import Synchronization
import Testing

@testable import OpenkaartCore
@testable import OpenkaartCoreTests

/// Who is in the segments, kept up to date, against asking everybody anew.
struct SegmentBoardTests {
  private static let day: Int64 = 86_400_000

  /// A random policy with segments, a store, and a clock of its own.
  private struct House {
    let store: any DataStore
    let board: SegmentBoard
    let desk: Desk
    let clock: SendingHouse.Clock
    let gate: Gate

    init(_ kind: StoreKind, segments lines: [String]) async throws {
      var policy = SendingHouse.gate.policy
      policy.dataCategories = [
        DataCategory(
          id: "contact", attributes: ["birthDate", "givenName"], identifiers: ["email"],
          kinds: FactKind.allCases)
      ]
      policy.segments = lines.enumerated().map { number, line in
        PolicySegment(
          id: "s\(number)", label: LocalizedText(nl: "S", en: "S"), purpose: "offers",
          condition: Node(.string(line), at: Position(line: 1, column: 1)))
      }
      let gate = Gate(policy: policy, zones: .empty)
      let clock = SendingHouse.Clock()
      store = try StoreUnderTest(kind).store
      try await store.apply(AppliedPolicy(version: "p1", text: [], appliedAt: .distantPast))
      let book = PolicyBook(store) { _ in gate }
      board = SegmentBoard(over: store, policies: book) { clock.now }
      desk = Desk(store: store, policies: book, segments: board, door: "test") { clock.now }
      self.clock = clock
      self.gate = gate
    }

    /// The sizes when everybody is asked anew, by another way.
    func recounted() async throws -> [Int] {
      let (now, gate) = (clock.now, gate)
      let segments = gate.policy.readSegments
      let sizes = Mutex(Array(repeating: 0, count: segments.count))
      try await store.forEachGroup { group in
        let whole = FactGroup(facts: group.facts, crowded: group.crowded, heard: group.heard)
        for person in Population(whole, knownAt: now).people(at: now) {
          let judged = SegmentPerson(person, in: whole, by: gate, knownAt: now)
          for (place, segment) in segments.enumerated() where segment.contains(judged, at: now) {
            sizes.withLock { $0[place] += 1 }
          }
        }
      }
      return sizes.withLock { $0 }
    }
  }

  private static let lines = [
    "bought anything in 24 hours", "did seen at least 2 times in 1 day",
    "not bought cars in 1 month",
    "consent offers by email is given", "age at least 18", "recency within 1 hour",
    "frequency at least 2 in 7 days or wants topic cars", "monetary at least 100 cents in 2 days",
    "attribute givenName is known and not rejects channel email",
  ]

  /// Facts of a random world, told as they come in: known from that moment on, at moments around it.
  private static func facts(seed: UInt64, _ random: SplitMix64, now: Timestamp) -> [Fact] {
    let world = CrowdedWorld(seed: seed)
    let more = RandomCase(seed: seed, mood: .wild)
    let at = more.use.at ?? more.now
    return random.shuffled(world.facts + more.facts).enumerated().map { number, fact in
      let shift = fact.occurredAt.milliseconds - at.milliseconds
      return Fact(
        id: FactID(source: "t", id: "\(seed)-\(number)"), subject: fact.subject,
        occurredAt: now.advanced(by: max(min(shift, 3 * day), -60 * day)),
        recordedAt: now, content: fact.content)
    }
  }

  /// Thirty worlds in memory, eight on the disk.
  private static let worlds: [(StoreKind, UInt64)] =
    (0..<30).map { (.memory, $0) } + (0..<8).map { (.sqlite, $0) }

  @Test(arguments: worlds)
  func `S4: live membership equals a full recompute`(kind: StoreKind, seed: UInt64) async throws {
    let house = try await House(kind, segments: Self.lines)
    let random = SplitMix64(seed: seed)
    var waiting = Self.facts(seed: seed, random, now: house.clock.now)[...]
    var (before, sizes, changed) = ([Int](), 0, 0)
    while !waiting.isEmpty {
      let some = waiting.prefix(random.number(1...4)).map { fact in
        Fact(
          id: fact.id, subject: fact.subject, occurredAt: fact.occurredAt,
          recordedAt: house.clock.now, content: fact.content)
      }
      waiting = waiting.dropFirst(some.count)
      try await house.store.append(Array(some))
      let counts = try await house.board.standing().sizes.map(\.people)
      #expect(try await counts == house.recounted(), "\(waiting.count) left")
      sizes += counts.reduce(0, +)
      if counts != before { changed += 1 }
      before = counts
      house.clock.advance(by: random.pick([1, 1_000, 3_600_000, 7_200_000, Self.day]))
      #expect(
        try await house.board.standing().sizes.map(\.people) == house.recounted(),
        "by time alone, \(waiting.count) left")
    }
    #expect(sizes > 0 && changed > 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `S5: a window ends on the millisecond`(kind: StoreKind) async throws {
    let house = try await House(kind, segments: ["bought anything in 24 hours"])
    let start = house.clock.now
    let subject = SendingHouse.subject(1)
    let sale = Fact(
      id: FactID(source: "t", id: "1"), subject: subject, occurredAt: start, recordedAt: start,
      content: .purchased(
        Purchase(
          order: "o",
          lines: [.init(product: "mat", productLine: "mats", priceCents: 100)])))
    #expect(try await house.board.standing().sizes[0].people == 0)
    try await house.store.append([sale])
    #expect(try await house.board.standing().sizes[0].people == 1)
    house.clock.advance(by: Self.day - 1)
    #expect(try await house.board.standing().sizes[0].people == 1)
    house.clock.advance(by: 1)
    #expect(try await house.board.standing().sizes[0].people == 0)
  }

  @Test(arguments: StoreKind.allCases)
  func `S4: who is erased is in no segment, and the others stay`(kind: StoreKind) async throws {
    let world = ErasedPeople(count: 6)
    let house = try await House(kind, segments: ["did seen", "bought mats"])
    let wait = world.later.milliseconds - house.clock.now.milliseconds
    house.clock.advance(by: max(0, wait))
    try await house.store.append(world.facts)
    #expect(try await house.board.standing().sizes.map(\.people) == [6, 6])
    _ = try await house.store.erase(world.order(erasing: [1, 4]))
    #expect(try await house.board.standing().sizes.map(\.people) == [4, 4])
    #expect(try await house.recounted() == [4, 4])
  }

  @Test(arguments: StoreKind.allCases)
  func `S6: a question limited to a live segment is that of asking everybody`(
    kind: StoreKind
  ) async throws {
    for seed in UInt64(40)..<46 {
      let house = try await House(kind, segments: Self.lines)
      let random = SplitMix64(seed: seed)
      try await house.store.append(Self.facts(seed: seed, random, now: house.clock.now))
      let slow = Desk(store: house.store, policies: house.desk.policies, door: "test") {
        house.clock.now
      }
      for number in Self.lines.indices {
        let question = AudienceQuestion(purpose: "offers", channel: .email, at: house.clock.now)
        let limited = try await house.desk.limiting(question, to: .named("s\(number)"))
        let (live, all) = (try await house.desk.audience(limited), try await slow.audience(limited))
        #expect(live.funnel == all.funnel && live.outside == all.outside, "\(seed) \(number)")
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `sizes are kept hour by hour`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let hour = SegmentSize.hour(of: Timestamp(milliseconds: 1_795_338_123_456))
    #expect(hour.milliseconds % 3_600_000 == 0)
    let sizes = [3, 5].enumerated().map { number, people in
      SegmentSize(
        segment: "a", line: "bought cars", hour: hour.advanced(by: Int64(number) * 3_600_000),
        people: people)
    }
    try await store.note([sizes[1]])
    try await store.note([sizes[0]])
    let changed = SegmentSize(segment: "a", line: "bought cars", hour: hour, people: 4)
    try await store.note([changed])
    #expect(try await store.sizes(of: "a") == [changed, sizes[1]])
    #expect(try await store.sizes(of: "b").isEmpty)
  }
}
