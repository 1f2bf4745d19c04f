import HTTPTypes
import Hummingbird
import Mustache
import OpenkaartCore

/// Pages for people: made here from a template, in Dutch or English, without scripts.
struct Page: Sendable {
  private let template: MustacheTemplate

  /// Reads a template that was compiled into the program.
  init(template bytes: [UInt8]) throws {
    template = try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
  }

  /// Fills the template; `values` is what stands in it beside what all pages share.
  func response(at path: String, in language: Language, _ values: [String: Any]) -> Response {
    let other: Language = language == .nl ? .en : .nl
    var all = values
    all["lang"] = language.rawValue
    all["here"] = path
    all["other"] = ["code": other.rawValue, "name": Self.names[other]]
    all["skip"] = Self.skip[language]
    all["languages"] = Self.languages[language]
    all["footer"] = Self.footer[language]
    let headers: HTTPFields = [
      .contentType: "text/html; charset=utf-8", .contentLanguage: language.rawValue,
      .vary: "Accept-Language", .cacheControl: "no-cache",
    ]
    return Response(
      status: .ok, headers: headers,
      body: .init(byteBuffer: ByteBuffer(string: template.render(all))))
  }

  private static let names = LocalizedText(nl: "Nederlands", en: "English")
  private static let skip = LocalizedText(nl: "Naar de inhoud", en: "Skip to the content")
  private static let languages = LocalizedText(nl: "Taal", en: "Language")
  private static let footer = LocalizedText(
    nl: "Openkaart vraagt bij elk gebruik van klantgegevens: mag het, en dient het de klant?",
    en: "Openkaart asks before every use of customer data: may we, and does it serve the customer?")
}

extension Call {
  /// The language asked for: by `?lang`, else by the browser, else Dutch.
  func language() throws(Problem) -> Language {
    if let language = try query.word("lang", as: Language.self) { return language }
    return Language(accepted: headers[.acceptLanguage] ?? "")
  }
}

extension Language {
  /// The language a browser likes best of those we speak; Dutch when it names neither.
  ///
  /// - SeeAlso: RFC 9110 section 12.5.4.
  init(accepted header: String) {
    var best: (language: Language, weight: Int) = (.nl, 0)
    for part in header.lowercased().split(separator: ",").prefix(20) {
      let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
      guard let tag = pieces.first, let language = Language(rawValue: String(tag.prefix(2))),
        tag.count == 2 || tag.dropFirst(2).hasPrefix("-")
      else { continue }
      let weight =
        pieces.dropFirst().first { $0.hasPrefix("q=") }
        .map { Self.thousandths($0.dropFirst(2)) } ?? 1000
      if weight > best.weight { best = (language, weight) }
    }
    self = best.language
  }

  /// A weight such as `0.8` in thousandths; what is no weight counts as none.
  private static func thousandths(_ text: Substring) -> Int {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first.flatMap({ Int($0) }), 0...1 ~= whole else { return 0 }
    guard parts.count == 2 else { return whole * 1000 }
    let digits = String((parts[1] + "000").prefix(3))
    return min(1000, whole * 1000 + (Int(digits) ?? 0))
  }
}
