import HTTPTypes
import HummingbirdTesting
import NIOCore
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// What is refused, how, and that a refusal tells nothing of what was sent.
struct RefusalTests {
  /// A request that must be refused.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var method = HTTPRequest.Method.post
    var path = "/v1/decisions"
    var scope = Scope.decisionsRead
    var type: String? = "application/json"
    var more: HTTPFields = [:]
    var body = "{}"
    let status: Int
    let code: String
    var mistake: String?

    var testDescription: String { name }
  }

  static let secret = "geheim-4711"

  static let cases: [Case] = [
    Case(name: "no JSON", body: "{\"subject\": \(secret)}", status: 400, code: "request.malformed"),
    Case(name: "nothing", body: "", status: 400, code: "request.malformed"),
    Case(
      name: "a key twice", body: "{\"a\":1,\"a\":2}", status: 400, code: "request.malformed",
      mistake: "json.duplicateKey"),
    Case(
      name: "too deep", body: String(repeating: "[", count: 40), status: 413,
      code: "request.tooLarge", mistake: "json.depth"),
    Case(
      name: "an unknown field",
      body: #"{"subject":{"email":"x@y.nl"},"purpose":"p","#
        + #""channel":"email","geheim-4711":1}"#,
      status: 422, code: "request.invalid", mistake: "field.unknown"),
    Case(
      name: "a number for a text",
      body: #"{"subject":{"customerNumber":4711},"purpose":"p","channel":"email"}"#, status: 422,
      code: "request.invalid", mistake: "field.wrong"),
    Case(
      name: "no channel", body: #"{"subject":{"email":"geheim-4711@y.nl"},"purpose":"p"}"#,
      status: 422, code: "request.invalid", mistake: "field.missing"),
    Case(
      name: "an activity of numbers",
      body: #"{"subject":{"email":"x@y.nl"},"purpose":"p","channel":"email","activity":{"id":1}}"#,
      status: 422, code: "request.invalid", mistake: "field.wrong"),
    Case(name: "an empty list", body: "[]", status: 422, code: "batch.empty"),
    Case(
      name: "a list too long",
      body: "[\(Array(repeating: "{}", count: 1001).joined(separator: ","))]",
      status: 422, code: "batch.tooLarge"),
    Case(name: "a text", body: "\"x\"", status: 422, code: "request.invalid"),
    Case(
      name: "a form", type: "application/x-www-form-urlencoded", status: 415,
      code: "request.mediaType"),
    Case(name: "no type", type: nil, status: 415, code: "request.mediaType"),
    Case(
      name: "Latin-1", type: "application/json; charset=iso-8859-1", status: 415,
      code: "request.mediaType"),
    Case(
      name: "zipped", more: [.contentEncoding: "gzip"], status: 415, code: "request.mediaType"),
    Case(
      name: "a query", path: "/v1/decisions?email=geheim-4711", status: 400, code: "request.query"),
    Case(name: "a word", path: "/v1/decisions?record=yes", status: 400, code: "request.query"),
    Case(
      name: "twice the same", path: "/v1/decisions?record=true&record=true", status: 400,
      code: "request.query"),
    Case(name: "another method", method: .get, status: 405, code: "route.method"),
    Case(name: "tracing", method: .trace, status: 405, code: "route.method"),
    Case(name: "no such address", path: "/v1/geheim-4711", status: 404, code: "route.unknown"),
    Case(name: "a slash too many", path: "/v1/decisions/", status: 404, code: "route.unknown"),
    Case(
      name: "a key with a space", path: "/v1/facts", scope: .factsWrite,
      more: [.idempotencyKey: "a b"], body: "[1]", status: 400, code: "request.header"),
    Case(
      name: "no facts", path: "/v1/facts", scope: .factsWrite, body: "[]", status: 422,
      code: "batch.empty"),
    Case(
      name: "an audience of nobody", path: "/v1/audiences", scope: .audiencesRead, status: 422,
      code: "request.invalid", mistake: "field.missing"),
    Case(
      name: "a list as a picture", path: "/v1/audiences", scope: .audiencesRead,
      more: [.accept: "image/png"],
      body: #"{"purpose":"offers","channel":"email","list":"members"}"#,
      status: 406, code: "request.notAcceptable"),
    Case(
      name: "a search for nobody", path: "/v1/customers/search", scope: .customersRead,
      body: #"{"subject":{}}"#, status: 422, code: "request.invalid"),
    Case(
      name: "a search for a list", path: "/v1/customers/search", scope: .customersRead,
      body: #"{"subject":{"email":"x@y.nl"},"name":"geheim-4711"}"#, status: 422,
      code: "request.invalid", mistake: "field.unknown"),
  ]

  @Test(arguments: cases) func `is refused`(_ wrong: Case) async throws {
    let house = try await House()
    var headers = house.headers(wrong.scope, wrong.more)
    headers[.contentType] = wrong.type
    let sent = headers
    try await house.ask { client in
      let answer = try await client.execute(
        uri: wrong.path, method: wrong.method, headers: sent,
        body: ByteBuffer(string: wrong.body))
      #expect(answer.status.code == wrong.status)
      #expect(answer.headers[.contentType] == "application/problem+json")
      let json = try answer.json()
      #expect(json["code"]?.word == wrong.code)
      #expect(json["type"]?.word == "/problems#\(wrong.code)")
      #expect(json["status"]?.word == "\(wrong.status)")
      #expect(json["next"]?.word?.isEmpty == false)
      if let mistake = wrong.mistake {
        #expect(json["errors"]?.items.first?["code"]?.word == mistake)
      }
      #expect(!answer.text.contains("4711"))
    }
    #expect(!house.lines.all.joined().contains("4711"))
  }

  @Test func `a refused list names every use that is wrong`() async throws {
    let house = try await House()
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: "[\(RouteTests.use),{},\(RouteTests.use),7]"))
      #expect(try answer.json()["errors"]?.items.map { $0["index"]?.word } == ["1", "3"])
    }
  }

  @Test(arguments: cases)
  func `is told in Dutch to whoever asks for Dutch`(_ wrong: Case) async throws {
    let house = try await House()
    var headers = house.headers(wrong.scope, wrong.more)
    headers[.contentType] = wrong.type
    let english = headers
    headers[.acceptLanguage] = "nl-NL, en;q=0.5"
    let dutch = headers
    try await house.ask { client in
      var answers: [Node] = []
      for (headers, language) in [(english, "en"), (dutch, "nl")] {
        let answer = try await client.execute(
          uri: wrong.path, method: wrong.method, headers: headers,
          body: ByteBuffer(string: wrong.body))
        #expect(answer.headers[.contentLanguage] == language)
        answers.append(try answer.json())
      }
      for key in ["title", "next"] { #expect(answers[0][key] != answers[1][key]) }
      for key in ["code", "status"] { #expect(answers[0][key]?.word == answers[1][key]?.word) }
      let mistakes = answers.map { $0["errors"]?.items ?? [] }
      for (one, other) in zip(mistakes[0], mistakes[1]) {
        #expect(one["code"]?.word == other["code"]?.word)
        #expect(one["message"]?.word != other["message"]?.word)
      }
    }
  }

  @Test func `a fact that is refused says why in the language asked`() async throws {
    let house = try await House()
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/facts", method: .post,
        headers: house.headers(.factsWrite, [.acceptLanguage: "nl"]),
        body: ByteBuffer(string: "[{\"kind\":\"purchased\"}]"))
      let said = try answer.json()["results"]?.items.first?["message"]?.word
      #expect(
        said == "Het veld `source` ontbreekt: zeg welk systeem dit vertelt, bijvoorbeeld `crm`.")
    }
  }

  @Test func `another method is told which there are`() async throws {
    let house = try await House()
    try await house.ask { client in
      let answer = try await client.execute(uri: "/v1/facts", method: .delete)
      #expect(answer.headers[.allow] == "POST")
      let page = try await client.execute(uri: "/problems", method: .post)
      #expect(page.headers[.allow] == "GET, HEAD")
      let search = try await client.execute(uri: "/v1/customers/search", method: .get)
      #expect(search.headers[.allow] == "POST")
    }
  }

  @Test func `an error nobody foresaw tells its name and nothing else`() async throws {
    struct Fault: Error { let secret = "geheim-4711" }
    let house = try await House(whole: BrokenStore(error: Fault()))
    try await house.ask { client in
      let answer = try await client.execute(
        uri: "/v1/customers/search", method: .post, headers: house.headers(.customersRead),
        body: ByteBuffer(string: "{\"subject\":{\"email\":\"x@example.nl\"}}"))
      #expect(answer.status == .internalServerError)
      let instance = try answer.json()["instance"]?.word ?? "?"
      let name = instance.split(separator: ":").last.map(String.init) ?? "?"
      #expect(house.lines.all.contains { $0.contains(name) })
      #expect(!answer.text.contains("4711"))
      #expect(!house.lines.all.joined().contains("4711"))
    }
  }

  @Test(arguments: [
    (StoreError.diskFull(folder: "/geheim-4711"), 507), (.closed, 503),
    (.corrupt(file: "/geheim-4711"), 503),
  ])
  func `a store that fails is no yes`(_ error: StoreError, _ status: Int) async throws {
    let house = try await House(whole: BrokenStore(error: error))
    try await house.ask { client in
      let decision = try await client.execute(
        uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
        body: ByteBuffer(string: RouteTests.use))
      #expect(try decision.json()["outcome"]?.word == "deny")
      #expect(try decision.json()["reasons"]?.items.first?["code"]?.word == "system.failClosed")
      let facts = try await client.execute(
        uri: "/v1/facts", method: .post, headers: house.headers(.factsWrite),
        body: ByteBuffer(string: "[\(RouteTests.anna[0])]"))
      #expect(facts.status.code == status)
      #expect(!decision.text.contains("4711") && !facts.text.contains("4711"))
      #expect(house.lines.all.count { $0.hasPrefix(error.code) } == 2)
    }
  }
}
