import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// How customers get in, and how nobody else does.
struct SignInTests {
  static let facts = [
    #"{"id": "1", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00", "subject": {"email": "anna@example.nl", "customerNumber": "7001"}, "attributes": {"givenName": "Anna", "city": "Leiden", "birthDate": "1990-05-31"}}"#,
    #"{"id": "2", "source": "web", "kind": "consented", "occurredAt": "2026-11-01T10:01:00+01:00", "subject": {"email": "anna@example.nl"}, "purpose": "offers", "channel": "email", "notice": "marketing@2", "method": "form"}"#,
    #"{"id": "3", "source": "web", "kind": "described", "occurredAt": "2026-11-01T10:00:00+01:00", "subject": {"email": "karel@example.nl"}, "attributes": {"givenName": "Karel", "city": "Zwolle"}}"#,
  ]

  @Test func `asking gives one answer, whoever is asked for`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      var answers: [TestResponse] = []
      for who in ["anna%40example.nl", "nobody%40example.nl", "7001", "9999"] {
        answers.append(try await Guest(client, house).post("/sign-in", "who=\(who)"))
      }
      for answer in answers {
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/sign-in/sent")
        let cookie = answer.headers[.setCookie] ?? ""
        #expect(cookie.hasPrefix("__Host-asker="))
        #expect(cookie.hasSuffix("; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax"))
        #expect(Set(answer.headers.map(\.name)) == Set(answers[0].headers.map(\.name)))
        #expect(answer.body == answers[0].body)
      }
      await house.rooms.waiting.empty()
      let mails = await house.store.due(at: .distantFuture, atMost: 10).map(\.mail.to)
      #expect(mails == ["anna@example.nl", "anna@example.nl"])
    }
  }

  @Test func `a link shows a button, which works once`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let anna = Guest(client, house)
      _ = try await anna.post("/sign-in", "who=anna%40example.nl")
      let link = try #require(try await anna.lastMail()).link
      // Looking at it, as scanners of mail do, lets nobody in.
      for _ in 0..<10 {
        let page = try await anna.get("/sign-in/link/\(link)")
        #expect(page.status == .ok && page.headers[.setCookie] == nil)
        #expect(!page.text.contains("name=\"code\""))
      }
      let entered = try await anna.post("/sign-in/link/\(link)", "")
      #expect(entered.status == .seeOther && entered.headers[.location] == "/me")
      #expect(try await anna.get("/me").text.contains("Hello Anna"))
      let again = try await Guest(client, house).post("/sign-in/link/\(link)", "code=abcdefgh")
      #expect(again.status == .unprocessableContent)
    }
  }

  @Test func `another browser needs the code, and the browser that asked needs no link`()
    async throws
  {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let (anna, phone) = (Guest(client, house), Guest(client, house))
      _ = try await anna.post("/sign-in", "who=7001")
      let mail = try #require(try await anna.lastMail())
      let asked = try await phone.post("/sign-in/link/\(mail.link)", "")
      #expect(asked.status == .ok && asked.text.contains("name=\"code\""))
      #expect(try await phone.post("/sign-in/link/\(mail.link)", "code=aaaa").status != .seeOther)
      let code = mail.code.uppercased().replacing("-", with: " ")
      let entered = try await phone.post("/sign-in/link/\(mail.link)", "code=\(code)")
      #expect(entered.headers[.location] == "/me")

      _ = try await anna.post("/sign-in", "who=anna%40example.nl")
      let second = try #require(try await anna.lastMail())
      #expect(
        try await anna.post("/sign-in/code", "code=\(second.code)").headers[.location] == "/me")
      // The code of one request is of no use to another.
      let stranger = Guest(client, house)
      _ = try await stranger.post("/sign-in", "who=karel%40example.nl")
      #expect(
        try await stranger.post("/sign-in/code", "code=\(second.code)").status
          == .unprocessableContent)
    }
  }

  @Test func `after five tries the right code is wrong, and a new request ends the old`()
    async throws
  {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let anna = Guest(client, house)
      _ = try await anna.post("/sign-in", "who=anna%40example.nl")
      let mail = try #require(try await anna.lastMail())
      for _ in 0..<5 {
        #expect(
          try await anna.post("/sign-in/code", "code=zzzzzzzz").status == .unprocessableContent)
      }
      #expect(
        try await anna.post("/sign-in/code", "code=\(mail.code)").status == .unprocessableContent)
      _ = try await anna.post("/sign-in", "who=anna%40example.nl")
      let newer = try #require(try await anna.lastMail())
      #expect(newer.link != mail.link)
      let old = try await anna.post("/sign-in/link/\(mail.link)", "code=\(mail.code)")
      #expect(old.status == .unprocessableContent)
      #expect(try await anna.post("/sign-in/link/\(newer.link)", "").headers[.location] == "/me")
    }
  }

  @Test func `a form of another site is refused`() async throws {
    let house = try await House(facts: Self.facts)
    try await house.ask { client in
      let guest = Guest(client, house)
      for site in ["cross-site", "same-site"] {
        var headers = Guest.own
        headers[.fetchSite] = site
        let answer = try await guest.post("/sign-in", "who=7001", headers: headers)
        #expect(answer.status == .forbidden)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
      }
      var silent = Guest.own
      silent[.fetchSite] = nil
      #expect(try await guest.post("/sign-in", "who=7001", headers: silent).status == .forbidden)
    }
  }

  @Test func `requests and sessions end by the clock, and leaving ends them at once`() async throws
  {
    let store = MemoryStore()
    let reader = FactReader(recordedAt: House.now)
    for fact in Self.facts {
      _ = await store.append([try reader.reading(of: JSONReader.node(in: fact.utf8.span)).fact])
    }
    let gate = try House.gate.get()
    await store.apply(
      AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    func reception(_ moved: Int64) -> Reception {
      Reception(
        store: store, policies: PolicyBook(store) { _ in gate }, log: NoUsageLog(), sender: nil,
        address: { "http://x" }, clock: { House.now.advanced(by: moved) })
    }
    let anna = try #require(Identifier(.email, "anna@example.nl"))
    func link() async throws -> String {
      let mail = await store.due(at: .distantFuture, atMost: 100).last?.mail
      let text = String(decoding: mail?.bytes ?? [], as: UTF8.self).replacing("=\r\n", with: "")
      return String(text.firstMatch(of: /link\/([a-z0-9]{52})/)?.1 ?? "")
    }
    try await reception(0).ask(for: anna, from: "browser", in: .en)
    let late = try await reception(SignInRequest.life).enter(
      link: link(), browser: "browser", code: nil)
    guard case .refused = late else {
      Issue.record("a link worked after ten minutes")
      return
    }
    guard
      case .entered(let token) = try await reception(SignInRequest.life - 1).enter(
        link: link(), browser: "browser", code: nil)
    else {
      Issue.record("a link did not work in time")
      return
    }
    let start = SignInRequest.life - 1
    #expect(try await reception(start + CustomerSession.idle - 1).visitor(token) != nil)
    #expect(
      try await reception(start + 2 * CustomerSession.idle - 1).visitor(token) == nil)
    // Used all the time it still ends after eight hours.
    var moment = start + CustomerSession.idle - 1
    while moment < start + CustomerSession.life - 600_000 {
      moment += 600_000
      #expect(try await reception(moment).visitor(token) != nil)
    }
    #expect(try await reception(start + CustomerSession.life).visitor(token) == nil)
    try await reception(0).leave(token)
    #expect(try await reception(start).visitor(token) == nil)
  }
}
