import OpenkaartCore
import Testing

@Suite struct NearestWordTests {
  static let words = ["channel", "channels", "purpose", "basis", "notice", "id"]

  @Test(arguments: [
    ("chanel", "channel"), ("CHANNEL", "channel"), ("chanels", "channels"), ("prupose", "purpose"),
    ("bases", "basis"), ("notcie", "notice"), ("ix", "id"), ("di", "id"),
  ])
  func `finds the word that was meant`(word: String, meant: String) {
    #expect(NearestWord.nearest(to: word, among: Self.words) == meant)
    #expect(NearestWord.nearest(to: word, among: Self.words.reversed()) == meant)
  }

  @Test(arguments: ["", "retention", "xy", "chnl", "n0t1ce!"])
  func `is silent when nothing is near`(word: String) {
    #expect(NearestWord.nearest(to: word, among: Self.words) == nil)
  }

  @Test func `of two equally near the first in the alphabet is taken`() {
    #expect(NearestWord.nearest(to: "cat", among: ["hat", "bat", "rat"]) == "bat")
    #expect(NearestWord.nearest(to: "cat", among: Set(["hat", "bat", "rat"])) == "bat")
  }

  @Test func `a swap counts one, and nothing is edited twice`() {
    #expect(NearestWord.nearest(to: "ab", among: ["ba"]) == "ba")
    #expect(NearestWord.nearest(to: "ca", among: ["abc"]) == nil)
  }

  @Test func `long words cost no more than 64 letters`() {
    let long = String(repeating: "a\u{301}", count: 1_000_000)
    #expect(NearestWord.nearest(to: long, among: [long, "b"]) == long)
  }

  @Test func `kinds have plain names`() {
    let contents: [Node.Content] = [
      .null, .bool(true), .number("1"), .string(""), .array([]), .object([]),
    ]
    let names = contents.map { Node($0, at: Position(line: 1, column: 1)).kindName }
    #expect(names == ["nothing", "true or false", "number", "text", "list", "object"])
  }
}
