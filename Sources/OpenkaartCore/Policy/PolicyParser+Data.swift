extension PolicyParser {
  mutating func dataCategories(_ policy: Section) -> [DataCategory] {
    var categories: [DataCategory] = []
    let members =
      map(policy, "dataCategories", example: "contact: {attributes: [givenName]}") ?? []
    for member in members {
      guard
        let section = section(
          member.value, at: "dataCategories.\(member.key)",
          fields: ["attributes", "identifiers", "kinds", "special"])
      else { continue }
      categories.append(
        DataCategory(
          id: member.key,
          attributes: texts(section, "attributes", example: "[givenName, familyName]") ?? [],
          identifiers: texts(section, "identifiers", example: "[email, phone]") ?? [],
          kinds: words(section, "kinds", example: "[purchased, returned]", as: FactKind.self)
            ?? [],
          isSpecial: bool(section, "special") ?? false))
    }
    return categories
  }

  mutating func notices(_ policy: Section) -> [Notice] {
    var notices: [Notice] = []
    var names: [String: Position] = [:]
    for node in list(policy, "notices", example: "[{id: marketing, versions: […]}]") ?? [] {
      let item = item(node, in: "notices", by: "id", among: &names)
      guard let section = section(node, at: item.path, fields: ["id", "versions"]) else { continue }
      let versions = noticeVersions(section)
      if item.isOwnName { notices.append(Notice(id: item.name, versions: versions)) }
    }
    return notices
  }

  private mutating func noticeVersions(_ notice: Section) -> [Notice.Version] {
    var versions: [Notice.Version] = []
    var names: [String: Position] = [:]
    let nodes = list(notice, "versions", example: "[{version: 1, validFrom: 2026-01-01, …}]")
    for node in nodes ?? [] {
      let item = item(node, in: notice.path("versions"), by: "version", among: &names)
      let fields = ["version", "validFrom", "recipients", "data", "text"]
      guard let section = section(node, at: item.path, fields: fields) else { continue }
      let validFrom = day(section, "validFrom")
      if validFrom == nil {
        reportMissing(
          section, "validFrom",
          remedy: LocalizedText(
            nl: "Zeg vanaf welke dag mensen deze tekst zien, als `2026-11-01`.",
            en: "Say from which day people see this text, as `2026-11-01`."))
      }
      let text = localized(section, "text")
      if text == nil {
        reportMissing(
          section, "text",
          remedy: LocalizedText(
            nl: "Zet hier wat mensen te lezen krijgen: `text: {nl: \"…\", en: \"…\"}`.",
            en: "Write what people get to read: `text: {nl: \"…\", en: \"…\"}`."))
      }
      let recipients = texts(section, "recipients", example: "[leasing-partner]") ?? []
      let data = texts(section, "data", example: "[contact]") ?? []
      guard item.isOwnName else { continue }
      versions.append(
        Notice.Version(
          version: item.name, validFrom: validFrom ?? .first, recipients: recipients, data: data,
          text: text ?? LocalizedText(nl: "", en: "")))
    }
    return versions
  }

  mutating func register(_ policy: Section) -> RegisterDetails {
    let fields = ["categoriesOfPeople", "transfers", "security"]
    guard let section = section(policy, "register", fields: fields) else {
      return RegisterDetails()
    }
    return RegisterDetails(
      categoriesOfPeople: texts(section, "categoriesOfPeople", example: "[customers]") ?? [],
      transfers: texts(section, "transfers", example: "[]") ?? [],
      security: localized(section, "security"))
  }
}
