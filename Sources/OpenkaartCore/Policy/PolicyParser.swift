/// Reads the parts of a policy one by one, and keeps every mistake instead of stopping at the first.
struct PolicyParser {
  /// An object of the policy whose fields have been checked against those that exist.
  struct Section {
    let path: String
    let node: Node
    let members: [Node.Member]

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// What stands at `key`; `null` is a value.
    func node(_ key: String) -> Node? { members.first { $0.key == key }?.value }
  }

  /// In which languages the controller promises to speak.
  var spoken: [Language] = Language.allCases
  private(set) var places = PolicyPlaces()
  private(set) var diagnostics: [Diagnostic] = []

  /// More would bury the first ones, and a hostile document could ask for millions.
  private static let mostDiagnostics = 1_000

  mutating func report(
    _ code: String, severity: Diagnostic.Severity = .error, at position: Position,
    _ message: LocalizedText, remedy: LocalizedText
  ) {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    guard diagnostics.count < Self.mostDiagnostics - 1 else {
      diagnostics.append(
        Diagnostic(
          severity: .error, code: "policy.tooManyMistakes",
          message: LocalizedText(
            nl: "Er staan meer dan \(Self.mostDiagnostics) fouten in dit bestand.",
            en: "There are more than \(Self.mostDiagnostics) mistakes in this file."),
          remedy: LocalizedText(
            nl: "Herstel eerst de fouten hierboven.", en: "Mend the ones above first."),
          position: position))
      return
    }
    diagnostics.append(
      Diagnostic(
        severity: severity, code: code, message: message, remedy: remedy, position: position))
  }

  /// Reports a value that cannot be read, and remembers that something stood there.
  mutating func refuse(
    _ code: String, _ path: String, at position: Position, _ message: LocalizedText,
    remedy: LocalizedText
  ) {
    places.markUnreadable(path)
    report(code, at: position, message, remedy: remedy)
  }

  /// Remembers where `path` was written.
  mutating func write(_ path: String, at position: Position) {
    places.write(path, at: position)
  }
}

extension PolicyParser {
  /// Reads an object with the given fields, and reports every other field in it.
  mutating func section(_ node: Node, at path: String, fields: [String]) -> Section? {
    write(path, at: node.position)
    guard case .object(let members) = node.content else {
      wrong(path, node, .object(fields))
      return nil
    }
    let section = Section(path: path, node: node, members: members)
    for member in members {
      write(section.path(member.key), at: member.value.position)
      guard !fields.contains(member.key) else { continue }
      reportUnknown(member, in: section, fields: fields)
    }
    return section
  }

  /// Reads the object at `key`; absent when it is not there or empty.
  mutating func section(_ parent: Section, _ key: String, fields: [String]) -> Section? {
    guard let node = parent.node(key), node.content != .null else { return nil }
    return section(node, at: parent.path(key), fields: fields)
  }

  private mutating func reportUnknown(
    _ member: Node.Member, in section: Section, fields: [String]
  ) {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    let key = DocumentError.quoted(member.key)
    let nearest = NearestWord.nearest(to: member.key, among: fields)
    // What was meant by a misspelt field is not missing as well.
    if let nearest { places.markUnreadable(section.path(nearest)) }
    let all = fields.joined(separator: ", ")
    report(
      "field.unknown", at: member.keyPosition,
      LocalizedText(
        nl: "Het veld \(key) bestaat hier niet.", en: "There is no field \(key) here."),
      remedy: nearest.map {
        LocalizedText(
          nl: "Bedoelde u `\($0)`? Hier kunnen staan: \(all).",
          en: "Did you mean `\($0)`? These fields exist here: \(all).")
      }
        ?? LocalizedText(
          nl: "Laat het weg. Hier kunnen staan: \(all).",
          en: "Leave it out. These fields exist here: \(all)."))
  }

  /// Reports that `key` is not there, unless it is there and could not be read.
  mutating func reportMissing(_ section: Section, _ key: String, remedy: LocalizedText) {
    let path = section.path(key)
    guard !places.isUnreadable(path) else { return }
    refuse(
      "field.missing", path, at: section.node.position,
      LocalizedText(
        nl: "Het veld `\(key)` ontbreekt.", en: "The field `\(key)` is missing."),
      remedy: remedy)
  }

  /// Reports a value of the wrong shape.
  mutating func wrong(_ path: String, _ node: Node, _ expected: PolicyShape) {
    let name = path.split(separator: ".").last.map { DocumentError.quoted(String($0)) }
    let shown = node.shapeName
    refuse(
      "field.wrong", path, at: node.position,
      LocalizedText(
        nl: "\(name.map { "Bij \($0)" } ?? "In dit bestand") staat \(shown.nl); "
          + "dat kan hier niet.",
        en: "\(name.map { "At \($0)" } ?? "In this file") stands \(shown.en), "
          + "which cannot be read here."),
      remedy: expected.remedy)
  }
}
