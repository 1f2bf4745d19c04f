import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Every route, asked by everybody there is.
///
/// What is expected of each stands in `Tests/HTTP/routes.json`; a route without a row fails the first test.
struct RouteMatrixTests {
  /// What is expected of a route.
  struct Row: Hashable, Sendable {
    let method: HTTPRequest.Method
    let path: String
    /// `page`, `form`, `file`, `api` or `health`.
    let kind: String
    /// `everybody`, `link`, `customer`, `sure` (with a second code), `ticket` (of somebody who was
    /// erased), or the scope of a key.
    let who: String

    var name: String { "\(method.rawValue) \(path)" }
    var scope: Scope? { Scope(rawValue: who) }
    /// Whether it shows one thing of a customer, which others do not have.
    var isOfOneThing: Bool { path.contains("{receipt}") || path.contains("{complaint}") }
    var isOwn: Bool { who == "customer" || who == "sure" }
  }

  static let rows: [Row] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "HTTP/routes.json")
    guard let bytes = try? Data(contentsOf: file),
      let node = try? JSONReader.node(in: Array(bytes))
    else { return [] }
    return node.items.compactMap { row in
      guard let method = row["method"]?.word.flatMap({ HTTPRequest.Method(rawValue: $0) }),
        let path = row["path"]?.word, let kind = row["kind"]?.word, let who = row["for"]?.word,
        // The house of these tests publishes no log.
        row["needs"] == nil
      else { return nil }
      return Row(method: method, path: path, kind: kind, who: who)
    }
  }()

  private static func house() async throws -> House {
    var settings = ServerSettings()
    settings.publicAddress = "https://klant.example.nl"
    return try await House(facts: SignInTests.facts, settings: settings)
  }

  @Test func `every route has a row of expectations, and every row a route`() async throws {
    let endpoints = try await Self.house().rooms.front(of: Door.allCases).table.endpoints
    let real = Set(endpoints.map { "\($0.method.rawValue) \($0.path)" })
    #expect(real == Set(Self.rows.map(\.name)))
    #expect(Self.rows.count == Set(Self.rows.map(\.name)).count)
    for endpoint in endpoints {
      guard case .key(let scope) = endpoint.access else { continue }
      let row = Self.rows.first { $0.method == endpoint.method && $0.path == endpoint.path }
      #expect(row?.scope == scope, "\(endpoint.path)")
    }
  }

  @Test func `what only the owner's socket has is nowhere else`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      for endpoint in house.rooms.inner {
        let answer = try await client.execute(
          uri: endpoint.path, method: endpoint.method, headers: house.headers(.factsWrite))
        #expect(answer.status == .notFound, "\(endpoint.path)")
      }
    }
  }

  // MARK: Who asks

  /// Cookies of people who are not in: no cookie, a made-up one, a session that was left, one that
  /// was idle too long, one that lasted too long.
  private static func strangers(
    _ client: any TestClientProtocol, _ house: House
  ) async throws -> [String: String] {
    let left = Guest(client, house)
    try await left.enter(as: "anna@example.nl")
    let session = await left.cookies[MeTests.session] ?? ""
    let real = try #require(await house.store.session(Secret.digest(of: session)))
    _ = try await left.post("/sign-out", "")
    var cookies = ["nobody": "", "forged": Secret.token(), "left": session]
    for (name, created, seen) in [
      ("idle", CustomerSession.idle, CustomerSession.idle), ("old", CustomerSession.life, 0),
    ] {
      let token = Secret.token()
      await house.store.keep(
        CustomerSession(
          digest: Secret.digest(of: token), customer: real.customer, about: real.about,
          createdAt: House.now.advanced(by: -created), seenAt: House.now.advanced(by: -seen),
          raisedUntil: .distantFuture))
      cookies[name] = token
    }
    return cookies.mapValues { $0.isEmpty ? "" : "\(MeTests.session)=\($0)" }
  }

  /// An address of that route which is Anna's, if it is anybody's.
  private static func address(of row: Row, _ values: [String: String]) -> String {
    values.reduce(row.path) { $0.replacing("{\($1.key)}", with: $1.value) }
  }

  private static let words = [
    "Anna", "Leiden", "anna@example", "7001", "1990-05-31", "May 1990", "mei 1990",
  ]

  private static func ask(
    _ client: any TestClientProtocol, _ row: Row, at path: String, cookie: String,
    site: String = "same-origin", body: String = "value=x"
  ) async throws -> TestResponse {
    var headers = Guest.own
    headers[.cookie] = cookie
    headers[.fetchSite] = site
    let answer = try await client.execute(
      uri: path, method: row.method, headers: headers,
      body: row.method == .post ? ByteBuffer(string: body) : nil)
    let policy = answer.headers[.contentSecurityPolicy] ?? ""
    #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(row.name)")
    #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(row.name)")
    #expect(answer.headers[.referrerPolicy] == "no-referrer", "\(row.name)")
    #expect(answer.headers[.cacheControl] != nil, "\(row.name)")
    return answer
  }

  @Test func `W1: what is a customer's is shown to and changed by nobody who is not in`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let values = ["name": "city", "receipt": try await Self.receipt(client, house)]
      for (who, cookie) in try await Self.strangers(client, house) {
        for row in Self.rows where row.isOwn || row.who == "ticket" {
          let answer = try await Self.ask(
            client, row, at: Self.address(of: row, values), cookie: cookie)
          #expect(answer.status == .seeOther, "\(row.name), \(who)")
          #expect(answer.headers[.location] == "/sign-in", "\(row.name), \(who)")
          #expect(answer.body.readableBytes == 0, "\(row.name), \(who)")
        }
      }
      #expect(await house.store.counts.facts == SignInTests.facts.count)
    }
  }

  @Test func `W1: another customer sees nothing of this one, and no form of theirs counts`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let (anna, karel) = (Guest(client, house), Guest(client, house))
      try await anna.enter(as: "anna@example.nl")
      try await karel.enter(as: "karel@example.nl")
      _ = try await karel.raise()
      let token = try await anna.get("/me").text.firstMatch(of: /"token" value="([0-9a-f]+)"/)?.1
      let his = await karel.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
      let values = ["name": "city", "receipt": try await Self.receipt(client, house)]
      for row in Self.rows where row.isOwn {
        let answer = try await Self.ask(
          client, row, at: Self.address(of: row, values), cookie: his,
          body: "value=x&answer=none&token=\(token ?? "")")
        let wanted: HTTPResponse.Status =
          row.method == .post ? .forbidden : row.isOfOneThing ? .notFound : .ok
        #expect(answer.status == wanted, "\(row.name)")
        for word in Self.words { #expect(!answer.text.contains(word), "\(row.name): \(word)") }
      }
      #expect(await house.store.counts.facts == SignInTests.facts.count)
    }
  }

  @Test func `this customer sees their own, and what asks for a second code only after it`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      let values = ["name": "city", "receipt": try await Self.receipt(client, house)]
      for row in Self.rows where row.isOwn && row.method == .get {
        let answer = try await anna.get(Self.address(of: row, values))
        let isSure = row.who == "sure"
        // Anna has none.
        if row.path.contains("{complaint}") { continue }
        #expect(answer.status == (isSure ? .seeOther : .ok), "\(row.name)")
        let place = answer.headers[.location] ?? ""
        #expect(place.hasPrefix("/me/sure?for=") == isSure, "\(row.name)")
      }
      _ = try await anna.raise()
      for row in Self.rows where row.who == "sure" && row.method == .get {
        #expect(try await anna.get(Self.address(of: row, values)).status == .ok, "\(row.name)")
      }
    }
  }

  // MARK: Links and forms

  @Test func `a link that opens nothing opens nothing to anybody, and a real one shows no address`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let real = try await Self.tokens(client, house)
      let before = await house.store.counts.facts
      var cookies = try await Self.strangers(client, house)
      let karel = Guest(client, house)
      try await karel.enter(as: "karel@example.nl")
      cookies["another"] = await karel.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
      for (who, cookie) in cookies {
        for row in Self.rows where row.who == "link" {
          let token = real[row.path] ?? ""
          let changed = String(token.dropLast(2)) + (token.hasSuffix("A") ? "BB" : "AA")
          for dead in ["x", changed, token + "A"] {
            let answer = try await Self.ask(
              client, row, at: row.path.replacing("{token}", with: dead), cookie: cookie,
              body: "List-Unsubscribe=One-Click&do=stopAll&confirm=yes")
            #expect(answer.status == .notFound, "\(row.name), \(who)")
            for word in Self.words { #expect(!answer.text.contains(word), "\(row.name)") }
          }
          guard row.method == .get, !token.isEmpty else { continue }
          let answer = try await Self.ask(
            client, row, at: row.path.replacing("{token}", with: token), cookie: cookie)
          #expect(answer.status == .ok, "\(row.name), \(who)")
          for word in Self.words { #expect(!answer.text.contains(word), "\(row.name): \(word)") }
        }
      }
      #expect(await house.store.counts.facts == before)
    }
  }

  @Test func `no form that another site sends is taken, but the one click of a mail server`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      let real = try await Self.tokens(client, house)
      let before = await house.store.counts.facts
      let hers = await anna.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
      for row in Self.rows where row.kind == "form" && row.path != "/u/{token}" {
        for site in ["cross-site", "same-site"] {
          var values = ["name": "city", "form": "brochure-by-mail", "link": "x"]
          values["token"] = real[row.path]
          let answer = try await Self.ask(
            client, row, at: Self.address(of: row, values), cookie: hers, site: site,
            body: "do=stopAll&confirm=yes&answer=none&value=x")
          #expect(answer.status == .forbidden, "\(row.name), \(site)")
        }
      }
      #expect(await house.store.counts.facts == before)
    }
  }

  // MARK: Programs, and what is open

  @Test func `a program needs the key of its scope, and a customer's session is none`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      let hers = await anna.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
      for row in Self.rows {
        guard let scope = row.scope else { continue }
        let path = row.path.replacing(/\{[a-z]+\}/, with: "x")
        let answer = try await Self.ask(client, row, at: path, cookie: hers)
        #expect(answer.status == .unauthorized, "\(row.name)")
        for other in Scope.allCases where other != scope {
          let answer = try await client.execute(
            uri: path, method: row.method, headers: house.headers(other))
          #expect(answer.status == .forbidden, "\(row.name), \(other)")
        }
      }
    }
  }

  @Test func `what is open to everybody shows nothing of anybody`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let values = ["form": "brochure-by-mail", "link": "x"]
      for (who, cookie) in try await Self.strangers(client, house) {
        for row in Self.rows where row.who == "everybody" && row.method == .get {
          let answer = try await Self.ask(
            client, row, at: Self.address(of: row, values), cookie: cookie)
          #expect(answer.status == .ok, "\(row.name), \(who)")
          // These two show made-up people.
          for word in Self.words where !["/v1/openapi.json", "/design"].contains(row.path) {
            #expect(!answer.text.contains(word), "\(row.name): \(word)")
          }
        }
      }
    }
  }

  @Test func `a link from a mail that is too old lets nobody in`() async throws {
    let house = try await Self.house()
    let gate = try House.gate.get()
    let earlier = Reception(
      store: house.store, policies: PolicyBook(house.store) { _ in gate }, log: NoUsageLog(),
      sender: nil, address: { "http://x" },
      clock: { House.now.advanced(by: -SignInRequest.life) })
    let anna = try #require(Identifier(.email, "anna@example.nl"))
    try await earlier.ask(for: anna, from: "browser", in: .en)
    try await house.ask { client in
      let guest = Guest(client, house)
      let mail = try #require(try await guest.lastMail())
      var headers = Guest.own
      headers[.cookie] = "__Host-asker=browser"
      for (path, body) in [
        ("/sign-in/link/\(mail.link)", ""), ("/sign-in/link/\(mail.link)", "code=\(mail.code)"),
        ("/sign-in/code", "code=\(mail.code)"),
      ] {
        let answer = try await client.execute(
          uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        #expect(answer.status == .unprocessableContent)
        #expect(answer.headers[.setCookie] == nil)
      }
    }
  }

  // MARK: What is Anna's

  /// The name of Anna's receipt.
  private static func receipt(
    _ client: any TestClientProtocol, _ house: House
  ) async throws -> String {
    let anna = Guest(client, house)
    try await anna.enter(as: "anna@example.nl")
    let page = try await anna.get("/me/choices").text
    return String(try #require(page.firstMatch(of: /\/me\/receipts\/([0-9a-f]+)/)).1)
  }

  /// A token that works, for each route by a link.
  private static func tokens(
    _ client: any TestClientProtocol, _ house: House
  ) async throws -> [String: String] {
    let decision = try await client.execute(
      uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
      body: ByteBuffer(
        string: """
          {"subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email"}
          """)
    ).json()
    let url = try #require(decision["unsubscribeURL"]?.word)
    let token = String(try #require(url.split(separator: "/").last))
    _ = try await Guest(client, house).post(
      "/forms/brochure-by-mail", "email=eve%40example.nl&yes.offers.email=yes")
    let mails = await house.store.due(at: .distantFuture, atMost: 100)
    let text = mails.map {
      String(decoding: $0.mail.bytes, as: UTF8.self).replacing("=\r\n", with: "")
    }.joined()
    let confirm = try #require(text.firstMatch(of: /\/confirm\/([A-Za-z0-9_\-]+)/)).1
    return [
      "/u/{token}": token, "/preferences/{token}": token, "/confirm/{token}": String(confirm),
    ]
  }
}
