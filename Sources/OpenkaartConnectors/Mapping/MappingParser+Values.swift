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
      guard let members = object(node, "The field `\(name)`") else { return nil }
      return .object(
        members.compactMap { member in
          value(member.value, member.key, special[member.key] ?? inner, defaults)
            .map { .init(name: member.key, value: $0) }
        })
    case .record(let shape):
      guard let members = members(node, of: "A part of `\(name)`", allowing: shape.keys) else {
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
        "map.constantOnly", at: node.position, "The field `\(name)` cannot come from a column.",
        "Put it under `constants`.")
      return nil
    default:
      if case .object = node.content, let constant = node["value"] {
        _ = members(node, of: "A constant", allowing: ["value"])
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
      guard let column = text(node, "The column of `\(name)`") else { return nil }
      return CellMapping(
        column: column, position: node.position, type: type, pattern: defaults.pattern)
    }
    guard let members = members(node, of: "The field `\(name)`", allowing: Self.cellFields)
    else { return nil }
    guard let column = members["column"], let text = text(column, "The column of `\(name)`") else {
      report(
        "map.missing", at: node.position, "The field `\(name)` does not say its column.",
        "Add `column:` with a name from the header of the file.")
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
    if let pattern = pattern(members["format"], "The format of `\(name)`") {
      cell.pattern = pattern
    }
    if let values = members["values"] { cell.values = self.values(values, name, cell.type) }
    for option in ["other", "default"] {
      if let node = members[option] { check(node, against: cell.type, name) }
    }
    cell.other = members["other"]
    cell.fallback = members["default"]
    cell.isInMinorUnits = word(members["unit"], "The unit of `\(name)`", as: Unit.self) == .cent
    cell.prefix = text(members["prefix"], "The prefix of `\(name)`") ?? ""
    if let separator = text(members["separator"], "The separator of `\(name)`") {
      cell.separator = separator.first
    }
    refuse("unit", members, name, unless: cell.type == .cents, "money")
    refuse("format", members, name, unless: cell.type.isDate, "dates")
    refuse("separator", members, name, unless: cell.type.isList, "lists")
  }

  private mutating func refuse(
    _ option: String, _ members: [String: Node], _ name: String, unless fits: Bool, _ what: String
  ) {
    guard let node = members[option], !fits else { return }
    report(
      "map.option", at: node.position, "The field `\(name)` takes no `\(option)`.",
      "Leave it out: `\(option)` is for \(what).")
  }

  private mutating func values(
    _ node: Node, _ name: String, _ type: FieldType
  ) -> [String: Node] {
    guard let members = object(node, "The values of `\(name)`") else { return [:] }
    var values: [String: Node] = [:]
    for member in members {
      check(member.value, against: type, name)
      if values.updateValue(member.value, forKey: member.key.lowercased()) != nil {
        report(
          "map.twice", at: member.keyPosition,
          "The values of `\(name)` differ only in capital letters here.", "Leave one out.")
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
    let expected: String? =
      switch type {
      case .word(let words):
        text.flatMap { word in
          if !words.contains(word) {
            reportUnknownWord(word, "The field `\(name)`", at: node.position, among: words)
          }
          return ""
        } == nil ? "one of \(words.joined(separator: ", "))" : nil
      case .bool: if case .bool = node.content { nil } else { "true or false" }
      case .integer, .cents: text.flatMap { Int64($0) } == nil ? "a whole number" : nil
      case .day: text.flatMap { Day(iso: $0) } == nil ? "a day such as 2026-11-01" : nil
      case .moment:
        text.flatMap { Timestamp(rfc3339: $0) } == nil
          ? "a moment such as 2026-11-01T10:00:00+01:00" : nil
      case .text: text == nil ? "a text" : nil
      case .momentOrDay, .list, .object, .record, .constantOnly: nil
      }
    if let expected {
      report(
        "map.wrongShape", at: node.position, "The field `\(name)` cannot be this.",
        "Write \(expected).")
    }
  }
}

extension FieldType {
  var isDate: Bool { self == .moment || self == .day || self == .momentOrDay }

  var isList: Bool {
    if case .list = self { true } else { false }
  }
}
