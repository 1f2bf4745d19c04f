import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

/// What every store promises about places under a cap.
struct CapContractTests {
  private static let tenMinutes = Permit.lifetime

  @Test(arguments: StoreKind.allCases)
  func `Q1: senders that ask at once never exceed a cap`(kind: StoreKind) async throws {
    let house = try await SendingHouse(kind)
    for number in 0..<3 { try await house.consent(of: number) }
    let used = try await withThrowingTaskGroup(of: Int?.self) { group in
      for task in 0..<64 {
        group.addTask {
          let number = task % 3
          let grant = try await house.reserve(number, activity: "a\(task)")
          guard let reservation = grant.reservation else {
            return grant.answer.decision.firstReason == .capFrequency ? nil : -1
          }
          return try await house.desk.use(reservation.id).word == "used" ? number : -1
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for number in 0..<3 {
      #expect(used.count { $0 == number } == 4)
      let sent = try await house.store.facts(about: SendingHouse.subject(number)).facts.count {
        $0.content.kind == .contacted
      }
      #expect(sent == 4)
    }
    #expect(!used.contains(-1))
  }

  @Test(arguments: StoreKind.allCases)
  func `Q1: one question about one person many times counts each`(kind: StoreKind) async throws {
    let house = try await SendingHouse(kind)
    try await house.consent(of: 1)
    let uses = (0..<7).map { house.use(1, activity: "a\($0)") }
    let grants = try await house.desk.reserve(uses)
    #expect(grants.map { $0.reservation != nil } == [true, true, true, true, false, false, false])
    #expect(grants.map { $0.permit != nil } == grants.map { $0.reservation != nil })
  }

  @Test(arguments: StoreKind.allCases)
  func `Q2: a reservation that is not used ends with its permit`(kind: StoreKind) async throws {
    let house = try await SendingHouse(kind)
    try await house.consent(of: 1)
    var held: [ReservationID] = []
    for task in 0..<4 {
      let grant = try await house.reserve(1, activity: "a\(task)")
      held.append(try #require(grant.reservation).id)
      #expect(grant.reservation?.expiresAt == grant.permit?.expiresAt)
    }
    house.clock.advance(by: Self.tenMinutes - 1)
    #expect(try await house.reserve(1).reservation == nil)
    house.clock.advance(by: 1)
    #expect(try await house.desk.use(held[0]).word == "ended: held")
    let next = try #require(try await house.reserve(1).reservation)
    #expect(try await house.desk.cancel(held[1]) == .held)
    #expect(try await house.desk.use(next.id).word == "used")
  }

  @Test(arguments: StoreKind.allCases)
  func `Q2: cancelling and a bounce give the place back, using does not`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    try await house.consent(of: 1)
    let uses = (0..<4).map { house.use(1, activity: "a\($0)") }
    let held = try await house.desk.reserve(uses).compactMap { $0.reservation?.id }
    #expect(try await house.desk.cancel(held[0]) == .held)
    #expect(try await house.desk.use(held[0]).word == "ended: cancelled")
    #expect(try await house.desk.use(held[1]).word == "used")
    #expect(try await house.desk.use(held[1]).word == "ended: used")
    #expect(try await house.desk.cancel(held[1]) == .used)
    #expect(try await house.reserve(1).reservation != nil)
    #expect(try await house.reserve(1).reservation == nil)
    house.clock.advance(by: 1)
    try await house.bounce(held[1], of: 1)
    #expect(try await house.reserve(1).reservation != nil)
    #expect(try await house.reserve(1).reservation == nil)
    #expect(try await house.desk.cancel(.random()) == nil)
    #expect(try await house.desk.use(.random()).word == "unknown")
  }

  @Test(arguments: StoreKind.allCases)
  func `Q3: what was withdrawn in the meantime is not handed off`(kind: StoreKind) async throws {
    let house = try await SendingHouse(kind)
    try await house.consent(of: 1)
    let reservation = try #require(try await house.reserve(1).reservation)
    try await house.withdraw(1)
    #expect(try await house.desk.use(reservation.id).word == "dropped")
    #expect(try await house.desk.use(reservation.id).word == "ended: cancelled")
    let sent = try await house.store.facts(about: SendingHouse.subject(1)).facts
    #expect(!sent.contains { $0.content.kind == .contacted })
  }

  @Test(arguments: StoreKind.allCases)
  func `Q4: the same message goes to the same address once`(kind: StoreKind) async throws {
    let house = try await SendingHouse(kind)
    try await house.consent(of: 1)
    let first = try #require(try await house.reserve(1, activity: "spring").reservation)
    let again = try await house.reserve(1, activity: "spring")
    #expect(again.reservation == nil && again.isSameSend && again.permit == nil)
    #expect(try await house.desk.use(first.id).word == "used")
    #expect(try await house.reserve(1, activity: "spring").isSameSend)
    house.clock.advance(by: 1)
    try await house.bounce(first.id, of: 1)
    #expect(try await house.reserve(1, activity: "spring").reservation != nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `Q1: what is promised to an address that many share counts for each of them`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let shared = try #require(Identifier(.email, "family@x.nl"))
    for number in 0..<7 {
      let own = [Identifier(.customerNumber, "\(number)")].compactMap(\.self)
      try await house.consent(of: number, as: own + [shared])
    }
    try await house.consent(of: 99, as: [shared])
    let uses = (0..<4).map { activity in
      Use(
        subject: [shared], purpose: "offers", channel: .email,
        activity: Use.Activity(id: "a\(activity)"))
    }
    let grants = try await house.desk.reserve(uses)
    #expect(grants.allSatisfy { $0.reservation != nil })
    let other = Use(
      subject: [Identifier(.customerNumber, "3")].compactMap(\.self) + [shared],
      purpose: "offers", channel: .email)
    let answer = try await house.desk.reserve([other])[0]
    #expect(answer.reservation == nil)
    #expect(answer.answer.decision.firstReason == .capFrequency)
  }

  @Test func `Q2: reservations survive a restart`() async throws {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    var house = try await SendingHouse(over: store)
    try await house.consent(of: 1)
    let uses = (0..<4).map { house.use(1, activity: "a\($0)") }
    let held = try await house.desk.reserve(uses).compactMap(\.reservation)
    #expect(try await house.desk.use(held[0].id).word == "used")
    try await store.close()
    let reopened = try SQLiteStore(at: folder.path, isCreating: false)
    house = try await SendingHouse(over: reopened)
    #expect(try await house.reserve(1).reservation == nil)
    let (kept, state) = try #require(try await reopened.reservation(held[1].id))
    #expect(kept == held[1] && state == .held)
    #expect(try await reopened.reservation(held[0].id)?.1 == .used)
    #expect(try await house.desk.use(held[1].id).word == "used")
    #expect(try await house.desk.cancel(held[2].id) == .held)
    #expect(try await house.reserve(1).reservation != nil)
    try await reopened.close()
  }
}
