import HTTPTypes
import OpenkaartCore

extension Call {
  /// The language asked for: by `?lang`, else as chosen before, else by the browser, else Dutch.
  func language() throws(Problem) -> Language {
    if let language = try query.word("lang", as: Language.self) { return language }
    if let chosen = cookie(.language).flatMap({ Language(rawValue: $0) }) { return chosen }
    return Language(accepted: headers[.acceptLanguage] ?? "")
  }
}

extension Call {
  /// The language in which a program is answered: as it asks, else English.
  var answerLanguage: Language { Language(answering: headers) }
}

extension Language {
  /// The language in which a program is answered: as it asks, else English.
  init(answering headers: HTTPFields) {
    self.init(accepted: headers[.acceptLanguage] ?? "", else: .en)
  }

  /// The language a browser likes best of those we speak; if it names neither, the `other`.
  ///
  /// - SeeAlso: RFC 9110 section 12.5.4.
  init(accepted header: String, else other: Language = .nl) {
    var best: (language: Language, weight: Int) = (other, 0)
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
