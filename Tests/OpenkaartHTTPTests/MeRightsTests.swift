import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Calling upon rights on the customer's page: what is told before, and what it does.
struct MeRightsTests {
  private static let facts =
    SignInTests.facts + [
      #"{"id": "5", "source": "web", "kind": "complained", "occurredAt": "2026-11-20T10:00:00+01:00", "subject": {"email": "anna@example.nl"}, "case": "K7", "about": "late delivery"}"#,
      #"{"id": "6", "source": "web", "kind": "purchased", "occurredAt": "2026-10-20T10:00:00+02:00", "subject": {"email": "anna@example.nl"}, "order": "C77", "saleKind": "paid", "lines": [{"product": "x", "productLine": "cars", "priceCents": 2500000}]}"#,
    ]

  private static func outcome(
    _ house: House, _ client: any TestClientProtocol, _ purpose: String = "offers",
    isRecorded: Bool = false
  ) async throws -> String {
    try await client.execute(
      uri: "/v1/decisions" + (isRecorded ? "?record=true" : ""), method: .post,
      headers: house.headers(.decisionsRead),
      body: ByteBuffer(
        string: """
          {"subject": {"email": "anna@example.nl"}, "purpose": "\(purpose)", "channel": "email"}
          """)
    ).text
  }

  // MARK: Erasing

  @Test func `W8: what is said before an erasure is what the page after it says was done`()
    async throws
  {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      _ = try await anna.raise()
      let before = try await anna.get("/me/rights/erase").text
      // The invoice stays, and until when.
      #expect(before.contains("AWR 52") && before.contains("Through 31 December 2033"))
      let others = await house.store.facts(about: [try Self.identifier("karel@example.nl")])
      let answer = try await anna.change("/me/rights/erase", "")
      #expect(answer.headers[.location] == "/erased")
      let after = try await anna.get("/erased")
      #expect(after.status == .ok && after.text.contains("AWR 52"))
      #expect(after.text.contains("Your data is erased"))
      for word in ["Anna", "anna@", "Leiden", "7001"] { #expect(!after.text.contains(word)) }
      #expect(try await anna.get("/me").headers[.location] == "/sign-in")
      #expect(try await Self.outcome(house, client).contains("subject.erased"))
      #expect(
        await house.store.facts(about: [try Self.identifier("karel@example.nl")]) == others)
    }
  }

  @Test func `W8: only the browser that asked sees how far an erasure is`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let (anna, karel) = (Guest(client, house), Guest(client, house))
      try await anna.enter(as: "anna@example.nl")
      try await karel.enter(as: "karel@example.nl")
      _ = try await anna.raise()
      _ = try await anna.change("/me/rights/erase", "")
      #expect(try await karel.get("/erased").headers[.location] == "/sign-in")
      let ticket = await anna.cookies["__Host-erased"] ?? ""
      #expect(!ticket.isEmpty)
      for cookie in ["", "1", String(ticket.dropLast()), ticket + "A"] {
        let answer = try await client.execute(
          uri: "/erased", method: .get, headers: [.cookie: "__Host-erased=\(cookie)"])
        #expect(answer.headers[.location] == "/sign-in")
      }
      #expect(try await karel.get("/me").status == .ok)
    }
  }

  @Test func `W8: without a second code nothing is erased, and every session ends with it`()
    async throws
  {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let (anna, phone) = (Guest(client, house), Guest(client, house))
      try await anna.enter(as: "anna@example.nl")
      try await phone.enter(as: "anna@example.nl")
      let count = await house.store.counts.facts
      #expect(
        try await anna.change("/me/rights/erase", "").headers[.location] == "/me/sure?for=erase")
      #expect(await house.store.counts.facts == count)
      _ = try await anna.raise()
      _ = try await anna.change("/me/rights/erase", "")
      #expect(try await phone.get("/me").headers[.location] == "/sign-in")
    }
  }

  // MARK: What is said before

  @Test func `what stops is told before, by the gate's own word`() async throws {
    let house = try await House(facts: SignInTests.facts)
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      let object = try await anna.get("/me/rights/object").text
      let restrict = try await anna.get("/me/rights/restrict").text
      let stops = #/This stops at once<\/h2>\n<p>([^<]*)/#
      let goes = #/This goes on<\/h2>\n<p>([^<]*)/#
      #expect(object.firstMatch(of: stops)?.1.contains("Offers") == true)
      #expect(object.firstMatch(of: goes)?.1.contains("Safety recall") == true)
      #expect(restrict.firstMatch(of: stops)?.1.contains("Offers") == true)
      #expect(restrict.firstMatch(of: goes)?.1.contains("Safety recall") == true)
      // Nothing was said by looking.
      #expect(try await Self.outcome(house, client).contains("basis.consent"))
      _ = try await anna.change("/me/rights/restrict", "ground=b")
      #expect(try await Self.outcome(house, client).contains("right.restricted"))
      #expect(try await anna.get("/me/rights").text.contains("Only what the law demands goes on."))
    }
  }

  // MARK: Complaints

  @Test func `a complaint is seen, added to and closed, and holds advertising while it is open`()
    async throws
  {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let (anna, karel) = (Guest(client, house), Guest(client, house))
      try await anna.enter(as: "anna@example.nl")
      try await karel.enter(as: "karel@example.nl")
      let rights = try await anna.get("/me/rights").text
      let path = String(rights.firstMatch(of: /\/me\/complaints\/[0-9a-f]{24}/)?.0 ?? "")
      let page = try await anna.get(path).text
      #expect(page.contains("late delivery") && page.contains("you get no advertising"))
      #expect(try await Self.outcome(house, client).contains("house.openComplaint"))
      // Nobody else's.
      #expect(try await karel.get(path).status == .notFound)
      #expect(try await karel.change(path, "do=close").status == .notFound)
      let empty = try await anna.change(path, "do=add&about=")
      #expect(empty.status == .unprocessableContent && empty.text.contains("href=\"#about\""))
      #expect(
        try await anna.change(path, "do=add&about=Still+nothing").headers[.location]
          == "\(path)?done=added")
      #expect(try await anna.get(path).text.contains("Still nothing"))
      #expect(
        try await anna.change(path, "do=close").headers[.location] == "\(path)?done=closed")
    }
  }

  @Test(arguments: [
    (
      Language.nl, "maar nu gebruiken wij het niet, omdat uw klacht openstaat.",
      "omdat uw klacht openstond."
    ),
    (
      .en, "but we do not use it now, because your complaint is open.",
      "because your complaint was open."
    ),
  ])
  func `what an open complaint stops is told as it is, and what it stopped as it was`(
    _ language: Language, _ now: String, _ then: String
  ) async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      _ = try await anna.get("/me?lang=\(language.rawValue)")
      let outcome = try await Self.outcome(house, client, isRecorded: true)
      #expect(outcome.contains("house.openComplaint"))
      #expect(try await anna.get("/me/choices").text.contains(now))
      #expect(try await anna.get("/me/uses").text.contains(then))
      let rights = try await anna.get("/me/rights").text
      let path = String(rights.firstMatch(of: /\/me\/complaints\/[0-9a-f]{24}/)?.0 ?? "")
      _ = try await anna.change(path, "do=close")
      // Closed, it stops nothing; what it stopped before is told as before.
      #expect(!(try await anna.get("/me/choices").text.contains(now)))
      #expect(try await anna.get("/me/uses").text.contains(then))
    }
  }

  @Test func `what cannot be changed on the page becomes a request with a number and a day`()
    async throws
  {
    let house = try await House(facts: SignInTests.facts)
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      #expect(try await anna.change("/me/rights/rectify", "").status == .unprocessableContent)
      _ = try await anna.change("/me/rights/rectify", "about=My+phone+is+wrong")
      let shown = try await anna.get("/me/rights").text
      #expect(shown.contains("Correction, asked on") && shown.contains("before 22 December 2026"))
    }
  }

  private static func identifier(_ email: String) throws -> Identifier {
    try #require(Identifier(.email, email))
  }
}
