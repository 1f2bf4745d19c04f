import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// A form that knows who is signed in.
struct FormSessionTests {
  private static let path = "/forms/brochure-by-mail"

  private static func token(_ page: TestResponse) -> String {
    String(page.text.firstMatch(of: /name="token" value="([0-9a-f]+)"/)?.1 ?? "")
  }

  @Test func `W5: who is signed in is not asked what they told, and nobody is shown it`()
    async throws
  {
    let house = try await House(facts: SignInTests.facts)
    try await house.ask { client in
      let (anna, stranger) = (Guest(client, house), Guest(client, house))
      try await anna.enter(as: "anna@example.nl")
      let asked = try await stranger.get(Self.path)
      #expect(asked.text.contains("name=\"email\"") && Self.token(asked).isEmpty)
      let known = try await anna.get(Self.path)
      #expect(!known.text.contains("name=\"email\"") && !known.text.contains("name=\"givenName\""))
      #expect(known.text.contains("a•••@example.nl") && !known.text.contains("anna@example.nl"))
      let token = Self.token(known)
      let sent = try await anna.post(Self.path, "yes.offers.email=yes&token=\(token)")
      #expect(sent.status == .ok && sent.text.contains("This is in force now"))
      // The yes, and that it was confirmed by being signed in.
      #expect(await house.store.counts.facts == SignInTests.facts.count + 2)
    }
  }

  @Test func `W5: only a form that was made for a session is of it`() async throws {
    let house = try await House(facts: SignInTests.facts)
    try await house.ask { client in
      let (anna, karel) = (Guest(client, house), Guest(client, house))
      try await anna.enter(as: "anna@example.nl")
      try await karel.enter(as: "karel@example.nl")
      let token = Self.token(try await karel.get(Self.path))
      let box = "yes.offers.email=yes"
      #expect(try await anna.post(Self.path, "\(box)&token=\(token)").status == .forbidden)
      #expect(try await anna.post(Self.path, "\(box)&token=0").status == .forbidden)
      // Without a token it is the form of anybody, which asks who they are.
      #expect(try await anna.post(Self.path, box).status == .unprocessableContent)
      #expect(
        try await Guest(client, house).post(Self.path, "\(box)&token=\(token)").status == .forbidden
      )
      #expect(await house.store.counts.facts == SignInTests.facts.count)
    }
  }

  @Test func `every form of the policy is listed`() async throws {
    let house = try await House()
    try await house.ask { client in
      let list = try await Guest(client, house).get("/forms")
      #expect(list.status == .ok && list.text.contains("href=\"\(Self.path)\""))
      #expect(!list.text.contains("⟦"))
    }
  }
}
