import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Segments by way of the API.
struct SegmentRouteTests {
  private static func bought(_ line: String, at moment: String, by number: Int) -> String {
    """
    {"id":"buy-\(number)-\(line)","source":"shop","kind":"purchased","occurredAt":"\(moment)",
     "subject":{"email":"b\(number)@example.nl"},"order":"o\(number)\(line)",
     "lines":[{"product":"p","productLine":"\(line)","quantity":1,"priceCents":5000}],
     "saleKind":"paid","optOutOffered":true}
    """
  }

  private static let facts =
    RouteTests.anna + [
      bought("cars", at: "2026-10-01T10:00:00Z", by: 1),
      bought("cars", at: "2020-10-01T10:00:00Z", by: 2),
      bought("accessories", at: "2026-11-20T10:00:00Z", by: 3),
    ]

  private func post(
    _ client: any TestClientProtocol, _ uri: String, _ body: String, _ headers: HTTPFields,
    accept: String? = nil
  ) async throws -> TestResponse {
    var headers = headers
    if let accept { headers[.accept] = accept }
    return try await client.execute(
      uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
  }

  @Test func `an audience can be limited to a condition`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let body = """
        {"purpose":"safetyRecall","channel":"email","where":"bought cars in 24 months"}
        """
      let answer = try await post(
        client, "/v1/audiences", body, house.headers(.audiencesRead)
      ).json()
      #expect(answer["total"]?.word == "1" && answer["outsideSegment"]?.word == "3")
      #expect(answer["segment"]?["where"]?.word == "bought cars in 24 months")
      let lines = try await post(
        client, "/v1/audiences",
        body.replacing("\"channel\"", with: "\"list\":\"everybody\",\"channel\""),
        house.headers(.audiencesRead), accept: "application/x-ndjson"
      ).text
      #expect(lines.split(separator: "\n").count == 1)
    }
  }

  @Test func `S7: data that the purpose does not cover is refused by the gate, with its reason`()
    async throws
  {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      for (line, code) in [
        ("not did viewed", "register.dataNotCovered"),
        ("not attribute mobilityNeeds is known", "register.dataNotCovered"),
      ] {
        let answer = try await post(
          client, "/v1/audiences",
          "{\"purpose\":\"offers\",\"channel\":\"email\",\"where\":\"\(line)\"}",
          house.headers(.audiencesRead)
        ).json()
        #expect(answer["total"]?.word == "4" && answer["givenAtAll"]?[code]?.word == "4", "\(line)")
        if case .object(let allowed)? = answer["allow"]?.content { #expect(allowed.isEmpty) }
      }
    }
  }

  @Test func `a segment explains itself`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let body = """
        {"where":"bought cars in 24 months and not bought maintenance",
         "subject":{"email":"b1@example.nl"}}
        """
      let answer = try await post(
        client, "/v1/segments/explain", body, house.headers(.customersRead)
      ).json()
      #expect(answer["isMember"]?.content == .bool(true))
      let parts = answer["because"]?["all"]?.items ?? []
      #expect(parts.map { $0["answer"]?.word } == ["yes", "yes"])
      #expect(parts.first?["facts"]?.items.map(\.word) == ["buy-1-cars"])
      #expect(parts.first?["text"]?["nl"]?.word == "Kocht Auto's in de laatste 24 maanden")
      #expect(answer["mayChangeAt"]?.word == "2028-10-02T00:00:00+02:00")
      let other = try await post(
        client, "/v1/segments/explain", body.replacing("b1@", with: "nobody@"),
        house.headers(.customersRead))
      #expect(other.code == "customer.unknown")
      for (list, isKnown) in [
        ("[\"nobody@example.nl\",\"b1@example.nl\"]", true), ("[\"nobody@example.nl\"]", false),
      ] {
        let several = try await post(
          client, "/v1/segments/explain", body.replacing("\"b1@example.nl\"", with: list),
          house.headers(.customersRead))
        #expect((several.code == "customer.unknown") != isKnown)
        #expect((several.status == .ok) == isKnown)
      }
      for wrong in ["[]", "[1]", "[\"b1@example.nl\",null]", "[[\"b1@example.nl\"]]"] {
        let refused = try await post(
          client, "/v1/segments/explain", body.replacing("\"b1@example.nl\"", with: wrong),
          house.headers(.customersRead))
        #expect(refused.code == "request.invalid")
      }
      // A decision is about one contact point: a list would leave open which.
      let decision = try await post(
        client, "/v1/decisions",
        #"{"subject":{"email":["b1@example.nl"]},"purpose":"offers","channel":"email"}"#,
        house.headers(.decisionsRead))
      #expect(decision.code == "request.invalid")
    }
  }

  @Test func `mistakes in a condition are told, and unknown segments are refused`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      for (path, body, code) in [
        ("/v1/segments/check", "{\"where\":\"bougt cars\"}", "request.invalid"),
        ("/v1/segments/check", "{\"where\":\"bought carz\"}", "request.invalid"),
        ("/v1/segments/check", "{\"where\":\"did x\",\"purpose\":\"offers\"}", "request.invalid"),
        ("/v1/segments/check", "{\"where\":\"did x\",\"purpose\":\"x\"}", "purpose.unknown"),
        (
          "/v1/audiences", "{\"purpose\":\"offers\",\"channel\":\"email\",\"segment\":\"x\"}",
          "segment.unknown"
        ),
      ] {
        let answer = try await post(client, path, body, house.headers(.audiencesRead))
        #expect(answer.code == code, "\(body)")
      }
      let checked = try await post(
        client, "/v1/segments/check", "{\"where\":\"(bought cars)\",\"purpose\":\"offers\"}",
        house.headers(.audiencesRead)
      ).json()
      #expect(checked["where"]?.word == "bought cars")
      #expect(checked["data"]?.items.map(\.word) == ["purchases"])
    }
  }

  @Test func `the segments of the policy are counted, and their sizes listed`() async throws {
    let house = try await House(facts: Self.facts)
    await house.store.note([
      SegmentSize(
        segment: "carBuyers", line: "bought cars in 60 months",
        hour: SegmentSize.hour(of: House.now), people: 7)
    ])
    try await house.ask { client in
      let list = try await client.execute(
        uri: "/v1/segments", method: .get, headers: house.headers(.audiencesRead)
      ).json()
      let first = try #require(list["segments"]?.items.first)
      #expect(list["people"]?.word == "4")
      #expect(first["id"]?.word == "carBuyers" && first["people"]?.word == "1")
      let sizes = try await client.execute(
        uri: "/v1/segments/carBuyers/sizes", method: .get, headers: house.headers(.audiencesRead)
      ).json()
      #expect(sizes["sizes"]?.items.map { $0["people"]?.word } == ["7"])
      let unknown = try await client.execute(
        uri: "/v1/segments/nobody/sizes", method: .get, headers: house.headers(.audiencesRead))
      #expect(unknown.code == "segment.unknown")
    }
  }

  @Test func `the coming days and who was left waiting are told when asked`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let answer = try await post(
        client, "/v1/audiences",
        "{\"purpose\":\"offers\",\"channel\":\"email\",\"forecast\":14,\"underContacted\":true}",
        house.headers(.audiencesRead)
      ).json()
      #expect(answer["forecast"]?.items.count == 15)
      #expect(answer["underContacted"]?.word == "0")
      let tooFar = try await post(
        client, "/v1/audiences",
        "{\"purpose\":\"offers\",\"channel\":\"email\",\"forecast\":91}",
        house.headers(.audiencesRead))
      #expect(tooFar.code == "request.invalid")
    }
  }
}
