import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Requests that are sent twice.
struct ReplayTests {
  private static let body = "[\(RouteTests.anna[0])]"

  @Test func `the same key and body give the same answer`() async throws {
    let house = try await House()
    let headers = house.headers(.factsWrite, [.idempotencyKey: "import-1"])
    try await house.ask { client in
      let one = try await client.execute(
        uri: "/v1/facts", method: .post, headers: headers, body: ByteBuffer(string: Self.body))
      let two = try await client.execute(
        uri: "/v1/facts", method: .post, headers: headers, body: ByteBuffer(string: Self.body))
      #expect(one.text == two.text)
      #expect(one.headers[.idempotencyReplayed] == nil)
      #expect(two.headers[.idempotencyReplayed] == "true")
      let other = try await client.execute(
        uri: "/v1/facts", method: .post, headers: headers, body: ByteBuffer(string: "[1]"))
      #expect(other.status.code == 422)
      #expect(other.code == "idempotency.conflict")
    }
  }

  @Test func `without a key the second is a duplicate`() async throws {
    let house = try await House()
    try await house.ask { client in
      for status in ["added", "duplicate"] {
        let answer = try await client.execute(
          uri: "/v1/facts", method: .post, headers: house.headers(.factsWrite),
          body: ByteBuffer(string: Self.body))
        #expect(try answer.json()["results"]?.items.first?["status"]?.word == status)
      }
    }
  }

  @Test func `a request that still runs is not run again`() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let house = try await House(whole: SlowStore(goOn: stream))
    let headers = house.headers(.factsWrite, [.idempotencyKey: "k"])
    try await house.ask { client in
      async let first = client.execute(
        uri: "/v1/facts", method: .post, headers: headers, body: ByteBuffer(string: Self.body))
      while house.rooms.admission.count == 0 { await Task.yield() }
      var second = try await client.execute(
        uri: "/v1/facts", method: .post, headers: headers, body: ByteBuffer(string: Self.body))
      #expect(second.status == .conflict)
      #expect(second.code == "idempotency.running")
      continuation.finish()
      #expect(try await first.status == .ok)
      second = try await client.execute(
        uri: "/v1/facts", method: .post, headers: headers, body: ByteBuffer(string: Self.body))
      #expect(second.headers[.idempotencyReplayed] == "true")
    }
  }

  @Test func `what failed can be tried again`() async throws {
    let house = try await House(whole: BrokenStore(error: StoreError.closed))
    let headers = house.headers(.factsWrite, [.idempotencyKey: "k"])
    try await house.ask { client in
      for _ in 0..<2 {
        let answer = try await client.execute(
          uri: "/v1/facts", method: .post, headers: headers, body: ByteBuffer(string: Self.body))
        #expect(answer.code == "store.unavailable")
      }
    }
  }
}
