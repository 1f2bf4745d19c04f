import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// What customers see of themselves, and that nobody else sees it.
struct MeTests {
  private static func house() async throws -> House {
    try await House(
      facts: SignInTests.facts + [
        #"{"id": "4", "source": "mail", "kind": "contacted", "occurredAt": "2026-11-10T10:00:00+01:00", "subject": {"email": "anna@example.nl"}, "channel": "email", "purpose": "offers", "activity": "autumn"}"#,
        #"{"id": "5", "source": "web", "kind": "complained", "occurredAt": "2026-11-20T10:00:00+01:00", "subject": {"email": "anna@example.nl"}, "case": "K7", "about": "late delivery"}"#,
      ])
  }

  static let session = "__Host-session"

  private static let paths = [
    "/me", "/me/known", "/me/known/city", "/me/uses", "/me/choices", "/me/rights",
    "/me/rights/object", "/me/rights/restrict", "/me/rights/complain", "/me/rights/rectify",
    "/me/rights/erase",
    "/me/copy", "/me/copy/html", "/me/copy/json", "/me/copy/csv", "/me/access", "/me/sure",
    "/me/address",
  ]

  @Test func `every page of a customer is in the list of this test`() async throws {
    let house = try await Self.house()
    let real = house.rooms.customers.filter { $0.method == .get && $0.path.hasPrefix("/me") }
    #expect(
      Set(real.map(\.path))
        == Set(Self.paths).subtracting(["/me/known/city"])
        .union(["/me/known/{name}", "/me/receipts/{receipt}", "/me/complaints/{complaint}"]))
  }

  @Test func `nobody who is not in sees or changes anything`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let expired = Guest(client, house)
      try await expired.enter(as: "anna@example.nl")
      let forms = house.rooms.customers.filter { $0.method == .post && $0.path.hasPrefix("/me") }
      let cookies = await expired.cookies
      _ = try await expired.post("/sign-out", "")
      for cookie in ["", "__Host-session=\(Secret.token())", "__Host-session="]
        + cookies.map({ "\($0)=\($1)" })
      {
        for path in Self.paths {
          let answer = try await client.execute(
            uri: path, method: .get, headers: [.cookie: cookie])
          #expect(answer.status == .seeOther && answer.headers[.location] == "/sign-in", "\(path)")
        }
        var headers = Guest.own
        headers[.cookie] = cookie
        for form in forms {
          let path = form.path.replacing("{name}", with: "city")
          let answer = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: "value=x"))
          #expect(answer.headers[.location] == "/sign-in", "\(path)")
        }
      }
      #expect(await house.store.counts.facts == 5)
    }
  }

  @Test func `a customer sees their own data and nothing of another`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let (anna, karel) = (Guest(client, house), Guest(client, house))
      try await anna.enter(as: "anna@example.nl")
      try await karel.enter(as: "karel@example.nl")
      #expect(try await anna.raise().headers[.location] == "/me/copy")
      #expect(try await karel.raise().headers[.location] == "/me/copy")
      for path in Self.paths {
        let (hers, his) = (try await anna.get(path), try await karel.get(path))
        #expect(hers.status == .ok && his.status == .ok, "\(path)")
        for word in ["Karel", "Zwolle", "karel@"] { #expect(!hers.text.contains(word), "\(path)") }
        for word in ["Anna", "Leiden", "anna@", "autumn", "late delivery", "7001"] {
          #expect(!his.text.contains(word), "\(path)")
        }
      }
      let known = try await anna.get("/me/known").text
      // A day stands there as people say it.
      #expect(known.contains("Leiden") && known.contains(/31 (mei|May) 1990/))
      #expect(try await anna.get("/me/copy/json").text.contains("anna@example.nl"))
      let choices = try await anna.get("/me/choices").text
      let receipt = String(choices.firstMatch(of: /\/me\/receipts\/[0-9a-f]+/)?.0 ?? "")
      #expect(try await anna.get(receipt).text.contains("marketing@2"))
      #expect(try await karel.get(receipt).status == .notFound)
    }
  }

  @Test(arguments: Language.allCases)
  func `no text is missing on any page`(_ language: Language) async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      _ = try await anna.raise()
      _ = try await anna.get("/me?lang=\(language.rawValue)")
      for path in Self.paths where path != "/me/copy/json" && path != "/me/copy/csv" {
        let page = try await anna.get(path)
        #expect(!page.text.contains("⟦"), "\(path)")
        #expect(page.headers[.contentLanguage] == language.rawValue, "\(path)")
        #expect(!page.text.contains("style="), "\(path)")
      }
      #expect(!(try await anna.get("/sign-in")).text.contains("⟦"))
    }
  }

  @Test func `every reason has a clause for the person it is about`() throws {
    let table = try PageMaker().words.tables["reasons"] ?? [:]
    #expect(Set(table.keys) == Set(ReasonCode.allCases.map(\.rawValue)))
    // What holds now differs from what held then, or needs no words of its own.
    let now = try PageMaker().words.tables["reasonsNow"] ?? [:]
    #expect(!now.isEmpty && now.allSatisfy { table[$0.key] != nil && table[$0.key] != $0.value })
  }

  @Test func `no page changes a fact by being looked at`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      _ = try await anna.raise()
      let before = await house.store.facts(of: try Self.customer(house))
      let addresses = house.rooms.front(of: Door.allCases).table.endpoints
        .filter { $0.method == .get }
      for endpoint in addresses {
        let path = endpoint.path.replacing(/\{[a-z]+\}/, with: "x")
        for _ in 0..<2 { _ = try await anna.get(path) }
      }
      #expect(addresses.count > 25)
      #expect(await house.store.facts(of: try Self.customer(house)) == before)
    }
  }

  private static func customer(_ house: House) async throws -> CustomerID {
    let anna = try #require(Identifier(.email, "anna@example.nl"))
    return try #require(await house.store.customer(of: [anna]))
  }

  @Test func `a no is in force before its answer arrives, and costs what a yes costs`() async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      func consent() async throws -> Bool {
        let answer = try await client.execute(
          uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
          body: ByteBuffer(
            string:
              #"{"subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email"}"#
          ))
        return answer.text.contains("basis.consent")
      }
      #expect(try await consent())
      let no = try await anna.change(
        "/me/choices/answer", "purpose=offers&channel=email&answer=no")
      #expect(no.headers[.location] == "/me/choices?done=no")
      #expect(try await !consent())
      let yes = try await anna.change(
        "/me/choices/answer", "purpose=offers&channel=email&answer=yes")
      #expect(yes.headers[.location] == "/me/choices?done=yes")
      _ = try await anna.change("/me/choices/answer", "answer=none")
      #expect(try await !consent())
    }
  }

  @Test func `who is in by mail says yes in one step, also where a purpose asks for two`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      func consent() async throws -> Bool {
        try await client.execute(
          uri: "/v1/decisions", method: .post, headers: house.headers(.decisionsRead),
          body: ByteBuffer(
            string: """
              {"subject": {"email": "anna@example.nl"}, "purpose": "newsletter", \
              "channel": "email"}
              """)
        ).text.contains("basis.consent")
      }
      #expect(try await !consent())
      let yes = try await anna.change(
        "/me/choices/answer", "purpose=newsletter&channel=email&answer=yes")
      #expect(yes.headers[.location] == "/me/choices?done=yes")
      #expect(try await consent())
    }
  }

  @Test func `what a customer asks is done at once, and shown`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      #expect(
        try await anna.change("/me/known/city", "value=Gouda").headers[.location]
          == "/me/known?done=saved")
      #expect(try await anna.get("/me/known").text.contains("Gouda"))
      #expect(
        try await anna.change("/me/known/birthDate", "value=soon").status == .unprocessableContent)
      for (path, form, done) in [
        ("/me/rights/restrict", "ground=b", "restrict"), ("/me/rights/lift", "", "lift"),
        ("/me/rights/object", "", "object"), ("/me/rights/complain", "about=Slow", "complain"),
      ] {
        let answer = try await anna.change(path, form)
        #expect(answer.headers[.location] == "/me/rights?done=\(done)")
        let here = "/me/rights?done=\(done)"
        #expect(try await anna.get(here).text.contains("role=\"status\""))
        // Where another site leads nothing was done.
        let led = try await anna.get(here, [.fetchSite: "cross-site"])
        #expect(led.status == .ok && !led.text.contains("role=\"status\""))
      }
      let wishes = try await anna.change(
        "/me/choices/wishes",
        "topics=cars&place-email=2&place-post=1&often=1%2Fmonth&quietFrom=21%3A00&quietTo=09%3A00"
          + "&pause=2026-12-24")
      #expect(wishes.headers[.location] == "/me/choices?done=wishes")
      let shown = try await anna.get("/me/choices").text
      #expect(shown.contains("value=\"21:00\"") && shown.contains("value=\"2026-12-24\""))
      let wrong = try await anna.change("/me/choices/wishes", "quietFrom=25%3A00&pause=2020-01-01")
      #expect(wrong.status == .unprocessableContent)
      #expect(wrong.text.contains("href=\"#quietFrom\"") && wrong.text.contains("href=\"#pause\""))
    }
  }

  @Test func `what cannot be undone asks for a second code, which makes a new session`()
    async throws
  {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      for path in ["/me/copy", "/me/copy/json", "/me/rights/erase", "/me/address"] {
        #expect(
          try await anna.get(path).headers[.location]?.hasPrefix("/me/sure?for=") == true, "\(path)"
        )
      }
      #expect(
        try await anna.change("/me/rights/erase", "").headers[.location] == "/me/sure?for=erase")
      let old = await anna.cookies[Self.session]
      #expect(try await anna.change("/me/sure", "for=copy&code=zzzz").status != .seeOther)
      #expect(try await anna.raise().headers[.location] == "/me/copy")
      let new = await anna.cookies[Self.session]
      #expect(old != new)
      let stale = try await client.execute(
        uri: "/me", method: .get, headers: [.cookie: "\(Self.session)=\(old ?? "")"])
      #expect(stale.status == .seeOther)
    }
  }

  @Test func `a form without its token is refused`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      for form in ["", "token=", "token=00"] {
        #expect(try await anna.post("/me/rights/object", form).status == .forbidden)
      }
      #expect(await house.store.counts.facts == 5)
    }
  }

  @Test func `the copy to read tells every fact in words`() async throws {
    let house = try await Self.house()
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      _ = try await anna.raise()
      let copy = try await anna.get("/me/copy/html").text
      for line in [
        "Purpose: Offers", "Channel: e-mail", "Message: autumn", "Case number: K7",
        "About: late delivery", "Text you saw: marketing@2", "How: on a form", "Town: Leiden",
      ] {
        #expect(copy.contains("<li>\(line)</li>"), "\(line)")
      }
      #expect(!copy.contains("{&quot;") && !copy.contains("Karel"))
    }
  }

  @Test func `what an erasure covered and what was kept of it is told in words`() async throws {
    let house = try await Self.house()
    let erased = try FactReader(acceptsSystemFacts: true, recordedAt: House.now).reading(
      of: JSONReader.node(
        in: #"{"id": "6", "source": "openkaart", "kind": "erased", "#
          + #""occurredAt": "2026-11-21T10:00:00+01:00", "#
          + #""subject": {"email": "anna@example.nl"}, "#
          + #""scope": ["behaviour", "own-words"], "kept": ["invoice", "proof"]}"#)
    ).fact
    _ = await house.store.append([erased])
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      _ = try await anna.raise()
      let copy = try await anna.get("/me/copy/html").text
      for line in [
        "What: behaviour in app and on site, own words", "Kept: invoices, proof of choices",
      ] {
        #expect(copy.contains("<li>\(line)</li>"), "\(line)")
      }
    }
  }

  @Test func `a cell of a spreadsheet never holds a formula`() {
    for text in ["=1+1", "+1", "-1", "@x", "\tx"] { #expect(OwnCopy.cell(text).hasPrefix("\"'")) }
    #expect(OwnCopy.cell("a\"b,c") == "\"a\"\"b,c\"")
  }
}
