import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Places under the caps, by way of the API.
struct ReservationRouteTests {
  private static func use(_ activity: String) -> String {
    RouteTests.use.replacing(
      "\"channel\":\"email\"}", with: "\"channel\":\"email\",\"activity\":{\"id\":\"\(activity)\"}}"
    )
  }

  @Test func `a place is kept, used once, and given back`() async throws {
    let sender = NewKey(
      named: "sender", scopes: [.decisionsRead, .handoffsWrite], at: House.now)
    let house = try await House(facts: RouteTests.anna, more: [sender.key])
    let headers: HTTPFields = [
      .authorization: "Bearer \(sender.secret)", .contentType: "application/json",
    ]
    try await house.ask { client in
      func post(_ uri: String, _ body: String? = nil) async throws -> TestResponse {
        try await client.execute(
          uri: uri, method: .post, headers: headers, body: body.map { ByteBuffer(string: $0) })
      }
      let uses = (0..<6).map { Self.use("a\($0)") }.joined(separator: ",")
      let answers = try await post("/v1/decisions?reserve=true", "[\(uses)]").json().items
      let ids = answers.compactMap { $0["reservation"]?["id"]?.word }
      #expect(ids.count == 4)
      #expect(answers.prefix(4).allSatisfy { $0["permit"] != nil })
      #expect(answers.suffix(2).map { $0["outcome"]?.word } == ["later", "later"])
      #expect(answers.suffix(2).allSatisfy { $0["reservation"]?.content == .null })
      let same = try await post("/v1/decisions?reserve=true", Self.use("a0")).json()
      #expect(same["outcome"]?.word == "later")

      let used = try await post("/v1/reservations/\(ids[0])/use")
      #expect(used.status == .ok)
      #expect(try used.json()["status"]?.word == "used")
      #expect(try await post("/v1/reservations/\(ids[0])/use").code == "reservation.used")
      #expect(try await post("/v1/reservations/\(ids[0])/cancel").code == "reservation.used")
      let cancelled = try await post("/v1/reservations/\(ids[1])/cancel")
      #expect(try cancelled.json()["status"]?.word == "cancelled")
      #expect(try await post("/v1/reservations/\(ids[1])/cancel").status == .ok)
      #expect(try await post("/v1/reservations/\(ids[1])/use").code == "reservation.ended")
      let again = try await post("/v1/decisions?reserve=true", Self.use("a0")).json()
      #expect(again["sameSend"]?.content == .bool(true))
      #expect(again["reservation"]?.content == .null)
      #expect(again["permit"] == nil)
      let nobody = String(repeating: "0", count: 32)
      #expect(try await post("/v1/reservations/\(nobody)/use").code == "reservation.unknown")
      #expect(try await post("/v1/reservations/x/cancel").code == "reservation.unknown")
    }
  }

  @Test func `what is no longer allowed is dropped`() async throws {
    let sender = NewKey(
      named: "sender", scopes: [.decisionsRead, .factsWrite, .handoffsWrite], at: House.now)
    let house = try await House(facts: RouteTests.anna, more: [sender.key])
    let headers: HTTPFields = [
      .authorization: "Bearer \(sender.secret)", .contentType: "application/json",
    ]
    try await house.ask { client in
      func post(_ uri: String, _ body: String? = nil) async throws -> Node {
        try await client.execute(
          uri: uri, method: .post, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ).json()
      }
      let answer = try await post("/v1/decisions?reserve=true", Self.use("a"))
      let id = try #require(answer["reservation"]?["id"]?.word)
      _ = try await post(
        "/v1/facts",
        """
        {"id":"9","source":"web","kind":"withdrew","occurredAt":"2026-11-22T09:59:00+01:00",
        "subject":{"email":"anna@example.nl"}}
        """)
      let dropped = try await post("/v1/reservations/\(id)/use")
      #expect(dropped["status"]?.word == "dropped")
      #expect(dropped["decision"]?["reasons"]?.items.first?["code"]?.word == "consent.withdrawn")
    }
  }

  @Test func `a place is kept for now only, and only for who may hand off`() async throws {
    let house = try await House(facts: RouteTests.anna)
    let both = NewKey(named: "both", scopes: [.decisionsRead, .handoffsWrite], at: House.now)
    let other = try await House(facts: RouteTests.anna, more: [both.key])
    let dated = RouteTests.use.replacing(
      "\"channel\"", with: "\"at\":\"2026-11-01T10:00:00+01:00\",\"channel\"")
    try await house.ask { client in
      let refused = try await client.execute(
        uri: "/v1/decisions?reserve=true", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: RouteTests.use))
      #expect(refused.code == "key.scope")
    }
    try await other.ask { client in
      for (query, body, code) in [
        ("reserve=true", dated, "request.invalid"),
        ("reserve=true", "[]", "batch.empty"),
      ] {
        let answer = try await client.execute(
          uri: "/v1/decisions?\(query)", method: .post,
          headers: [
            .authorization: "Bearer \(both.secret)", .contentType: "application/json",
          ], body: ByteBuffer(string: body))
        #expect(answer.code == code)
      }
    }
  }

  @Test func `where the facts cannot be reached nothing is kept`() async throws {
    let both = NewKey(named: "both", scopes: [.decisionsRead, .handoffsWrite], at: House.now)
    let house = try await House(
      whole: BrokenStore(error: StoreError.closed), more: [both.key])
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/decisions?reserve=true", method: .post,
        headers: [.authorization: "Bearer \(both.secret)", .contentType: "application/json"],
        body: ByteBuffer(string: RouteTests.use)
      ).json()
      #expect(answer["reasons"]?.items.first?["code"]?.word == "system.failClosed")
      #expect(answer["reservation"]?.content == .null)
    }
  }
}
