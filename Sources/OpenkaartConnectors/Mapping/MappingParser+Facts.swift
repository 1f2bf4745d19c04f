internal import OpenkaartCore

/// What facts of a mapping have in common when they do not say it themselves.
struct FactDefaults {
  var pattern = DatePattern.iso
  var subject: Node?
  var occurredAt: Node?
}

extension MappingParser {
  private static let controls = [
    "kind", "when", "group", "id", "repeats", "subject", "occurredAt", "constants", "stated",
  ]

  private enum Repeats: String, CaseIterable {
    case once, keep
  }

  mutating func fact(_ node: Node, _ defaults: FactDefaults) -> FactMapping? {
    guard let kind = kind(of: node), let shape = shape(of: kind, at: node.position),
      let members = members(
        node,
        of: LocalizedText(
          nl: "Een `\(kind.rawValue)`-feit", en: "A `\(kind.rawValue)` fact"),
        allowing: Self.controls + shape.keys),
      let subject = subject(members, node, defaults),
      let occurredAt = occurredAt(members, node, defaults)
    else { return nil }
    let fields = fields(members, shape, defaults)
    let constants = constants(members["constants"], shape, besides: fields)
    let stated = stated(members["stated"], shape)
    let repeats = word(members["repeats"], .field("repeats"), as: Repeats.self)
    return FactMapping(
      kind: kind, position: node.position, conditions: conditions(members["when"]),
      group: members["group"].flatMap { cell($0, "group", .text, defaults) },
      id: members["id"].flatMap { cell($0, "id", .text, defaults) },
      keepsRepeats: repeats == .keep, subject: subject, occurredAt: occurredAt,
      fields: (fields + constants).sorted { $0.name < $1.name }, stated: stated)
  }

  private mutating func kind(of node: Node) -> FactKind? {
    guard let kind = node["kind"] else {
      report(
        "map.missing", at: node.position,
        LocalizedText(
          nl: "Dit feit zegt niet van welke soort het is.",
          en: "This fact does not say of which kind it is."),
        LocalizedText(
          nl: "Voeg `kind:` toe, bijvoorbeeld `kind: purchased`.",
          en: "Add `kind:`, for example `kind: purchased`."))
      return nil
    }
    return word(kind, .field("kind"), as: FactKind.self)
  }

  private mutating func shape(of kind: FactKind, at position: Position) -> [String: FieldType]? {
    if let shape = FactShape.fields(of: kind) { return shape }
    report(
      "fact.systemOnly", at: position,
      LocalizedText(
        nl: "Feiten van soort `\(kind.rawValue)` schrijft Openkaart zelf.",
        en: "Facts of kind `\(kind.rawValue)` are written by Openkaart itself."),
      LocalizedText(nl: "Laat het weg.", en: "Leave it out."))
    return nil
  }

  private mutating func subject(
    _ members: [String: Node], _ node: Node, _ defaults: FactDefaults
  ) -> ValueMapping? {
    guard let subject = members["subject"] ?? defaults.subject else {
      report(
        "map.missing", at: node.position,
        LocalizedText(
          nl: "Dit feit zegt niet over wie het gaat.",
          en: "This fact does not say who it is about."),
        LocalizedText(
          nl: "Zet `subject:` erbij of in de mapping, zoals `subject: {customerNumber: klantnr}`.",
          en:
            "Add `subject:` to it or to the mapping, such as `subject: {customerNumber: klantnr}`.")
      )
      return nil
    }
    return value(subject, "subject", .identifiers, defaults)
  }

  private mutating func occurredAt(
    _ members: [String: Node], _ node: Node, _ defaults: FactDefaults
  ) -> MomentMapping? {
    guard let moment = members["occurredAt"] ?? defaults.occurredAt else {
      report(
        "map.missing", at: node.position,
        LocalizedText(
          nl: "Dit feit zegt niet wanneer het gebeurde.",
          en: "This fact does not say when it happened."),
        LocalizedText(
          nl: "Zet `occurredAt:` erbij of in de mapping, met de kolom waarin de datum staat, of "
            + "`{value: export}` voor toen het bestand gemaakt werd.",
          en: "Add `occurredAt:` to it or to the mapping, with the column that holds the date, or "
            + "`{value: export}` for when the file was made."))
      return nil
    }
    guard case .object = moment.content, let constant = moment["value"] else {
      return cell(moment, "occurredAt", .moment, defaults).map { .cell($0) }
    }
    _ = self.members(
      moment, of: LocalizedText(nl: "Een vast moment", en: "A constant moment"), allowing: ["value"]
    )
    switch constant.content {
    case .string("export"): return .export
    case .string(let text):
      if let moment = Timestamp(rfc3339: text) { return .fixed(moment) }
    default: break
    }
    report(
      "map.wrongShape", at: constant.position,
      LocalizedText(
        nl: "Het veld `occurredAt` kan dit niet zijn.",
        en: "The field `occurredAt` cannot be this."),
      LocalizedText(
        nl: "Schrijf `{value: export}`, of een moment als {value: 2026-11-01T10:00:00+01:00}.",
        en: "Write `{value: export}`, or a moment such as {value: 2026-11-01T10:00:00+01:00}."))
    return nil
  }

  private mutating func fields(
    _ members: [String: Node], _ shape: [String: FieldType], _ defaults: FactDefaults
  ) -> [FactMapping.Field] {
    shape.keys.sorted().compactMap { name in
      guard let node = members[name], let type = shape[name] else { return nil }
      return value(node, name, type, defaults).map { .init(name: name, value: $0) }
    }
  }

  private mutating func constants(
    _ node: Node?, _ shape: [String: FieldType], besides fields: [FactMapping.Field]
  ) -> [FactMapping.Field] {
    guard let node,
      let members = members(
        node, of: LocalizedText(nl: "Wat onder `constants` staat,", en: "The constants"),
        allowing: shape.keys)
    else { return [] }
    var constants: [FactMapping.Field] = []
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      if fields.contains(where: { $0.name == name }) {
        report(
          "map.twice", at: value.position,
          LocalizedText(
            nl: "Het veld `\(name)` komt uit een kolom en uit `constants`.",
            en: "The field `\(name)` comes from a column and from a constant."),
          LocalizedText(nl: "Laat een van de twee weg.", en: "Leave one out."))
      }
      check(value, against: shape[name] ?? .text, name)
      constants.append(.init(name: name, value: .constant(value)))
    }
    return constants
  }

  private mutating func stated(_ node: Node?, _ shape: [String: FieldType]) -> [StatedConstant] {
    guard let node,
      let members = members(
        node, of: LocalizedText(nl: "Wat onder `stated` staat,", en: "The stated values"),
        allowing: shape.keys)
    else { return [] }
    var stated: [StatedConstant] = []
    for (name, node) in members.sorted(by: { $0.key < $1.key }) {
      let periods = if case .array(let items) = node.content { items } else { [node] }
      for period in periods {
        if let constant = statement(period, name, shape[name] ?? .text) { stated.append(constant) }
      }
    }
    return stated
  }

  private mutating func statement(
    _ node: Node, _ name: String, _ type: FieldType
  ) -> StatedConstant? {
    guard
      let members = members(
        node,
        of: LocalizedText(
          nl: "Wat gezegd is van `\(name)`", en: "What is stated of `\(name)`"),
        allowing: ["value", "from", "until", "statedBy", "because"])
    else { return nil }
    let from = day(members["from"], .field("from"))
    let until = day(members["until"], .field("until"))
    let statedBy = text(members["statedBy"], .field("statedBy"))
    let because = text(members["because"], .field("because"))
    guard let value = members["value"], let from, let statedBy, let because else {
      report(
        "map.statement", at: node.position,
        LocalizedText(
          nl: "Een waarde onder `stated` rust op iemands woord, en dat staat hier niet helemaal.",
          en: "A stated value rests on somebody's word, and that is not complete here."),
        LocalizedText(
          nl:
            "Schrijf `{value: …, from: 2021-03-01, statedBy: \"wie het zegt\", because: \"waarom\"}`.",
          en: "Write `{value: …, from: 2021-03-01, statedBy: \"who says so\", because: \"why\"}`."))
      return nil
    }
    check(value, against: type, name)
    return StatedConstant(
      field: name, value: value, from: from, until: until, statedBy: statedBy, because: because)
  }

  private mutating func conditions(_ node: Node?) -> [RowCondition] {
    guard let node else { return [] }
    let nodes = if case .array(let items) = node.content { items } else { [node] }
    return nodes.compactMap { condition($0) }
  }

  private enum Presence: String, CaseIterable {
    case present, absent
  }

  private mutating func condition(_ node: Node) -> RowCondition? {
    guard
      let members = members(
        node, of: LocalizedText(nl: "Een voorwaarde", en: "A condition"),
        allowing: ["column", "is", "equals", "notEquals"])
    else { return nil }
    let presence = word(members["is"], .field("is"), as: Presence.self)
    let equal = texts(members["equals"], .field("equals"))
    let different = texts(members["notEquals"], .field("notEquals"))
    var tests: [RowCondition.Test] = []
    if let presence { tests.append(presence == .present ? .present : .absent) }
    if let equal { tests.append(.equals(equal.map { $0.lowercased() })) }
    if let different { tests.append(.notEquals(different.map { $0.lowercased() })) }
    guard let column = members["column"], let name = text(column, .field("column")),
      let test = tests.first, tests.count == 1
    else {
      report(
        "map.condition", at: node.position,
        LocalizedText(nl: "Deze voorwaarde is niet af.", en: "This condition is not complete."),
        LocalizedText(
          nl: "Schrijf `{column: order, is: present}`, `is: absent`, of `equals: [J, Ja]`.",
          en: "Write `{column: order, is: present}`, `is: absent`, or `equals: [J, Ja]`."))
      return nil
    }
    return RowCondition(column: name, position: column.position, test: test)
  }
}
