import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Synchronization
import Testing

@testable import OpenkaartHTTP

/// How much one sender, and all together, may ask.
struct LimitTests {
  private static let search = ByteBuffer(string: "{\"subject\":{\"email\":\"a@example.nl\"}}")

  @Test func `a body over the limit is refused, told or not`() async throws {
    var settings = ServerSettings()
    settings.limits.bodyBytes = 100
    let house = try await House(settings: settings)
    let long = ByteBuffer(
      string: "{\"subject\":{\"email\":\"\(String(repeating: "a", count: 100))\"}}")
    for headers in [
      house.headers(.customersRead), house.headers(.customersRead, [.contentLength: "10"]),
    ] {
      try await house.ask { client in
        let answer = try await client.execute(
          uri: "/v1/customers/search", method: .post, headers: headers, body: long)
        #expect(answer.status == .contentTooLarge)
        #expect(answer.code == "request.tooLarge")
      }
    }
  }

  @Test func `a key that asks too often waits, and others do not`() async throws {
    var settings = ServerSettings()
    settings.limits.requestsPerMinute = 3
    let house = try await House(settings: settings)
    try await house.ask { client in
      for left in [2, 1, 0] {
        let answer = try await client.execute(
          uri: "/v1/customers/search", method: .post, headers: house.headers(.customersRead),
          body: Self.search)
        #expect(answer.status == .notFound)
        #expect(answer.headers[.rateLimitPolicy] == "\"default\";q=3;w=60")
        #expect(answer.headers[.rateLimit]?.hasPrefix("\"default\";r=\(left);t=") == true)
      }
      let answer = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: house.headers(.customersRead),
        body: Self.search)
      #expect(answer.status == .tooManyRequests)
      #expect(answer.code == "rate.exceeded")
      let wait = answer.headers[.retryAfter].flatMap { Int($0) } ?? 0
      #expect((1...60).contains(wait))
      let other = try await client.execute(
        uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: RouteTests.use))
      #expect(other.status == .ok)
    }
  }

  @Test func `who guesses keys is held up`() async throws {
    var settings = ServerSettings()
    settings.limits.refusalsPerMinute = 5
    let house = try await House(settings: settings)
    try await house.ask { client in
      var codes: [Int] = []
      for _ in 0..<7 {
        let answer = try await client.execute(
          uri: "/v1/facts", method: .post, headers: [.authorization: "Bearer okk_nonsense"])
        codes.append(answer.status.code)
      }
      #expect(codes == [401, 401, 401, 401, 401, 429, 429])
    }
  }

  @Test func `a window ends to the millisecond`() {
    let start = ContinuousClock.now
    let elapsed = Mutex(Duration.zero)
    let limiter = RateLimiter(quota: 1) { start + elapsed.withLock { $0 } }
    #expect(limiter.count("a").isWithin)
    #expect(!limiter.count("a").isWithin)
    #expect(limiter.count("b").isWithin)
    elapsed.withLock { $0 = .milliseconds(59_999) }
    #expect(!limiter.count("a").isWithin)
    elapsed.withLock { $0 = .seconds(60) }
    #expect(limiter.count("a").isWithin)
  }

  @Test func `more than the server can hold is told to come back, and nothing is done`()
    async throws
  {
    var settings = ServerSettings()
    settings.limits.requests = 2
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let house = try await House(settings: settings, whole: SlowStore(goOn: stream))
    let headers = house.headers(.decisionsRead)
    try await house.ask { client in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<2 {
          group.addTask {
            try await client.execute(
              uri: "/v1/decisions", method: .post, headers: headers,
              body: ByteBuffer(string: RouteTests.use)
            ).status.code
          }
        }
        while house.rooms.admission.count < 2 { await Task.yield() }
        let third = try await client.execute(
          uri: "/v1/decisions", method: .post, headers: headers,
          body: ByteBuffer(string: RouteTests.use))
        #expect(third.status == .serviceUnavailable)
        #expect(third.code == "server.busy")
        #expect(third.headers[.retryAfter] == "1")
        continuation.finish()
        for try await code in group { #expect(code == 200) }
      }
    }
    #expect(house.rooms.admission.count == 0)
  }

  @Test func `bodies that would not fit together wait outside`() throws {
    var limits = ServerLimits()
    limits.heldBytes = 100
    let admission = Admission(limits)
    do {
      let large = try admission.enter(bytes: 90, isHeavy: false)
      #expect(throws: Problem.self) { try admission.enter(bytes: 20, isHeavy: false) }
      let small = try admission.enter(bytes: 10, isHeavy: false)
      withExtendedLifetime((large, small)) {}
    }
    // One that is larger than everything still gets in when it comes alone.
    let whole = try admission.enter(bytes: 1000, isHeavy: true)
    #expect(admission.count == 1)
    withExtendedLifetime(whole) {}
  }

  @Test func `a server that stops lets nobody in any more`() async throws {
    let house = try await House()
    house.rooms.admission.close()
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: house.headers(.customersRead),
        body: Self.search)
      #expect(answer.code == "server.stopping")
      #expect(answer.headers[.retryAfter] != nil)
    }
  }
}
