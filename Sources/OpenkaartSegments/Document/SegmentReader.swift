public import OpenkaartCore

/// Reads conditions out of a document, and keeps every mistake with its place.
///
/// A condition is a line of text, or an object with one field: `all`, `any`, `not`, or a test.
public struct SegmentReader {
  public private(set) var diagnostics: [Diagnostic] = []
  private var tests = 0

  /// More would bury the first ones.
  private static let mostDiagnostics = 100

  public init() {}

  /// The condition in `node`; `nil` when there is a mistake, which is then among ``diagnostics``.
  public static func condition(
    in node: Node
  ) -> (condition: SegmentCondition?, diagnostics: [Diagnostic]) {
    var reader = SegmentReader()
    let condition = reader.condition(node, depth: 0)
    return (reader.diagnostics.isEmpty ? condition : nil, reader.diagnostics)
  }

  mutating func report(
    _ code: String, at position: Position, _ message: LocalizedText, remedy: LocalizedText
  ) {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    diagnostics.append(
      Diagnostic(
        severity: .error, code: code, message: message, remedy: remedy, position: position))
  }

  mutating func condition(_ node: Node, depth: Int) -> SegmentCondition? {
    guard depth < SegmentCondition.deepest else {
      report(
        "segment.depth", at: node.position,
        LocalizedText(
          nl: "Hier staat te veel in elkaar.", en: "Too much stands in each other here."),
        remedy: LocalizedText(nl: "Schrijf het vlakker op.", en: "Write it flatter."))
      return nil
    }
    switch node.content {
    case .string(let line): return condition(line: line, at: node.position)
    case .object(let members): return condition(members, of: node, depth: depth)
    default:
      wrong(node, Self.example)
      return nil
    }
  }

  private mutating func condition(line: String, at position: Position) -> SegmentCondition? {
    do {
      let condition = try SegmentCondition(line: line)
      return counted(condition.tests.count, at: position) ? condition : nil
    } catch {
      let place = LocalizedText(nl: "teken \(error.place)", en: "character \(error.place)")
      report(
        error.code, at: position,
        LocalizedText(
          nl: "\(error.message.nl) (\(place.nl))", en: "\(error.message.en) (\(place.en))"),
        remedy: error.remedy)
      return nil
    }
  }

  private mutating func condition(
    _ members: [Node.Member], of node: Node, depth: Int
  ) -> SegmentCondition? {
    guard let member = members.first, members.count == 1 else {
      report(
        "segment.oneField", at: node.position,
        LocalizedText(
          nl: "Een voorwaarde heeft één veld.", en: "A condition has one field."),
        remedy: LocalizedText(
          nl: "Zet er meer in een lijst: `all: […]` of `any: […]`.",
          en: "Put more of them in a list: `all: […]` or `any: […]`."))
      return nil
    }
    switch member.key {
    case "all", "any": return joined(member, depth: depth)
    case "not": return condition(member.value, depth: depth + 1).map { .not($0) }
    default:
      guard counted(1, at: member.keyPosition) else { return nil }
      return test(member).map { .test($0) }
    }
  }

  private mutating func joined(_ member: Node.Member, depth: Int) -> SegmentCondition? {
    guard case .array(let nodes) = member.value.content, !nodes.isEmpty else {
      wrong(member.value, "[\(Self.example), …]")
      return nil
    }
    var parts: [SegmentCondition] = []
    for node in nodes {
      if let part = condition(node, depth: depth + 1) { parts.append(part) }
    }
    guard parts.count == nodes.count else { return nil }
    // One of one is itself.
    if parts.count == 1 { return parts[0] }
    return member.key == "all" ? .all(parts) : .any(parts)
  }

  private mutating func counted(_ more: Int, at position: Position) -> Bool {
    tests += more
    guard tests > SegmentCondition.mostTests else { return true }
    report(
      "segment.tests", at: position,
      LocalizedText(nl: "Hier staan te veel voorwaarden.", en: "There are too many conditions."),
      remedy: LocalizedText(
        nl: "Laat er weg, tot hoogstens \(SegmentCondition.mostTests).",
        en: "Leave some out, to \(SegmentCondition.mostTests) at most."))
    return false
  }

  private static let example = "bought cars at least 2 times in 24 months"

  mutating func wrong(_ node: Node, _ example: String) {
    report(
      "field.wrong", at: node.position,
      LocalizedText(
        nl: "Dit kan hier niet gelezen worden.", en: "This cannot be read here."),
      remedy: LocalizedText(
        nl: "Schrijf het als `\(example)`.", en: "Write it as `\(example)`."))
  }
}

// MARK: - Fields

extension SegmentReader {
  /// The members of an object, each of them one of `fields`.
  mutating func object(_ node: Node, _ fields: [String], _ example: String) -> Node? {
    guard case .object(let members) = node.content else {
      wrong(node, example)
      return nil
    }
    for member in members where !fields.contains(member.key) {
      unknown(member.key, among: fields, at: member.keyPosition)
    }
    return node
  }

  mutating func unknown(_ key: String, among known: [String], at position: Position) {
    let all = known.joined(separator: ", ")
    let hint = diagnostics.count < 20 ? NearestWord.nearest(to: key, among: known) : nil
    report(
      "field.unknown", at: position,
      LocalizedText(
        nl: "Het veld \(DocumentError.quoted(key)) bestaat hier niet.",
        en: "There is no field \(DocumentError.quoted(key)) here."),
      remedy: LocalizedText(
        nl: "\(hint.map { "Bedoelde u `\($0)`? " } ?? "")Hier kunnen staan: \(all).",
        en: "\(hint.map { "Did you mean `\($0)`? " } ?? "")These exist here: \(all)."))
  }

  /// What stands at `key`; `null` is nothing.
  func value(_ node: Node, _ key: String) -> Node? {
    node[key].flatMap { $0.content == .null ? nil : $0 }
  }

  mutating func missing(_ node: Node, _ key: String, _ example: String) {
    report(
      "field.missing", at: node.position,
      LocalizedText(nl: "Het veld `\(key)` ontbreekt.", en: "The field `\(key)` is missing."),
      remedy: LocalizedText(
        nl: "Schrijf het als `\(example)`.", en: "Write it as `\(example)`."))
  }

  /// A text that is not empty; a number or a yes or no without quotes is a text too.
  mutating func text(_ node: Node, _ example: String) -> String? {
    let text: String? =
      switch node.content {
      case .string(let text), .number(let text): text
      case .bool(let value): value ? "true" : "false"
      default: nil
      }
    guard let text, !text.isEmpty, text.utf8.count <= 1_024 else {
      wrong(node, example)
      return nil
    }
    return text
  }

  mutating func neededText(_ node: Node, _ key: String, _ example: String) -> String? {
    guard let value = value(node, key) else {
      missing(node, key, example)
      return nil
    }
    return text(value, example)
  }

  mutating func bool(_ node: Node, _ key: String, otherwise: Bool) -> Bool? {
    guard let value = value(node, key) else { return otherwise }
    guard case .bool(let bool) = value.content else {
      wrong(value, "true")
      return nil
    }
    return bool
  }

  mutating func span(_ node: Node, _ key: String) -> Span?? {
    guard let value = value(node, key) else { return .some(nil) }
    guard case .string(let text) = value.content, let span = Span(parsing: text) else {
      wrong(value, "24 months")
      return nil
    }
    return .some(span)
  }

  mutating func day(_ node: Node) -> Day? {
    guard case .string(let text) = node.content, let day = Day(iso: text) else {
      wrong(node, "2026-11-01")
      return nil
    }
    return day
  }

  mutating func word<Word>(_ node: Node, of type: Word.Type) -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    if case .string(let text) = node.content, let word = Word(rawValue: text) { return word }
    let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
    report(
      "field.unknownWord", at: node.position,
      LocalizedText(nl: "Dit woord kan hier niet staan.", en: "This word cannot stand here."),
      remedy: LocalizedText(nl: "Kies uit: \(all).", en: "Choose from: \(all)."))
    return nil
  }

  /// A bound such as `{atLeast: 2}`; a bare number is at least that many.
  mutating func bound(_ node: Node) -> Bound? {
    if case .number(let text) = node.content,
      let bound = Int64(text).flatMap({ Bound(.atLeast, $0) })
    {
      return bound
    }
    let kinds = Bound.Kind.allCases
    if case .object(let members) = node.content, members.count == 1,
      let kind = kinds.first(where: { $0.rawValue == members[0].key }),
      case .number(let text) = members[0].value.content,
      let bound = Int64(text).flatMap({ Bound(kind, $0) })
    {
      return bound
    }
    wrong(node, "{atLeast: 2}")
    return nil
  }

  /// A bound at `key`, or nothing.
  mutating func bound(_ node: Node, _ key: String) -> Bound?? {
    guard let value = value(node, key) else { return .some(nil) }
    guard let bound = bound(value) else { return nil }
    return .some(bound)
  }
}
