import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Pages that need no sign-in.
struct PublicTests {
  private static let facts = [
    """
    {"id": "1", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00",
     "subject": {"email": "anna@example.nl"}, "attributes": {"birthDate": "1990-05-31"}}
    """,
    """
    {"id": "2", "source": "web", "kind": "consented", "occurredAt": "2026-11-01T10:01:00+01:00",
     "subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email",
     "notice": "marketing@2", "method": "form"}
    """,
  ]
  private static let use = """
    {"subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email"}
    """
  private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
  private static let click = ByteBuffer(string: "List-Unsubscribe=One-Click")

  private func house() async throws -> House {
    var settings = ServerSettings()
    settings.publicAddress = "https://klant.example.nl"
    return try await House(facts: Self.facts, settings: settings)
  }

  private func decision(_ house: House) async throws -> Node {
    try await house.ask { client in
      try await client.execute(
        uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: Self.use)
      ).json()
    }
  }

  /// The path of a link as a mailing gets it.
  private func link(_ house: House) async throws -> String {
    let url = try #require(try await decision(house)["unsubscribeURL"]?.word)
    #expect(url.hasPrefix("https://klant.example.nl/u/"))
    #expect(!url.contains("anna"))
    return String(url.dropFirst("https://klant.example.nl".count))
  }

  @Test func `a decision brings the link, and one click ends what it was for`() async throws {
    let house = try await house()
    let path = try await link(house)
    try await house.ask { client in
      for _ in 0..<2 {
        let page = try await client.execute(uri: path, method: .get)
        #expect(page.status == .ok)
        #expect(page.text.contains("a•••@example.nl"))
        #expect(!page.text.contains("anna@example.nl"))
      }
      let untouched = try await decision(house)
      #expect(untouched["outcome"]?.word == "allow")
      for _ in 0..<2 {
        let answer = try await client.execute(
          uri: path, method: .post, headers: Self.form, body: Self.click)
        #expect(answer.status == .ok)
        #expect(answer.headers[.setCookie] == nil)
      }
    }
    let after = try await decision(house)
    #expect(after["outcome"]?.word == "deny")
    #expect(after["unsubscribeURL"] == nil)
    #expect(await house.store.counts.facts == Self.facts.count + 1)
  }

  @Test func `a mail server may send the other shape of a form`() async throws {
    let house = try await house()
    let path = try await link(house)
    let body = """
      --b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n
      """
    try await house.ask { client in
      let answer = try await client.execute(
        uri: path, method: .post, headers: [.contentType: "multipart/form-data; boundary=b"],
        body: ByteBuffer(string: body))
      #expect(answer.status == .ok)
    }
    #expect(try await decision(house)["outcome"]?.word == "deny")
  }

  @Test func `without the words of one click nothing happens`() async throws {
    let house = try await house()
    let path = try await link(house)
    try await house.ask { client in
      for body in ["", "a=b", "List-Unsubscribe=", "scope=all"] {
        let answer = try await client.execute(
          uri: path, method: .post, headers: Self.form, body: ByteBuffer(string: body))
        #expect(answer.status == .unprocessableContent)
      }
    }
    #expect(try await decision(house)["outcome"]?.word == "allow")
  }

  @Test func `every link that opens nothing shows one and the same page`() async throws {
    let house = try await house()
    let path = try await link(house)
    let changed = path.dropLast() + (path.hasSuffix("A") ? "B" : "A")
    let other = try await House(settings: house.rooms.settings)
    try await house.ask { client in
      var pages: Set<String> = []
      for token in ["x", String(changed.dropFirst(3)), String(repeating: "A", count: 300)] {
        for route in ["/u/", "/preferences/"] {
          let page = try await client.execute(uri: route + token, method: .get)
          #expect(page.status == .notFound)
          pages.insert(page.text)
        }
        let answer = try await client.execute(
          uri: "/u/\(token)", method: .post, headers: Self.form, body: Self.click)
        #expect(answer.status == .notFound)
        pages.insert(answer.text)
      }
      #expect(pages.count == 1)
    }
    try await other.ask { client in
      let page = try await client.execute(uri: path, method: .get)
      #expect(page.status == .notFound)
    }
  }

  @Test func `choices by a link are in force before the answer`() async throws {
    let house = try await house()
    let path = try await link(house).replacing("/u/", with: "/preferences/")
    var headers = Self.form
    headers[.fetchSite] = "same-origin"
    let own = headers
    try await house.ask { client in
      let page = try await client.execute(uri: path + "?lang=en", method: .get)
      #expect(page.status == .ok)
      #expect(page.text.contains("Stop Offers"))
      #expect(!page.text.contains("Service and delivery"))
      for (body, done) in [
        ("do=save&topics=cars&often=1%2Fweek&pause=3", "saved"),
        ("do=stop&purpose=offers", "stopped"), ("do=stopAll", "stoppedAll"),
      ] {
        let answer = try await client.execute(
          uri: path, method: .post, headers: own, body: ByteBuffer(string: body))
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location]?.hasSuffix("?done=\(done)") == true)
        let codes = try await decision(house)["reasons"]?.items.map { $0["code"]?.word } ?? []
        switch done {
        case "saved": #expect(codes.contains("preference.paused"))
        case "stopped": #expect(codes.contains("consent.withdrawn"))
        default: #expect(codes.contains("objection.directMarketing"))
        }
      }
      for body in ["do=stop&purpose=service", "do=save&often=9", "do=x", "do=save&pause=2"] {
        let answer = try await client.execute(
          uri: path, method: .post, headers: own, body: ByteBuffer(string: body))
        #expect(answer.status == .unprocessableContent, "\(body)")
      }
      let foreign = try await client.execute(
        uri: path, method: .post, headers: Self.form, body: ByteBuffer(string: "do=stopAll"))
      #expect(foreign.status == .forbidden)
    }
  }

  @Test(arguments: ["nl", "en"]) func `the statement is that of the policy`(
    language: String
  ) async throws {
    let house = try await house()
    let gate = try House.gate.get()
    try await house.ask { client in
      let page = try await client.execute(uri: "/privacy?lang=\(language)", method: .get)
      #expect(page.status == .ok)
      for purpose in gate.policy.purposes {
        #expect(page.text.contains("id=\"purpose-\(purpose.id)\""))
      }
      let first = try await client.execute(uri: "/privacy?version=1", method: .get)
      #expect(first.status == .ok)
      for version in ["0", "2", "x", "-1", "99999999999999999999"] {
        let none = try await client.execute(uri: "/privacy?version=\(version)", method: .get)
        #expect(none.status == .notFound)
      }
    }
  }
}
