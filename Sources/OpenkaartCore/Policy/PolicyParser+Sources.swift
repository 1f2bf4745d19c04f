extension PolicyParser {
  /// How far a source is believed.
  private enum Trust: String, CaseIterable { case high, medium, low }

  mutating func productLines(_ policy: Section) -> [ProductLine] {
    var lines: [ProductLine] = []
    let members = map(policy, "productLines", example: "cars: {label: {nl: Auto's, en: Cars}}")
    for member in members ?? [] {
      let path = "productLines.\(member.key)"
      guard let section = section(member.value, at: path, fields: ["label", "competesWith"]) else {
        continue
      }
      lines.append(
        ProductLine(
          id: member.key, label: label(section, of: member.key),
          competesWith: texts(section, "competesWith", example: "[lease]") ?? []))
    }
    return lines
  }

  mutating func sources(_ policy: Section) -> [Source] {
    var sources: [Source] = []
    for member in map(policy, "sources", example: "crm: {system: Tryton, trust: high}") ?? [] {
      let path = "sources.\(member.key)"
      guard let section = section(member.value, at: path, fields: ["system", "trust", "tells"])
      else { continue }
      sources.append(
        Source(
          id: member.key, system: text(section, "system") ?? member.key,
          // Who says nothing about trust gives none.
          trust: (word(section, "trust", as: Trust.self) ?? .low).rawValue,
          kinds: words(section, "tells", example: "[purchased]", as: FactKind.self) ?? []))
    }
    return sources
  }

  mutating func forms(_ policy: Section) -> [Form] {
    var forms: [Form] = []
    var names: [String: Position] = [:]
    for node in list(policy, "forms", example: "[{id: brochure, purpose: offers, …}]") ?? [] {
      let item = item(node, in: "forms", by: "id", among: &names)
      let fields = ["id", "purpose", "purposes", "asks", "title", "fields"]
      guard let section = section(node, at: item.path, fields: fields) else { continue }
      var purposes = texts(section, "purposes", example: "[offers]") ?? []
      if let purpose = text(section, "purpose"), !purposes.contains(purpose) {
        purposes.insert(purpose, at: 0)
      }
      let form = Form(
        id: item.name, purposes: purposes,
        asks: texts(section, "asks", example: "[newsletter, offers]"),
        title: localized(section, "title"), fields: formFields(section))
      if item.isOwnName { forms.append(form) }
    }
    return forms
  }

  private mutating func formFields(_ form: Section) -> [Form.Field] {
    var result: [Form.Field] = []
    var names: [String: Position] = [:]
    let nodes = list(form, "fields", example: "[{name: email, necessary: true}]") ?? []
    for node in nodes {
      let item = item(node, in: form.path("fields"), by: "name", among: &names)
      let fields = ["name", "necessary", "preTicked"]
      guard let section = section(node, at: item.path, fields: fields) else { continue }
      let field = Form.Field(
        name: item.name, isNecessary: bool(section, "necessary") ?? false,
        isPreTicked: bool(section, "preTicked") ?? false)
      if item.isOwnName { result.append(field) }
    }
    return result
  }

  mutating func holidayCalendar(_ policy: Section) -> String? {
    guard let section = section(policy, "holidays", fields: ["calendar"]) else { return nil }
    return text(section, "calendar")
  }
}
