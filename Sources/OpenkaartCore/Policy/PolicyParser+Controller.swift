extension PolicyParser {
  private static var controllerFields: [String] {
    [
      "name", "entity", "sector", "country", "timeZone", "languages", "contact", "dpo",
      "authority",
    ]
  }

  mutating func controller(_ policy: Section) -> Controller? {
    guard let node = policy.node("controller"), node.content != .null else {
      reportMissing(
        policy, "controller",
        remedy: LocalizedText(
          nl: "Zeg wie verantwoordelijk is: `controller: {name: …, entity: …}`.",
          en: "Say who is responsible: `controller: {name: …, entity: …}`."))
      return nil
    }
    guard let section = section(node, at: "controller", fields: Self.controllerFields) else {
      return nil
    }
    // Before any text is read: it says which translations are due.
    let languages = words(section, "languages", example: "[nl, en]", as: Language.self)
    spoken = languages ?? Language.allCases
    let name = text(section, "name")
    if name == nil {
      reportMissing(
        section, "name",
        remedy: LocalizedText(
          nl: "Zeg hoe uw organisatie heet.", en: "Say what your organisation is called."))
    }
    let entity = text(section, "entity")
    if entity == nil {
      reportMissing(
        section, "entity",
        remedy: LocalizedText(
          nl: "Geef de rechtspersoon die verkoopt en verstuurt een korte naam, zoals `mijn-bv`.",
          en: "Give the legal entity that sells and sends a short name, such as `my-ltd`."))
    }
    let country = country(section)
    return Controller(
      name: name ?? "", entity: entity ?? "", sector: text(section, "sector"), country: country,
      timeZone: timeZone(section, country: country), languages: spoken,
      contact: contact(section), dpo: officer(section), authority: text(section, "authority"))
  }

  private mutating func country(_ section: Section) -> String {
    guard let text = text(section, "country") else { return "NL" }
    let isCode = text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    guard !isCode, let node = section.node("country") else { return text }
    refuse(
      "country.wrong", section.path("country"), at: node.position,
      LocalizedText(
        nl: "\(DocumentError.quoted(text)) is geen landcode.",
        en: "\(DocumentError.quoted(text)) is not the code of a country."),
      remedy: LocalizedText(
        nl: "Schrijf twee hoofdletters, zoals `NL` of `BE`.",
        en: "Write two capital letters, such as `NL` or `BE`."))
    return "NL"
  }

  private mutating func timeZone(_ section: Section, country: String) -> String {
    if let zone = text(section, "timeZone") { return zone }
    if country != "NL" {
      reportMissing(
        section, "timeZone",
        remedy: LocalizedText(
          nl: "Noem de tijdzone waarin dagen tellen, zoals `Europe/Brussels`.",
          en: "Name the time zone in which days are counted, such as `Europe/Brussels`."))
    }
    return "Europe/Amsterdam"
  }

  private mutating func contact(_ parent: Section) -> Controller.Contact {
    guard let section = section(parent, "contact", fields: ["email", "phone", "address"]) else {
      return Controller.Contact()
    }
    return Controller.Contact(
      email: email(section, "email"), phone: text(section, "phone"),
      address: text(section, "address"))
  }

  private mutating func officer(_ parent: Section) -> Controller.Officer? {
    guard let section = section(parent, "dpo", fields: ["name", "email"]) else { return nil }
    let email = email(section, "email")
    guard let name = text(section, "name") else {
      reportMissing(
        section, "name",
        remedy: LocalizedText(
          nl: "Noem de functionaris, of laat `dpo` weg als er geen is.",
          en: "Name the officer, or leave `dpo` out if there is none."))
      return nil
    }
    return Controller.Officer(name: name, email: email)
  }

  /// An address people can write to.
  private mutating func email(_ section: Section, _ key: String) -> String? {
    guard let text = text(section, key), let node = section.node(key) else { return nil }
    guard !text.isEmailAddress else { return text }
    refuse(
      "email.wrong", section.path(key), at: node.position,
      LocalizedText(
        nl: "\(DocumentError.quoted(text)) is geen e-mailadres.",
        en: "\(DocumentError.quoted(text)) is not an e-mail address."),
      remedy: LocalizedText(
        nl: "Schrijf een adres zoals `privacy@voorbeeld.nl`.",
        en: "Write an address such as `privacy@example.com`."))
    return nil
  }
}

extension String {
  /// Whether this has the form of an e-mail address: enough to catch a slip of the pen.
  var isEmailAddress: Bool {
    let parts = split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, utf8.count <= 254, !hasUnprintable,
      !contains(where: \.isWhitespace)
    else { return false }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
  }
}
