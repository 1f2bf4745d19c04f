import OpenkaartCore
import Testing

@testable import OpenkaartHTTP

/// Every text of the pages, in both languages.
struct WordTests {
  @Test func `every text that a template names stands in its table, and no text is idle`() throws {
    let tables = try PageMaker().words.tables
    var named: Set<String> = []
    for (page, bytes) in PageMaker.parts.merging(PageMaker.pages, uniquingKeysWith: { $1 }) {
      for key in Self.keys(in: String(decoding: bytes, as: UTF8.self)) {
        guard let dot = key.firstIndex(of: "."), let table = tables[String(key[..<dot])] else {
          continue
        }
        named.insert(key)
        #expect(table[String(key[key.index(after: dot)...])] != nil, "\(page): \(key)")
      }
    }
    #expect(named.count > 10)
  }

  @Test func `no page has the name of a part`() {
    #expect(Set(PageMaker.parts.keys).isDisjoint(with: PageMaker.pages.keys))
  }

  @Test func `a text without one of the languages is refused`() {
    for text in [
      #"{"a": {"nl": "Ja"}}"#, #"{"a": {"nl": "Ja", "en": ""}}"#, #"{"a": "Ja"}"#, "[]",
      #"{"a": {"nl": "Ja", "en": "Yes", "de": "Ja"}}"#,
    ] {
      #expect(throws: DocumentError.self) { try PageWords(["t": Array(text.utf8)]) }
    }
  }

  @Test func `places in a text are filled, and what fills them is not read again`() throws {
    let words = try PageWords(["t": Array(#"{"a": {"nl": "{x} en {y}", "en": "{y}"}}"#.utf8)])
    #expect(words.table("t", in: .nl)("a", ["x": "{y}", "y": "2"]) == "{y} en 2")
    #expect(words.table("t", in: .en)("b") == "⟦b⟧")
  }

  /// What stands in double braces, without the mark before it.
  private static func keys(in template: String) -> [String] {
    template.split(separator: "{{").dropFirst().compactMap { piece in
      piece.split(separator: "}}", omittingEmptySubsequences: false).first.map {
        String($0.drop { "#^/>&$<{".contains($0) })
      }
    }
  }
}
