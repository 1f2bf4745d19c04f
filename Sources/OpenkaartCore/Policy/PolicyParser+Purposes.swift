extension PolicyParser {
  private static var purposeFields: [String] {
    [
      "id", "label", "dpv", "marketing", "basis", "channels", "dataCategories", "recipients",
      "assessment", "notice", "benefit", "consent", "retention", "validFrom", "validTo",
      "requires",
    ]
  }

  mutating func purposes(_ policy: Section) -> [Purpose] {
    let nodes = list(policy, "purposes", example: "[{id: newsletter, basis: [consent], …}]") ?? []
    if nodes.isEmpty {
      reportMissing(
        policy, "purposes",
        remedy: LocalizedText(
          nl: "Noem ten minste één doel: zonder doel mag niets.",
          en: "Name at least one purpose: without a purpose nothing is allowed."))
    }
    var purposes: [Purpose] = []
    var names: [String: Position] = [:]
    for node in nodes {
      let item = item(node, in: "purposes", by: "id", among: &names)
      guard let section = section(node, at: item.path, fields: Self.purposeFields) else { continue }
      let purpose = purpose(item.name, section)
      if item.isOwnName { purposes.append(purpose) }
    }
    return purposes
  }

  private mutating func purpose(_ id: String, _ section: Section) -> Purpose {
    Purpose(
      id: id,
      label: label(section, of: id),
      dpv: text(section, "dpv"),
      isMarketing: bool(section, "marketing") ?? false,
      bases: words(section, "basis", example: "[consent]", as: LegalBasis.self) ?? [],
      channels: words(section, "channels", example: "[email]", as: Channel.self) ?? [],
      dataCategories: texts(section, "dataCategories", example: "[contact]") ?? [],
      recipients: texts(section, "recipients", example: "[leasing-partner]") ?? [],
      assessment: text(section, "assessment"),
      notice: text(section, "notice"),
      benefit: localized(section, "benefit"),
      consent: consentRules(section),
      retention: retention(section),
      validFrom: day(section, "validFrom"),
      validTo: day(section, "validTo"),
      requires: words(
        section, "requires", example: "[productLine]", as: Purpose.ActivityField.self) ?? [])
  }

  /// A label for people; without one the id is shown, which people seldom understand.
  mutating func label(_ section: Section, of id: String) -> LocalizedText {
    if let label = localized(section, "label") { return label }
    if !places.isUnreadable(section.path("label")) {
      report(
        "label.missing", severity: .warning, at: section.node.position,
        LocalizedText(
          nl: "Zonder `label` lezen klanten en medewerkers \(DocumentError.quoted(id)).",
          en: "Without a `label` customers and staff read \(DocumentError.quoted(id))."),
        remedy: LocalizedText(
          nl: "Voeg toe: `label: {nl: …, en: …}`.", en: "Add: `label: {nl: …, en: …}`."))
    }
    return LocalizedText(nl: id, en: id)
  }

  private mutating func consentRules(_ purpose: Section) -> Purpose.ConsentRules {
    let fields = ["doubleOptIn", "expiresAfter", "explicit", "minimumAge"]
    guard let section = section(purpose, "consent", fields: fields) else {
      return Purpose.ConsentRules()
    }
    return Purpose.ConsentRules(
      isDoubleOptIn: bool(section, "doubleOptIn") ?? false,
      expiresAfter: span(section, "expiresAfter"),
      isExplicit: bool(section, "explicit") ?? false,
      minimumAge: integer(section, "minimumAge", in: 1...99))
  }

  private mutating func retention(_ purpose: Section) -> Purpose.Retention? {
    guard let section = section(purpose, "retention", fields: ["keepFor", "after"]) else {
      return nil
    }
    let keepFor = span(section, "keepFor")
    if keepFor == nil {
      reportMissing(
        section, "keepFor",
        remedy: LocalizedText(
          nl: "Zeg hoe lang de gegevens mogen worden gebruikt, zoals `24 months`.",
          en: "Say for how long the data may be used, such as `24 months`."))
    }
    let after = word(section, "after", as: Purpose.Retention.Anchor.self)
    if after == nil {
      let anchors = Purpose.Retention.Anchor.allCases.map(\.rawValue).joined(separator: ", ")
      reportMissing(
        section, "after",
        remedy: LocalizedText(
          nl: "Zeg vanaf wanneer de termijn loopt: \(anchors).",
          en: "Say from when the period runs: \(anchors)."))
    }
    guard let keepFor, let after else { return nil }
    return Purpose.Retention(keepFor: keepFor, after: after)
  }
}
