internal import OpenkaartCore

/// Reads a mapping part by part, and keeps every mistake instead of stopping at the first.
struct MappingParser {
  private(set) var diagnostics: [Diagnostic] = []

  /// More would bury the first ones.
  private static let mostDiagnostics = 200

  var hasErrors: Bool { !diagnostics.isEmpty }

  mutating func report(_ code: String, at position: Position, _ message: String, _ remedy: String) {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    diagnostics.append(
      Diagnostic(
        severity: .error, code: code, message: message, remedy: remedy, position: position))
  }

  /// The members of an object, after every name was compared with those that exist.
  mutating func members(
    _ node: Node, of what: String, allowing names: some Sequence<String>
  ) -> [String: Node]? {
    guard let members = object(node, what) else { return nil }
    var known: [String: Node] = [:]
    let names = Array(names).sorted()
    for member in members {
      if names.contains(member.key) {
        known[member.key] = member.value
      } else {
        let nearest = NearestWord.nearest(to: member.key, among: names)
        report(
          "map.unknownField", at: member.keyPosition,
          "\(what) has no field \(DocumentError.quoted(member.key)).",
          "\(nearest.map { "Did you mean `\($0)`? " } ?? "")It may have: "
            + "\(names.joined(separator: ", ")).")
      }
    }
    return known
  }

  mutating func object(_ node: Node, _ what: String) -> [Node.Member]? {
    guard case .object(let members) = node.content else {
      report(
        "map.wrongShape", at: node.position, "\(what) must have named fields.",
        "Write `name: value` lines under it.")
      return nil
    }
    return members
  }

  mutating func text(_ node: Node?, _ what: String) -> String? {
    guard let node else { return nil }
    switch node.content {
    case .string(let text), .number(let text):
      if !text.isEmpty { return text }
    default: break
    }
    report("map.wrongShape", at: node.position, "\(what) must be a text.", "Write a text there.")
    return nil
  }

  mutating func texts(_ node: Node?, _ what: String) -> [String]? {
    guard let node else { return nil }
    guard case .array(let nodes) = node.content else {
      return text(node, what).map { [$0] }
    }
    return nodes.compactMap { text($0, what) }
  }

  mutating func word<Word>(_ node: Node?, _ what: String, as type: Word.Type) -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    guard let node, let text = text(node, what) else { return nil }
    if let word = Word(rawValue: text) { return word }
    reportUnknownWord(text, what, at: node.position, among: Word.allCases.map(\.rawValue))
    return nil
  }

  mutating func reportUnknownWord(
    _ word: String, _ what: String, at position: Position, among words: [String]
  ) {
    let nearest = NearestWord.nearest(to: word, among: words)
    report(
      "map.unknownWord", at: position, "\(what) cannot be \(DocumentError.quoted(word)).",
      "\(nearest.map { "Did you mean `\($0)`? " } ?? "")Choose from: "
        + "\(words.joined(separator: ", ")).")
  }

  mutating func bool(_ node: Node?, _ what: String) -> Bool? {
    guard let node else { return nil }
    if case .bool(let bool) = node.content { return bool }
    report(
      "map.wrongShape", at: node.position, "\(what) must be true or false.",
      "Write `true` or `false`.")
    return nil
  }

  mutating func day(_ node: Node?, _ what: String) -> Day? {
    guard let node else { return nil }
    if case .string(let text) = node.content, let day = Day(iso: text) { return day }
    report(
      "map.wrongShape", at: node.position, "\(what) must be a day.", "Write it as `2026-11-01`.")
    return nil
  }

  mutating func pattern(_ node: Node?, _ what: String) -> DatePattern? {
    guard let node, let text = text(node, what) else { return nil }
    if let pattern = DatePattern(text) { return pattern }
    report(
      "map.datePattern", at: node.position, "\(what) is no pattern for dates.",
      "Write it like `dd-MM-yyyy`, `d-M-yy HH:mm`, `yyyyMMdd` or `iso`.")
    return nil
  }
}
