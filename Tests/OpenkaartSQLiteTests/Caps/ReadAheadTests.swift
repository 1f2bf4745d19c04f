import OpenkaartCore
import OpenkaartService
import Testing

/// Pages are read before they are handed off, and what came in meanwhile counts all the same.
struct ReadAheadTests {
  /// While somebody holds a place under a cap nothing is taken as it was found ahead.
  @Test(arguments: StoreKind.allCases, [false, true])
  func `X6: what comes in after a page was read ahead counts when it is handed off`(
    kind: StoreKind, isHolding: Bool
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    try await house.consent(of: 0..<1500)
    let id = try await ReleaseContractTests.frozen(house, releases).release.id
    // With this the page after it is read.
    #expect(try await releases.handOff(id, page: 0).members.count == 500)
    // Not so long that what was found ahead is too old for that alone.
    try await Task.sleep(for: .milliseconds(300))
    house.clock.advance(by: 500)
    try await house.withdraw(600)
    try await erase(601, in: house)
    try await join(602, with: 603, in: house)
    try await house.withdraw(603)
    for place in 0..<4 {
      let grant = try await house.reserve(604, activity: "other-\(place)")
      let reservation = try #require(grant.reservation)
      guard place < 3 || !isHolding else { continue }
      #expect(try await house.desk.use(reservation.id).word == "used")
    }
    let page = try await releases.handOff(id, page: 1)
    #expect(page.members.count == 495)
    // A name that leads nowhere any more, or to somebody whose every data went.
    let unknown = page.result.dropped["subject.unknown"] ?? 0
    #expect(unknown == 1)
    #expect(page.result.dropped["consent.withdrawn"] == 3)
    #expect(page.result.dropped["cap.frequency"] == 1)
    #expect(try await ReleaseContractTests.sent(to: 605, in: house) == 1)
    #expect(try await house.store.rebuild { _ in }.isEqual)
  }

  @Test(arguments: StoreKind.allCases)
  func `X6: what was found of a page ahead counts for a moment, and under the same policy`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let strict = Gate(policy: Policy(version: "p2", controller: house.controller), zones: .empty)
    let clock = house.clock
    let desk = Desk(
      store: house.store,
      policies: PolicyBook(house.store) { $0.version == "p2" ? strict : SendingHouse.gate },
      caps: house.store, door: "test"
    ) { clock.now }
    let releases = ReleaseDesk(desk, on: house.store)
    try await house.consent(of: 0..<1500)
    let id = try await ReleaseContractTests.frozen(house, releases).release.id
    #expect(try await releases.handOff(id, page: 0).members.count == 500)
    try await Task.sleep(for: .milliseconds(300))
    house.clock.advance(by: 2000)
    let late = try await releases.handOff(id, page: 1)
    #expect(late.members.count == 500)
    #expect(late.members.allSatisfy { $0.decision.decidedAt == clock.now })
    try await house.store.apply(
      AppliedPolicy(version: "p2", text: [], appliedAt: house.clock.now))
    let refused = try await releases.handOff(id, page: 2)
    #expect(refused.members.isEmpty)
    #expect(refused.result.dropped == ["register.unknownPurpose": 500])
  }

  private func erase(_ number: Int, in house: SendingHouse) async throws {
    let subject = SendingHouse.subject(number)
    let facts = try await house.store.facts(about: subject).facts.map(\.id)
    _ = try await house.store.erase(
      ErasureOrder(
        .request, at: house.clock.now,
        people: [ErasureOrder.Person(identifiers: subject, facts: facts)]))
  }

  private func join(_ one: Int, with other: Int, in house: SendingHouse) async throws {
    try await house.store.append([
      Fact(
        id: FactID(source: "crm", id: "merge-\(one)"), subject: SendingHouse.subject(one),
        occurredAt: house.clock.now, recordedAt: house.clock.now,
        content: .merged(with: SendingHouse.subject(other), evidence: nil))
    ])
  }

  @Test(arguments: StoreKind.allCases)
  func `X4: pages of many releases, asked for at once, exceed no cap and waste no place`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    let people = kind == .sqlite ? 1100 : 60
    try await house.consent(of: 0..<people)
    var all: [ReleaseStatus] = []
    for number in 0..<6 {
      all.append(try await ReleaseContractTests.frozen(house, releases, activity: "a\(number)"))
    }
    let handed = try await withThrowingTaskGroup(of: [String].self) { group in
      for release in all.map(\.release) {
        for page in 0..<release.pages {
          group.addTask {
            try await releases.handOff(release.id, page: page).members.map(\.customer.text)
          }
        }
      }
      return try await group.reduce(into: [String: Int]()) { counts, customers in
        for customer in customers { counts[customer, default: 0] += 1 }
      }
    }
    #expect(handed.count == people)
    #expect(handed.values.allSatisfy { $0 == 4 })
    for number in [0, people / 2, people - 1] {
      #expect(try await ReleaseContractTests.sent(to: number, in: house) == 4)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `X4: who shares an address hears of a message that went to it in the same page`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    let address = try #require(Identifier(.email, "home@x.nl"))
    try await house.consent(of: 0, as: [address])
    // So many have it that it says of nobody who they are.
    for number in 1...8 {
      let told = [Identifier(.customerNumber, "\(number)"), address].compactMap(\.self)
      try await house.store.append([
        Fact(
          id: FactID(source: "crm", id: "told-\(number)"), subject: told,
          occurredAt: house.clock.now, recordedAt: house.clock.now,
          content: .described(Description(attributes: [])))
      ])
    }
    let last = [Identifier(.customerNumber, "8"), address].compactMap(\.self)
    try await house.consent(of: 8, as: last)
    for place in 0..<3 {
      let use = Use(
        subject: [address], purpose: "offers", channel: .email,
        activity: Use.Activity(id: "other-\(place)"))
      let reservation = try #require(try await house.desk.reserve([use]).first?.reservation)
      #expect(try await house.desk.use(reservation.id).word == "used")
    }
    let id = try await ReleaseContractTests.frozen(house, releases).release.id
    let page = try await releases.handOff(id, page: 0)
    #expect(page.members.map(\.decision.contactPoint) == [address.value])
    #expect(page.result.dropped == ["cap.frequency": 1])
  }

  @Test(arguments: StoreKind.allCases)
  func `X5: the list of a release that is frozen stays as it is`(kind: StoreKind) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    try await house.consent(of: 0..<3)
    let id = try await ReleaseContractTests.frozen(house, releases).release.id
    let members = try await house.store.members(ofPage: 0, of: id)
    try await house.store.keep([], of: id)
    #expect(try await house.store.members(ofPage: 0, of: id) == members)
    #expect(try await releases.handOff(id, page: 0).members.count == 3)
  }
}
