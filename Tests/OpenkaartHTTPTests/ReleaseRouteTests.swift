import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// A campaign by way of the API.
struct ReleaseRouteTests {
  private static let draft = """
    {"purpose":"offers","channel":"email","activity":{"id":"spring"}}
    """

  @Test func `a campaign goes from draft to hand-off`() async throws {
    let house = try await House(facts: RouteTests.anna)
    let headers = house.headers(.handoffsWrite)
    try await house.ask { client in
      func post(
        _ uri: String, _ body: String = "", accept: String? = nil
      ) async throws -> TestResponse {
        var headers = headers
        if let accept { headers[.accept] = accept }
        return try await client.execute(
          uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
      }
      let draft = try await post("/v1/releases", Self.draft).json()
      let id = try #require(draft["release"]?.word)
      #expect(draft["state"]?.word == "draft")
      let one = "/v1/releases/\(id)"
      #expect(try await post("\(one)/hand-off", "{}").code == "release.state")
      #expect(try await post("\(one)/freeze").json()["members"]?.word == "1")
      #expect(try await post("\(one)/hand-off", "{\"page\":1}").code == "release.page")
      let page = try await post("\(one)/hand-off", "{}").json()
      let member = try #require(page["members"]?.items.first)
      #expect(member["contactPoint"]?.word == "anna@example.nl")
      #expect(member["permit"] != nil && page["next"]?.content == .null)
      let token = try #require(member["token"]?.word)
      let lines = try await post("\(one)/hand-off", "{}", accept: "application/x-ndjson").text
      #expect(lines.contains(token) && lines.hasSuffix("}\n"))
      let table = try await post("\(one)/hand-off", "{}", accept: "text/csv").text
      #expect(table.hasPrefix("token,page,") && table.contains(token))
      #expect(try await post("\(one)/hand-off", "{}", accept: "image/png").status == .notAcceptable)
      let check = "{\"tokens\":[\"\(token)\",\"x\"]}"
      let standings = try await post("\(one)/check", check).json()["members"]?.items ?? []
      #expect(standings.map { $0["status"]?.word } == ["allowed", "unknown"])
      let status = try await client.execute(uri: one, method: .get, headers: headers).json()
      #expect(status["handedOff"]?.word == "1" && status["nextPage"]?.word == "1")
      #expect(try await post("\(one)/cancel").json()["state"]?.word == "cancelled")
      #expect(try await post("\(one)/hand-off", "{}").code == "release.state")
      let all = try await client.execute(uri: "/v1/releases", method: .get, headers: headers)
      #expect(try all.json()["releases"]?.items.count == 1)
    }
  }

  @Test func `each row brings the link that its message must have`() async throws {
    var settings = ServerSettings()
    settings.publicAddress = "https://klant.example.nl"
    let house = try await House(facts: RouteTests.anna, settings: settings)
    try await house.ask { client in
      func post(_ uri: String, _ body: String = "", accept: String? = nil) async throws
        -> TestResponse
      {
        var headers = house.headers(.handoffsWrite)
        if let accept { headers[.accept] = accept }
        return try await client.execute(
          uri: uri, method: .post, headers: headers, body: ByteBuffer(string: body))
      }
      let id = try #require(try await post("/v1/releases", Self.draft).json()["release"]?.word)
      _ = try await post("/v1/releases/\(id)/freeze")
      let page = try await post("/v1/releases/\(id)/hand-off", "{}").json()
      let url = try #require(page["members"]?.items.first?["unsubscribeURL"]?.word)
      #expect(url.hasPrefix("https://klant.example.nl/u/") && !url.contains("anna"))
      let table = try await post("/v1/releases/\(id)/hand-off", "{}", accept: "text/csv").text
      #expect(table.hasPrefix("token,") && table.contains("expiresAt,unsubscribeURL\r\n"))
      #expect(table.contains(",https://klant.example.nl/u/"))
      // One click ends what the message was for, so that the next page would leave the person out.
      let path = String(url.dropFirst("https://klant.example.nl".count))
      let click = try await client.execute(
        uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
        body: ByteBuffer(string: "List-Unsubscribe=One-Click"))
      #expect(click.status == .ok)
      let again = try await post("/v1/releases/\(id)/hand-off", "{}").json()
      #expect(again["members"]?.items.isEmpty == true)
    }
  }

  @Test func `what is no release is refused`() async throws {
    let house = try await House(facts: RouteTests.anna)
    let headers = house.headers(.handoffsWrite)
    try await house.ask { client in
      for (body, code) in [
        ("{\"purpose\":\"offers\",\"channel\":\"email\"}", "request.invalid"),
        (Self.draft.replacing("email", with: "none"), "request.invalid"),
        (Self.draft.replacing("offers", with: "nothing"), "purpose.unknown"),
        (
          Self.draft.replacing("{\"purpose", with: "{\"at\":\"2026-01-01\",\"purpose"),
          "request.invalid"
        ),
      ] {
        let answer = try await client.execute(
          uri: "/v1/releases", method: .post, headers: headers, body: ByteBuffer(string: body))
        #expect(answer.code == code)
      }
      let unknown = try await client.execute(
        uri: "/v1/releases/x/freeze", method: .post, headers: headers)
      #expect(unknown.code == "release.unknown")
    }
  }
}
