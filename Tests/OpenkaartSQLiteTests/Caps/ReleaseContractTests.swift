import Foundation
import OpenkaartSQLite
import OpenkaartService
import Synchronization
import Testing

@testable import OpenkaartCore

/// What every store promises about campaigns.
struct ReleaseContractTests {
  static func question(_ house: SendingHouse, activity: String = "spring") -> AudienceQuestion {
    AudienceQuestion(
      purpose: "offers", channel: .email, activity: Use.Activity(id: activity),
      at: house.clock.now)
  }

  static func frozen(
    _ house: SendingHouse, _ releases: ReleaseDesk, activity: String = "spring"
  ) async throws -> ReleaseStatus {
    let draft = try await releases.draft(question(house, activity: activity))
    return try await releases.freeze(draft.id)
  }

  static func sent(to number: Int, in house: SendingHouse) async throws -> Int {
    try await house.store.facts(about: SendingHouse.subject(number)).facts.count {
      $0.content.kind == .contacted
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `X1: everybody who may be reached is handed off once, page by page`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    for number in 1...1203 { try await house.consent(of: number) }
    for number in 1...3 { try await house.withdraw(number) }
    let status = try await Self.frozen(house, releases)
    #expect(status.release.members == 1200)
    #expect(status.release.pages == 3)
    var tokens: Set<String> = []
    var page: Int? = 0
    while let next = page {
      let handed = try await releases.handOff(status.release.id, page: next)
      for member in handed.members { #expect(tokens.insert(member.token.text).inserted) }
      page = handed.next
    }
    #expect(tokens.count == 1200)
    let done = try await releases.status(of: status.release.id)
    #expect(done.result == PageResult(handed: 1200))
    #expect(done.nextPage == 3)
    #expect(try await Self.sent(to: 700, in: house) == 1)
    #expect(try await Self.sent(to: 1, in: house) == 0)
  }

  @Test(arguments: StoreKind.allCases)
  func `X2: a page that is handed off again has the same tokens, and nobody counts twice`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    for number in 1...20 { try await house.consent(of: number) }
    let id = try await Self.frozen(house, releases).release.id
    let first = try await releases.handOff(id, page: 0)
    house.clock.advance(by: 1000)
    try await house.withdraw(7)
    let again = try await releases.handOff(id, page: 0)
    #expect(again.members.count == 19)
    #expect(again.result.dropped == ["consent.withdrawn": 1])
    let tokens = Set(first.members.map(\.token))
    #expect(again.members.allSatisfy { tokens.contains($0.token) })
    for number in 1...20 { #expect(try await Self.sent(to: number, in: house) == 1) }
  }

  @Test(arguments: StoreKind.allCases)
  func `X3: who dropped out since is told by token, with why and since when`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    for number in 1...3 { try await house.consent(of: number) }
    let id = try await Self.frozen(house, releases).release.id
    let handed = try await releases.handOff(id, page: 0)
    house.clock.advance(by: 5000)
    try await house.withdraw(2)
    let since = house.clock.now
    house.clock.advance(by: 5000)
    var words: [String] = []
    let standings = try await releases.check(handed.members.map(\.token) + [.random()], of: id)
    for standing in standings {
      switch standing {
      case .allowed: words.append("allowed")
      case .dropped(let decision, let moment):
        #expect(moment == since)
        words.append(decision.firstReason.rawValue)
      case .sameSend: words.append("sameSend")
      case .leftSegment: words.append("leftSegment")
      case .unknown: words.append("unknown")
      }
    }
    #expect(words.sorted() == ["allowed", "allowed", "consent.withdrawn", "unknown"])
    #expect(words.last == "unknown")
    await #expect(throws: ReleaseDesk.Failure.unknown) {
      try await releases.check([], of: .random())
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `X4: a hand-off takes its place under the caps like any other message`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    for number in 1...2 { try await house.consent(of: number) }
    let ids = try await [
      Self.frozen(house, releases, activity: "a").release.id,
      Self.frozen(house, releases, activity: "b").release.id,
    ]
    for place in 0..<3 {
      #expect(try await house.reserve(1, activity: "r\(place)").reservation != nil)
    }
    #expect(try await releases.handOff(ids[0], page: 0).members.count == 2)
    let second = try await releases.handOff(ids[1], page: 0)
    #expect(second.members.count == 1)
    #expect(second.result.dropped == ["cap.frequency": 1])
    #expect(try await house.reserve(1).reservation == nil)
    #expect(try await releases.handOff(ids[0], page: 0).members.count == 2)
    // The same message by another way is not sent again.
    #expect(try await house.reserve(2, activity: "a").isSameSend)
    let twin = try await Self.frozen(house, releases, activity: "a").release
    #expect(try await releases.handOff(twin.id, page: 0).members.isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func `X5: a release is handed off when it is frozen and not cancelled`(
    kind: StoreKind
  ) async throws {
    let house = try await SendingHouse(kind)
    let releases = ReleaseDesk(house.desk, on: house.store)
    try await house.consent(of: 1)
    let draft = try await releases.draft(Self.question(house))
    await #expect(throws: ReleaseDesk.Failure.state(.draft)) {
      try await releases.handOff(draft.id, page: 0)
    }
    let frozen = try await releases.freeze(draft.id)
    #expect(frozen.release.state == .frozen && frozen.release.policyVersion == "p1")
    await #expect(throws: ReleaseDesk.Failure.state(.frozen)) {
      try await releases.freeze(draft.id)
    }
    await #expect(throws: ReleaseDesk.Failure.page(of: 1)) {
      try await releases.handOff(draft.id, page: 1)
    }
    #expect(try await releases.cancel(draft.id).release.state == .cancelled)
    await #expect(throws: ReleaseDesk.Failure.state(.cancelled)) {
      try await releases.handOff(draft.id, page: 0)
    }
    #expect(try await Self.sent(to: 1, in: house) == 0)
    let unnamed = AudienceQuestion(purpose: "offers", channel: .email, at: house.clock.now)
    await #expect(throws: ReleaseDesk.Failure.incomplete("activity.id")) {
      try await releases.draft(unnamed)
    }
  }

  /// `OPENKAART_HANDOFFS` asks for more members.
  @Test func `X6: after a withdrawal is acknowledged, nobody is handed off, also under load`()
    async throws
  {
    let count = Environment.number("OPENKAART_HANDOFFS") ?? 4_000
    let house = try await SendingHouse(.sqlite)
    let releases = ReleaseDesk(house.desk, on: house.store)
    for start in stride(from: 0, to: count, by: 2_000) {
      try await house.consent(of: start..<min(count, start + 2_000))
    }
    let release = try await Self.frozen(house, releases).release
    #expect(release.members == count)
    let ledger = Ledger()
    let handed = try await withThrowingTaskGroup(of: [(String, UInt64)].self) { group in
      for lane in 0..<4 {
        group.addTask {
          for number in stride(from: lane * 7, to: count, by: 37) {
            try await house.withdraw(number)
            // From here on nobody may hand off to this customer.
            let now = ledger.next()
            let customer = try #require(
              try await house.store.customer(of: SendingHouse.subject(number)))
            ledger.note(customer, now)
          }
          return []
        }
      }
      for lane in 0..<2 {
        group.addTask {
          var handed: [(String, UInt64)] = []
          for page in stride(from: lane, to: release.pages, by: 2) {
            let before = ledger.turn
            let members = try await releases.handOff(release.id, page: page).members
            handed += members.map { ($0.customer.text, before) }
          }
          return handed
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let ends = ledger.ends
    #expect(handed.count + ends.count >= count)
    // Asked for after the withdrawal was acknowledged, and handed off all the same: nobody.
    #expect(handed.count { (ends[$0.0] ?? .max) <= $0.1 } == 0)
    #expect(!ends.isEmpty && handed.count < count)
  }
}

/// Which withdrawals were acknowledged, and in what order.
private final class Ledger: Sendable {
  private let state = Mutex((turn: UInt64(0), ends: [String: UInt64]()))

  var turn: UInt64 { state.withLock { $0.turn } }
  var ends: [String: UInt64] { state.withLock { $0.ends } }

  func next() -> UInt64 {
    state.withLock { state in
      state.turn += 1
      return state.turn
    }
  }

  func note(_ customer: CustomerID, _ turn: UInt64) {
    state.withLock { $0.ends[customer.text] = turn }
  }
}

/// What a test may be asked to do more of.
enum Environment {
  static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }
}
