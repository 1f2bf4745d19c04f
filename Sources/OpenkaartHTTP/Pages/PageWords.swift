import Mustache
import OpenkaartCore

/// Every text of the pages, in both languages: tables of words, each of one page or one kind of page.
///
/// A table is a JSON file: `{"title": {"nl": "…", "en": "…"}}`.
struct PageWords: Sendable {
  /// The texts of each table, by the name of the table.
  let tables: [String: [String: LocalizedText]]

  /// Reads tables.
  ///
  /// - Throws: `DocumentError` when a text is missing in one of the languages, or anything else
  ///   stands there.
  init(_ tables: [String: [UInt8]]) throws(DocumentError) {
    var read: [String: [String: LocalizedText]] = [:]
    for (name, bytes) in tables {
      read[name] = try Self.table(in: JSONReader.node(in: bytes))
    }
    self.tables = read
  }

  private static func table(in node: Node) throws(DocumentError) -> [String: LocalizedText] {
    guard case .object(let members) = node.content else { throw wrong(node) }
    var texts: [String: LocalizedText] = [:]
    for member in members {
      guard case .object(let languages) = member.value.content,
        languages.count == Language.allCases.count, let nl = text(member.value["nl"]),
        let en = text(member.value["en"]), texts[member.key] == nil
      else { throw wrong(member.value) }
      texts[member.key] = LocalizedText(nl: nl, en: en)
    }
    return texts
  }

  private static func text(_ node: Node?) -> String? {
    guard case .string(let text)? = node?.content, !text.isEmpty else { return nil }
    return text
  }

  private static func wrong(_ node: Node) -> DocumentError {
    DocumentError(
      code: "words.wrong",
      message: LocalizedText(
        nl: "Elke tekst staat hier één keer, in het Nederlands en het Engels.",
        en: "Each text must stand here once, in Dutch and in English."),
      at: node.position)
  }

  /// The table of this name in one language.
  func table(_ name: String, in language: Language) -> Words {
    Words(texts: tables[name] ?? [:], language: language)
  }
}

/// One table of words, in one language.
struct Words: MustacheParent {
  let texts: [String: LocalizedText]
  let language: Language

  /// The text of a key; a key that is not there shows itself, and a test fails.
  func callAsFunction(_ key: String) -> String { texts[key]?[language] ?? "⟦\(key)⟧" }

  /// The text of a key with values in the places `{name}`.
  func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String>) -> String {
    self(key).filled { name in values.first { $0.key == name }?.value ?? "⟦\(name)⟧" }
  }

  /// The text of a key that may be unknown, such as the name of a field of somebody's own.
  func name(_ key: String) -> String { texts[key]?[language] ?? key }

  func child(named key: String) -> Any? { self(key) }
}
