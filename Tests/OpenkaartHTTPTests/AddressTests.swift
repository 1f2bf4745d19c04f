import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartHTTP

/// Changing one's e-mail address on the pages.
struct AddressTests {
  /// The address in the last mail that went to somebody.
  private static func path(_ house: House, to address: String) async throws -> String {
    let mails = await house.store.due(at: .distantFuture, atMost: 100).map(\.mail)
    let mail = try #require(mails.last { $0.to == address })
    let text = String(decoding: mail.bytes, as: UTF8.self).replacing("=\r\n", with: "")
    return String(try #require(text.firstMatch(of: /\/address\/(undo\/)?[A-Za-z0-9_\-]+/)?.0))
  }

  @Test func `W9: an address is changed after a second code, by both mails, each by a press`()
    async throws
  {
    let house = try await House(facts: SignInTests.facts)
    try await house.ask { client in
      let anna = Guest(client, house)
      try await anna.enter(as: "anna@example.nl")
      #expect(try await anna.get("/me/address").headers[.location] == "/me/sure?for=address")
      #expect(
        try await anna.change("/me/address", "email=a%40new.example").headers[.location]
          == "/me/sure?for=address")
      _ = try await anna.raise()
      let form = try await anna.get("/me/address")
      #expect(form.status == .ok && form.text.contains("We mail you at anna@example.nl now."))
      // Nothing is ticked beforehand.
      #expect(form.text.contains("value=\"offers\"") && !form.text.contains(" checked"))
      for wrong in ["", "x", "anna%40example.nl", "a%40b%0d%0aBcc%3a+c%40d.nl"] {
        let again = try await anna.change("/me/address", "email=\(wrong)")
        #expect(again.status == .unprocessableContent && again.text.contains("href=\"#email\""))
      }
      let sent = try await anna.change("/me/address", "email=a%40new.example&yes=offers")
      #expect(sent.headers[.location] == "/me/known?done=address")
      #expect(try await anna.change("/me/address", "email=b%40new.example").status != .seeOther)

      let count = await house.store.counts.facts
      let stranger = Guest(client, house)
      let confirm = try await Self.path(house, to: "a@new.example")
      for _ in 0..<2 { #expect(try await stranger.get(confirm).status == .ok) }
      #expect(await house.store.counts.facts == count)
      #expect(try await stranger.post(confirm, "confirm=no").status != .ok)
      let done = try await stranger.post(confirm, "confirm=yes")
      #expect(done.text.contains("Your address is changed"))
      // Whoever confirms is not in by it.
      #expect(await stranger.cookies["__Host-session"] == nil)
      #expect(try await anna.get("/me/known").text.contains("a@new.example"))

      let undo = try await Self.path(house, to: "anna@example.nl")
      #expect(try await stranger.get(undo).text.contains("Put my old address back"))
      #expect(
        try await stranger.post(undo, "confirm=yes").text.contains("Your old address is back"))
      #expect(try await !anna.get("/me/known").text.contains("a@new.example"))
    }
  }

  @Test(arguments: Language.allCases)
  func `a link that opens nothing shows one page, and no text is missing`(_ language: Language)
    async throws
  {
    let house = try await House(facts: SignInTests.facts)
    try await house.ask { client in
      let guest = Guest(client, house)
      for path in ["/address/x", "/address/undo/x"] {
        let page = try await guest.get("\(path)?lang=\(language.rawValue)")
        #expect(page.status == .notFound && !page.text.contains("⟦"))
        #expect(try await guest.post(path, "confirm=yes").status == .notFound)
      }
      let words = try PageMaker().words.table("address", in: language)
      for key in ["confirm", "undo"] {
        for part in ["Title", "Lead", "Text", "Yes", "No"] {
          #expect(words.texts[key + part] != nil)
        }
      }
      for key in ["confirmed", "stopped", "taken", "undone"] {
        for part in ["Title", "Text", "Next"] { #expect(words.texts[key + part] != nil) }
      }
    }
  }
}
