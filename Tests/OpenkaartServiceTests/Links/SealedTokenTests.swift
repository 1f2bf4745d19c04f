import OpenkaartCore
import Testing

@testable import OpenkaartService

struct SealedTokenTests {
  private let seal = SealedToken(secret: Array(repeating: 7, count: 32))
  private let end = Timestamp(milliseconds: 1000)
  private let before = Timestamp(milliseconds: 999)

  @Test func `what was sealed comes back, until its end`() {
    let texts = ["anna@example.nl", "", "a \"b\" \n ü 👩‍👩‍👧‍👦"]
    let token = seal.seal(texts, as: .personal, until: end)
    #expect(seal.open(token, as: .personal, at: before) == texts)
    #expect(seal.open(token, as: .personal, at: end) == nil)
    #expect(seal.open(token, as: .confirmation, at: before) == nil)
    let other = SealedToken(secret: Array(repeating: 8, count: 32))
    #expect(other.open(token, as: .personal, at: before) == nil)
  }

  @Test func `a token shows nothing, and no two are equal`() {
    let one = seal.seal(["anna@example.nl"], as: .personal, until: end)
    let other = seal.seal(["anna@example.nl"], as: .personal, until: end)
    #expect(one != other)
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    #expect(one.allSatisfy { letters.contains($0) })
  }

  @Test func `any changed letter, cut or addition opens nothing`() {
    let token = Array(seal.seal(["anna@example.nl", "news"], as: .personal, until: end))
    for place in token.indices {
      for letter in ["A", "b", "9", "-", "_", "=", "+", "/", " ", "é"] as [Character]
      where token[place] != letter {
        var changed = token
        changed[place] = letter
        #expect(seal.open(String(changed), as: .personal, at: before) == nil, "\(place) \(letter)")
      }
      #expect(seal.open(String(token[..<place]), as: .personal, at: before) == nil)
    }
    for more in ["A", "=", "\n", "AAAA"] {
      #expect(seal.open(String(token) + more, as: .personal, at: before) == nil)
    }
    #expect(seal.open(String(repeating: "A", count: 100_000), as: .personal, at: before) == nil)
  }

  @Test(arguments: [
    ("anna@example.nl", "email", "a•••@example.nl"), ("é@x.nl", "email", "é•••@x.nl"),
    ("0612345678", "phone", "•••78"), ("x", "pushToken", "•••x"),
  ])
  func `most of an address is hidden`(_ value: String, _ type: String, _ shown: String) throws {
    let point = try #require(Identifier(IdentifierType(type), value))
    #expect(PersonalLink.masked(point) == shown)
  }
}
