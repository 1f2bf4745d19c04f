import OpenkaartCore
import OpenkaartService
import Testing

/// What every store promises of those who ask to be let in.
struct SignInContractTests {
  private static let start = Timestamp(milliseconds: 1_000_000_000)

  private static func digest(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: 32) }

  private static func request(
    _ number: UInt8, about: UInt8 = 9, aim: SignInRequest.Aim = .enter, at moment: Timestamp = start
  ) -> SignInRequest {
    SignInRequest(
      aim: aim, link: digest(number), browser: digest(number + 100), about: digest(about),
      customer: CustomerID(high: 1, low: 2), salt: Array(repeating: 1, count: 16), code: digest(7),
      createdAt: moment)
  }

  @Test(arguments: StoreKind.allCases)
  func `a request is found by its link and its browser, five times`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let request = Self.request(1)
    try await store.keep(request)
    for key in [
      SignInRequest.Key.link(request.link), .browser(request.browser), .link(request.link),
    ] {
      #expect(try await store.attempt(key, at: Self.start) == request)
    }
    #expect(try await store.attempt(.link(Self.digest(2)), at: Self.start) == nil)
    _ = try await store.attempt(.link(request.link), at: Self.start)
    #expect(try await store.attempt(.link(request.link), at: Self.start) == request)
    #expect(try await store.attempt(.browser(request.browser), at: Self.start) == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `a request lives ten minutes, is used once, and dies of a newer one`(
    kind: StoreKind
  ) async throws {
    let store = try StoreUnderTest(kind).store
    try await store.keep(Self.request(1))
    let end = Self.start.advanced(by: SignInRequest.life)
    #expect(try await store.attempt(.link(Self.digest(1)), at: end.advanced(by: -1)) != nil)
    #expect(try await store.attempt(.link(Self.digest(1)), at: end) == nil)
    try await store.keep(Self.request(2))
    #expect(try await store.attempt(.link(Self.digest(1)), at: Self.start) == nil)
    // Of somebody else, or for something else, it does not.
    try await store.keep(Self.request(3, about: 8))
    try await store.keep(Self.request(4, aim: .raise))
    #expect(try await store.attempt(.link(Self.digest(2)), at: Self.start) != nil)
    #expect(try await store.use(request: Self.digest(2)))
    #expect(try await !store.use(request: Self.digest(2)))
    #expect(try await store.attempt(.link(Self.digest(2)), at: Self.start) == nil)
    #expect(try await store.requestCount(about: Self.digest(9), since: Self.start) == 3)
    #expect(
      try await store.requestCount(about: Self.digest(9), since: Self.start.advanced(by: 1)) == 0)
  }

  @Test(arguments: StoreKind.allCases)
  func `a session is kept, noted, listed and ended`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let sessions = [UInt8(1), 2].map { number in
      CustomerSession(
        digest: Self.digest(number), customer: CustomerID(high: 3, low: 4), about: Self.digest(9),
        createdAt: Self.start.advanced(by: Int64(number)), seenAt: Self.start)
    }
    for session in sessions { try await store.keep(session) }
    #expect(try await store.session(Self.digest(1)) == sessions[0])
    #expect(try await store.sessions(about: Self.digest(9)) == [sessions[1], sessions[0]])
    #expect(try await store.sessions(about: Self.digest(8)).isEmpty)
    let later = Self.start.advanced(by: 60_000)
    try await store.note(session: Self.digest(1), seenAt: later)
    #expect(try await store.session(Self.digest(1))?.seenAt == later)
    try await store.end(session: Self.digest(1))
    try await store.end(session: Self.digest(1))
    #expect(try await store.session(Self.digest(1)) == nil)
    #expect(try await store.session(Self.digest(2)) == sessions[1])
  }
}
