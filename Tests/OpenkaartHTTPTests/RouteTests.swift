import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Every route on its good path.
struct RouteTests {
  static let anna = [
    """
    {"id":"1","source":"web","kind":"described","occurredAt":"2026-11-01T10:00:00+01:00",
    "subject":{"email":"anna@example.nl"},"attributes":{"birthDate":"1990-05-31"}}
    """,
    """
    {"id":"2","source":"web","kind":"consented","occurredAt":"2026-11-01T10:01:00+01:00",
    "subject":{"email":"anna@example.nl"},"purpose":"offers","channel":"email",
    "notice":"marketing@2","method":"form"}
    """,
  ]
  static let use = """
    {"subject":{"email":"anna@example.nl"},"purpose":"offers","channel":"email"}
    """

  @Test func `facts go in once, and each item has its result`() async throws {
    let house = try await House()
    let broken = "{\"id\":\"3\",\"source\":\"web\",\"kind\":\"sang\"}"
    let other = Self.anna[0].replacing("1990", with: "1991")
    let body = "[\((Self.anna + [Self.anna[0], broken, other]).joined(separator: ","))]"
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/facts", method: .post, headers: house.headers(.factsWrite),
        body: ByteBuffer(string: body))
      #expect(answer.status == .ok)
      let json = try answer.json()
      let statuses = (json["results"]?.items ?? []).map { $0["status"]?.word }
      #expect(statuses == ["added", "added", "duplicate", "rejected", "conflict"])
      #expect(json["results"]?.items[3]["code"]?.word == "field.unknownWord")
      #expect(json["results"]?.items[3]["line"]?.word == "5")
      #expect(json["counts"]?["added"]?.word == "2")
    }
    let counts = await house.store.counts
    #expect(counts.facts == 2)
  }

  @Test func `lines of facts go in beside a line that is no JSON`() async throws {
    let house = try await House()
    let good = Self.anna.map { $0.replacing("\n", with: " ") }
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/facts", method: .post,
        headers: house.headers(.factsWrite, type: "application/x-ndjson"),
        body: ByteBuffer(string: "\(good[0])\n\n{\"id\":\n\(good[1])\r\n"))
      let results = try answer.json()["results"]?.items ?? []
      #expect(results.map { $0["status"]?.word } == ["added", "rejected", "added"])
      #expect(results[1]["line"]?.word == "3")
    }
  }

  @Test func `one use gives one decision, a list gives a list`() async throws {
    let house = try await House(facts: Self.anna)
    try await house.ask { client in
      let one = try await client.execute(
        uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: Self.use))
      #expect(one.status == .ok)
      #expect(try one.json()["outcome"]?.word == "allow")
      #expect(!one.text.contains("anna@"))
      let two = try await client.execute(
        uri: "/v1/decisions?record=false", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: "[\(Self.use),\(Self.use.replacing("anna", with: "bob"))]"))
      #expect(try two.json().items.map { $0["outcome"]?.word } == ["allow", "deny"])
    }
  }

  @Test func `an audience adds up, and its people come as lines or as a table`() async throws {
    let bob = Self.anna[0].replacing("anna", with: "bob").replacing("\"1\"", with: "\"9\"")
    let house = try await House(facts: Self.anna + [bob])
    let question = "\"purpose\":\"offers\",\"channel\":\"email\""
    try await house.ask { client in
      let funnel = try await client.execute(
        uri: "/v1/audiences", method: .post, headers: house.headers(.audiencesRead),
        body: ByteBuffer(string: "{\(question)}"))
      let json = try funnel.json()
      #expect(json["total"]?.word == "2")
      #expect(json["allow"]?["basis.consent"]?.word == "1")
      let lines = try await client.execute(
        uri: "/v1/audiences", method: .post, headers: house.headers(.audiencesRead),
        body: ByteBuffer(string: "{\(question),\"list\":\"members\"}"))
      #expect(lines.headers[.contentType] == "application/x-ndjson")
      let member = try JSONReader.node(in: lines.text.utf8.span)
      #expect(member["outcome"]?.word == "allow")
      #expect(member["customer"]?.word?.count == 32)
      let table = try await client.execute(
        uri: "/v1/audiences", method: .post,
        headers: house.headers(.audiencesRead, [.accept: "text/csv"]),
        body: ByteBuffer(string: "{\(question),\"list\":\"excluded\"}"))
      let rows = table.text.split(separator: "\r\n")
      #expect(rows.count == 2)
      #expect(rows[0] == "customer,outcome,until,contactPoint,reasons")
      #expect(!table.text.contains("bob"))
    }
  }

  @Test func `a customer is found by an identifier in the body`() async throws {
    let house = try await House(facts: Self.anna)
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: house.headers(.customersRead),
        body: ByteBuffer(string: "{\"subject\":{\"email\":\"ANNA@example.nl\"}}"))
      #expect(try answer.json()["customer"]?.word?.count == 32)
      let nobody = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: house.headers(.customersRead),
        body: ByteBuffer(string: "{\"subject\":{\"email\":\"nobody@example.nl\"}}"))
      #expect(nobody.status == .notFound)
      #expect(nobody.code == "customer.unknown")
    }
  }

  @Test func `health, readiness and numbers can be asked`() async throws {
    let house = try await House(facts: Self.anna)
    try await house.ask(doors: [.health]) { client in
      #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
      #expect(try await client.execute(uri: "/readyz", method: .get).text == "ready\n")
      let numbers = try await client.execute(uri: "/metrics", method: .get)
      #expect(numbers.text.contains("openkaart_store_facts 2\n"))
      #expect(
        numbers.text.contains(
          "openkaart_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1\n"))
      #expect(try await client.execute(uri: "/v1/facts", method: .post).status == .notFound)
    }
    house.rooms.admission.close()
    try await house.ask(doors: [.health]) { client in
      let answer = try await client.execute(uri: "/readyz", method: .get)
      #expect(answer.status == .serviceUnavailable)
    }
  }
}

extension RouteTests {
  @Test func `the card of a customer tells what is known and what may be done`() async throws {
    let house = try await House(facts: Self.anna)
    try await house.ask { client in
      let found = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: house.headers(.customersRead),
        body: ByteBuffer(string: "{\"subject\":{\"email\":\"anna@example.nl\"}}"))
      let name = try found.json()["customer"]?.word ?? ""
      let card = try await client.execute(
        uri: "/v1/customers/\(name)", method: .get, headers: house.headers(.customersRead))
      #expect(card.status == .ok)
      let json = try card.json()
      #expect(json["identifiers"]?.items.first?["value"]?.word == "anna@example.nl")
      #expect(json["timeline"]?.items.count == 2)
      #expect(json["consents"]?.items.first?["fact"]?["id"]?.word == "2")
      let offers = json["permissions"]?.items.first {
        $0["purpose"]?.word == "offers" && $0["channel"]?.word == "email"
      }
      #expect(offers?["decision"]?["outcome"]?.word == "allow")
      let other = try await client.execute(
        uri: "/v1/customers/anna@example.nl", method: .get, headers: house.headers(.customersRead))
      #expect(other.code == "customer.unknown")
      #expect(house.lines.all.last?.hasPrefix("GET /v1/customers/{customer} 404 ") == true)
    }
  }

  @Test func `a policy is looked at, applied, or refused with its mistakes`() async throws {
    let house = try await House(facts: Self.anna)
    let headers = house.headers(.policyWrite, type: "application/yaml")
    try await house.ask { client in
      let dry = try await client.execute(
        uri: "/v1/policies?dryRun=true", method: .post, headers: headers,
        body: ByteBuffer(string: "good"))
      #expect(try dry.json()["applied"]?.content == .bool(false))
      #expect(try dry.json()["people"]?.word == "1")
      let bad = try await client.execute(
        uri: "/v1/policies", method: .post, headers: headers, body: ByteBuffer(string: "bad"))
      #expect(bad.status.code == 422)
      #expect(try bad.json()["errors"]?.items.first?["code"]?.word == "policy.unknownKey")
    }
    #expect(await house.store.appliedPolicies.count == 1)
  }

  @Test func `without a policy nothing is decided`() async throws {
    let house = try await House(isApplied: false)
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: Self.use))
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.code == "policy.missing")
      #expect(try await client.execute(uri: "/readyz", method: .get).status == .serviceUnavailable)
    }
  }
}
