internal import OpenkaartCore

extension MappingParser {
  private static let cellFields = [
    "column", "value", "format", "values", "other", "default", "unit", "separator", "prefix",
  ]

  private enum Unit: String, CaseIterable {
    case euro, cent
  }

  /// Where the value of a field comes from: a column, a constant, or parts of its own.
  mutating func value(
    _ node: Node, _ name: String, _ type: FieldType, _ defaults: FactDefaults
  ) -> ValueMapping? {
    switch type {
    case .object(let inner, let special):
      guard let members = object(node, .field(name)) else { return nil }
      return .object(
        members.compactMap { member in
          value(member.value, member.key, special[member.key] ?? inner, defaults)
            .map { .init(name: member.key, value: $0) }
        })
    case .record(let shape):
      guard
        let members = members(
          node,
          of: LocalizedText(
            nl: "Een deel van `\(name)`", en: "A part of `\(name)`"), allowing: shape.keys)
      else {
        return nil
      }
      return .object(
        shape.keys.sorted().compactMap { key in
          guard let node = members[key], let type = shape[key] else { return nil }
          return value(node, key, type, defaults).map { .init(name: key, value: $0) }
        })
    case .list(let inner):
      guard case .array(let nodes) = node.content else {
        return cell(node, name, type, defaults).map { .cell($0) }
      }
      return .list(nodes.compactMap { value($0, name, inner, defaults) })
    case .constantOnly:
      report(
        "map.constantOnly", at: node.position,
        LocalizedText(
          nl: "Het veld `\(name)` kan niet uit een kolom komen.",
          en: "The field `\(name)` cannot come from a column."),
        LocalizedText(nl: "Zet het onder `constants`.", en: "Put it under `constants`."))
      return nil
    default:
      if case .object = node.content, let constant = node["value"] {
        _ = members(
          node, of: LocalizedText(nl: "Een vaste waarde", en: "A constant"), allowing: ["value"])
        check(constant, against: type, name)
        return .constant(constant)
      }
      return cell(node, name, type, defaults).map { .cell($0) }
    }
  }

  /// A column's name, or a column with how to read it.
  mutating func cell(
    _ node: Node, _ name: String, _ type: FieldType, _ defaults: FactDefaults
  ) -> CellMapping? {
    guard case .object = node.content else {
      guard let column = text(node, Self.part("kolom", "column", of: name)) else { return nil }
      return CellMapping(
        column: column, position: node.position, type: type, pattern: defaults.pattern)
    }
    guard let members = members(node, of: .field(name), allowing: Self.cellFields)
    else { return nil }
    guard let column = members["column"],
      let text = text(column, Self.part("kolom", "column", of: name))
    else {
      report(
        "map.missing", at: node.position,
        LocalizedText(
          nl: "Het veld `\(name)` zegt niet uit welke kolom het komt.",
          en: "The field `\(name)` does not say its column."),
        LocalizedText(
          nl: "Voeg `column:` toe, met een naam uit de kopregel van het bestand.",
          en: "Add `column:` with a name from the header of the file."))
      return nil
    }
    var cell = CellMapping(
      column: text, position: column.position, type: type, pattern: defaults.pattern)
    readOptions(members, name, into: &cell)
    return cell
  }

  private mutating func readOptions(
    _ members: [String: Node], _ name: String, into cell: inout CellMapping
  ) {
    if let pattern = pattern(members["format"], Self.part("vorm", "format", of: name)) {
      cell.pattern = pattern
    }
    if let values = members["values"] { cell.values = self.values(values, name, cell.type) }
    for option in ["other", "default"] {
      if let node = members[option] { check(node, against: cell.type, name) }
    }
    cell.other = members["other"]
    cell.fallback = members["default"]
    cell.isInMinorUnits =
      word(members["unit"], Self.part("eenheid", "unit", of: name), as: Unit.self) == .cent
    cell.prefix = text(members["prefix"], Self.part("prefix", "prefix", of: name)) ?? ""
    if let separator = text(members["separator"], Self.part("separator", "separator", of: name)) {
      cell.separator = separator.first
    }
    refuse(
      "unit", members, name, unless: cell.type == .cents, LocalizedText(nl: "geld", en: "money"))
    refuse(
      "format", members, name, unless: cell.type.isDate, LocalizedText(nl: "datums", en: "dates"))
    refuse(
      "separator", members, name, unless: cell.type.isList,
      LocalizedText(nl: "lijsten", en: "lists"))
  }

  /// A part of how a field is read, as the beginning of a sentence.
  private static func part(_ nl: String, _ en: String, of name: String) -> LocalizedText {
    LocalizedText(nl: "De \(nl) van `\(name)`", en: "The \(en) of `\(name)`")
  }

  private mutating func refuse(
    _ option: String, _ members: [String: Node], _ name: String, unless fits: Bool,
    _ what: LocalizedText
  ) {
    guard let node = members[option], !fits else { return }
    report(
      "map.option", at: node.position,
      LocalizedText(
        nl: "Bij het veld `\(name)` hoort geen `\(option)`.",
        en: "The field `\(name)` takes no `\(option)`."),
      LocalizedText(
        nl: "Laat het weg: `\(option)` is voor \(what.nl).",
        en: "Leave it out: `\(option)` is for \(what.en)."))
  }

  private mutating func values(
    _ node: Node, _ name: String, _ type: FieldType
  ) -> [String: Node] {
    guard
      let members = object(
        node,
        LocalizedText(
          nl: "Wat onder `values` staat bij `\(name)`", en: "The values of `\(name)`"))
    else { return [:] }
    var values: [String: Node] = [:]
    for member in members {
      check(member.value, against: type, name)
      if values.updateValue(member.value, forKey: member.key.lowercased()) != nil {
        report(
          "map.twice", at: member.keyPosition,
          LocalizedText(
            nl: "De waarden van `\(name)` verschillen hier alleen in hoofdletters.",
            en: "The values of `\(name)` differ only in capital letters here."),
          LocalizedText(nl: "Laat er een weg.", en: "Leave one out."))
      }
    }
    return values
  }

  /// Reports a constant that a field of this type cannot hold.
  mutating func check(_ node: Node, against type: FieldType, _ name: String) {
    guard node.content != .null else { return }
    let text: String? =
      switch node.content {
      case .string(let text), .number(let text): text
      default: nil
      }
    let expected: LocalizedText? =
      switch type {
      case .word(let words):
        text.flatMap { word in
          if !words.contains(word) {
            reportUnknownWord(word, .field(name), at: node.position, among: words)
          }
          return ""
        } == nil ? .oneOf(words) : nil
      case .bool: if case .bool = node.content { nil } else { .trueOrFalse }
      case .integer, .cents:
        text.flatMap { Int64($0) } == nil
          ? LocalizedText(nl: "een geheel getal", en: "a whole number") : nil
      case .day: text.flatMap { Day(iso: $0) } == nil ? .day(such: "2026-11-01") : nil
      case .moment: text.flatMap { Timestamp(rfc3339: $0) } == nil ? .moment : nil
      case .text: text == nil ? LocalizedText(nl: "tekst", en: "a text") : nil
      case .momentOrDay, .list, .object, .record, .constantOnly: nil
      }
    if let expected {
      report(
        "map.wrongShape", at: node.position,
        LocalizedText(
          nl: "Het veld `\(name)` kan dit niet zijn.", en: "The field `\(name)` cannot be this."),
        LocalizedText(nl: "Schrijf \(expected.nl).", en: "Write \(expected.en)."))
    }
  }
}

extension FieldType {
  var isDate: Bool { self == .moment || self == .day || self == .momentOrDay }

  var isList: Bool {
    if case .list = self { true } else { false }
  }
}
