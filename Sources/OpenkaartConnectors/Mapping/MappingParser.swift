internal import OpenkaartCore

/// Reads a mapping part by part, and keeps every mistake instead of stopping at the first.
struct MappingParser {
  private(set) var diagnostics: [Diagnostic] = []

  /// More would bury the first ones.
  private static let mostDiagnostics = 200

  var hasErrors: Bool { !diagnostics.isEmpty }

  mutating func report(
    _ code: String, at position: Position, _ message: LocalizedText, _ remedy: LocalizedText
  ) {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    diagnostics.append(
      Diagnostic(
        severity: .error, code: code, message: message, remedy: remedy, position: position))
  }

  /// The members of an object, after every name was compared with those that exist.
  mutating func members(
    _ node: Node, of what: LocalizedText, allowing names: some Sequence<String>
  ) -> [String: Node]? {
    guard let members = object(node, what) else { return nil }
    var known: [String: Node] = [:]
    let names = Array(names).sorted()
    for member in members {
      if names.contains(member.key) {
        known[member.key] = member.value
      } else {
        let key = DocumentError.quoted(member.key)
        let hint = LocalizedText.didYouMean(NearestWord.nearest(to: member.key, among: names))
        let all = names.joined(separator: ", ")
        report(
          "map.unknownField", at: member.keyPosition,
          LocalizedText(
            nl: "\(what.nl) heeft geen veld \(key).", en: "\(what.en) has no field \(key)."),
          LocalizedText(
            nl: "\(hint.nl)Hier kunnen staan: \(all).", en: "\(hint.en)It may have: \(all)."))
      }
    }
    return known
  }

  mutating func object(_ node: Node, _ what: LocalizedText) -> [Node.Member]? {
    guard case .object(let members) = node.content else {
      report(
        "map.wrongShape", at: node.position,
        LocalizedText(
          nl: "\(what.nl) moet velden met een naam hebben.",
          en: "\(what.en) must have named fields."),
        LocalizedText(
          nl: "Schrijf er regels onder als `naam: waarde`.",
          en: "Write `name: value` lines under it."))
      return nil
    }
    return members
  }

  mutating func text(_ node: Node?, _ what: LocalizedText) -> String? {
    guard let node else { return nil }
    switch node.content {
    case .string(let text), .number(let text):
      if !text.isEmpty { return text }
    default: break
    }
    report(
      "map.wrongShape", at: node.position,
      LocalizedText(nl: "\(what.nl) moet tekst zijn.", en: "\(what.en) must be a text."),
      LocalizedText(nl: "Schrijf daar tekst.", en: "Write a text there."))
    return nil
  }

  mutating func texts(_ node: Node?, _ what: LocalizedText) -> [String]? {
    guard let node else { return nil }
    guard case .array(let nodes) = node.content else {
      return text(node, what).map { [$0] }
    }
    return nodes.compactMap { text($0, what) }
  }

  mutating func word<Word>(_ node: Node?, _ what: LocalizedText, as type: Word.Type) -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    guard let node, let text = text(node, what) else { return nil }
    if let word = Word(rawValue: text) { return word }
    reportUnknownWord(text, what, at: node.position, among: Word.allCases.map(\.rawValue))
    return nil
  }

  mutating func reportUnknownWord(
    _ word: String, _ what: LocalizedText, at position: Position, among words: [String]
  ) {
    let quoted = DocumentError.quoted(word)
    let hint = LocalizedText.didYouMean(NearestWord.nearest(to: word, among: words))
    // A word of signs alone is lost among the commas.
    let all = words.map { $0.contains(where: \.isLetter) ? $0 : "`\($0)`" }
      .joined(separator: ", ")
    report(
      "map.unknownWord", at: position,
      LocalizedText(
        nl: "\(what.nl) kan niet \(quoted) zijn.", en: "\(what.en) cannot be \(quoted)."),
      LocalizedText(nl: "\(hint.nl)Kies uit: \(all).", en: "\(hint.en)Choose from: \(all)."))
  }

  mutating func bool(_ node: Node?, _ what: LocalizedText) -> Bool? {
    guard let node else { return nil }
    if case .bool(let bool) = node.content { return bool }
    report(
      "map.wrongShape", at: node.position,
      LocalizedText(
        nl: "\(what.nl) moet true of false zijn.", en: "\(what.en) must be true or false."),
      LocalizedText(nl: "Schrijf `true` of `false`.", en: "Write `true` or `false`."))
    return nil
  }

  mutating func day(_ node: Node?, _ what: LocalizedText) -> Day? {
    guard let node else { return nil }
    if case .string(let text) = node.content, let day = Day(iso: text) { return day }
    report(
      "map.wrongShape", at: node.position,
      LocalizedText(nl: "\(what.nl) moet een dag zijn.", en: "\(what.en) must be a day."),
      LocalizedText(nl: "Schrijf het als `2026-11-01`.", en: "Write it as `2026-11-01`."))
    return nil
  }

  mutating func pattern(_ node: Node?, _ what: LocalizedText) -> DatePattern? {
    guard let node, let text = text(node, what) else { return nil }
    if let pattern = DatePattern(text) { return pattern }
    report(
      "map.datePattern", at: node.position,
      LocalizedText(
        nl: "\(what.nl) is geen patroon voor datums.", en: "\(what.en) is no pattern for dates."),
      LocalizedText(
        nl: "Schrijf het als `dd-MM-yyyy`, `d-M-yy HH:mm`, `yyyyMMdd` of `iso`.",
        en: "Write it like `dd-MM-yyyy`, `d-M-yy HH:mm`, `yyyyMMdd` or `iso`."))
    return nil
  }
}
