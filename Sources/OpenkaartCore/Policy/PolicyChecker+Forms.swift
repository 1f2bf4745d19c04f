extension PolicyChecker {
  /// Fields that say how to address somebody, which no service needs.
  private static let forms: Set<String> = [
    "title", "titel", "gender", "geslacht", "salutation", "aanhef", "sex", "honorific",
    "honorificprefix",
  ]

  mutating func checkForms() {
    for form in policy.forms {
      let path = "forms.\(form.id)"
      let name = DocumentError.quoted(form.id)
      guard !places.isUnreadableItself("\(path).purpose"),
        !places.isUnreadableItself("\(path).purposes")
      else { continue }
      checkPurposes(of: form, path: path, name: name)
      checkAsks(of: form, path: path)
      let named = form.purposes + form.asks.filter { !form.purposes.contains($0) }
      let known = named.compactMap { purposes[$0] }
      for field in form.fields {
        checkField(field, of: form, for: known)
      }
    }
  }

  /// Whether the form asks one answer for one purpose that exists.
  private mutating func checkPurposes(of form: Form, path: String, name: String) {
    if form.purposes.isEmpty, form.asks.isEmpty {
      report(
        "form.noPurpose", at: path, law: "AVG 5(1)(b)",
        LocalizedText(
          nl: "Het formulier \(name) heeft geen doel", en: "The form \(name) has no purpose"),
        remedy: LocalizedText(
          nl: "Voeg `purpose` toe met de id van een doel.",
          en: "Add `purpose` with the id of a purpose."))
    }
    if form.purposes.count > 1 {
      report(
        "form.bundled", at: path, law: "AVG 7(2)",
        LocalizedText(
          nl: "Het formulier \(name) vraagt één antwoord op \(form.purposes.count) vragen",
          en: "The form \(name) asks one answer to \(form.purposes.count) questions"),
        remedy: LocalizedText(
          nl: "Vraag toestemming per doel: één formulier of vinkje voor elk.",
          en: "Ask consent per purpose: one form or box for each."))
    }
    for id in form.purposes where purposes[id] == nil && !mayBeUnread(id, in: "purposes") {
      let place = places.isWritten("\(path).purposes.\(id)") ? "purposes.\(id)" : "purpose"
      reportUnknown(
        "reference.unknownPurpose", id, at: "\(path).\(place)",
        what: LocalizedText(nl: "doel", en: "purpose"), known: policy.purposes.map(\.id))
    }
  }

  /// Whether a yes is asked only where it is the basis, so that nobody is asked what is not theirs to
  /// give.
  private mutating func checkAsks(of form: Form, path: String) {
    for id in form.asks where !form.purposes.contains(id) {
      guard let purpose = purposes[id] else {
        guard !mayBeUnread(id, in: "purposes") else { continue }
        reportUnknown(
          "reference.unknownPurpose", id, at: "\(path).asks",
          what: LocalizedText(nl: "doel", en: "purpose"), known: policy.purposes.map(\.id))
        continue
      }
      guard !purpose.bases.contains(.consent), !places.isUnreadable("purposes") else { continue }
      report(
        "form.noConsentAsked", at: "\(path).asks", law: "AVG 6(1)(a)",
        LocalizedText(
          nl: "Het formulier vraagt een ja voor `\(id)`, dat niet op toestemming rust",
          en: "The form asks a yes to `\(id)`, which does not rest on consent"),
        remedy: LocalizedText(
          nl: "Haal `\(id)` weg bij `asks`, of geef het doel de grondslag `consent`.",
          en: "Take `\(id)` out of `asks`, or give the purpose the basis `consent`."))
    }
  }

  private mutating func checkField(_ field: Form.Field, of form: Form, for purposes: [Purpose]) {
    let path = "forms.\(form.id).fields.\(field.name)"
    let name = DocumentError.quoted(field.name)
    if field.isPreTicked {
      report(
        "form.preTicked", at: "\(path).preTicked", law: "AVG 4(11), Planet49 C-673/17",
        LocalizedText(
          nl: "Het vakje \(name) staat al aan; zo geeft niemand toestemming",
          en: "The box \(name) is ticked beforehand; nobody consents that way"),
        remedy: LocalizedText(
          nl: "Zet `preTicked` op `false` of laat het weg.",
          en: "Set `preTicked` to `false` or leave it out."))
    }
    if Self.isCitizenNumber(field.name) {
      report(
        "form.citizenNumber", at: path, law: "UAVG 46",
        LocalizedText(
          nl: "Het formulier vraagt het burgerservicenummer",
          en: "The form asks for the citizen service number"),
        remedy: LocalizedText(nl: "Haal \(name) weg.", en: "Take \(name) out."))
      return
    }
    if field.isNecessary, Self.forms.contains(field.name.lowercased().filter(\.isLetter)) {
      report(
        "form.titleNecessary", at: path, law: "AVG 5(1)(c), Mousse C-394/23",
        LocalizedText(
          nl: "\(name) mag niet verplicht zijn: aanspreken kan ook zonder",
          en: "\(name) must not be required: one can address people without it"),
        remedy: LocalizedText(
          nl: "Zet `necessary: false`, of haal het veld weg.",
          en: "Set `necessary: false`, or take the field out."))
      return
    }
    guard !purposes.isEmpty, !places.isUnreadable("dataCategories") else { return }
    checkNeed(for: field, of: form, for: purposes, at: path)
  }

  /// Whether a purpose of the form uses what the field asks.
  private mutating func checkNeed(
    for field: Form.Field, of form: Form, for purposes: [Purpose], at path: String
  ) {
    guard let category = categoryOfField[field.name] else {
      return reportUnknown(field, at: path)
    }
    guard !purposes.contains(where: { $0.dataCategories.contains(category) }) else {
      checkChannel(for: field, for: purposes, at: path)
      checkAge(for: field, for: purposes, at: path)
      return
    }
    let consenting = policy.purposes.first {
      $0.bases.contains(.consent) && $0.dataCategories.contains(category)
    }
    if field.isNecessary, purposes.contains(where: { $0.bases.contains(.contract) }),
      let consenting
    {
      reportConditional(field, on: consenting, at: path)
    } else {
      reportUnneeded(field, of: category, by: purposes, at: path)
    }
  }

  private mutating func reportUnknown(_ field: Form.Field, at path: String) {
    let name = DocumentError.quoted(field.name)
    let known = policy.dataCategories.flatMap { $0.attributes + $0.identifiers }
    let hint = NearestWord.nearest(to: field.name, among: known.prefix(1_000))
    report(
      "form.unknownField", at: path, law: "AVG 5(1)(c)",
      LocalizedText(
        nl: "\(name) hoort bij geen gegevenscategorie, dus geen doel gebruikt het",
        en: "\(name) belongs to no data category, so no purpose uses it"),
      remedy: LocalizedText(
        nl: hint.map { "Bedoelde u `\($0)`?" }
          ?? "Voeg het toe aan een categorie, of vraag het niet.",
        en: hint.map { "Did you mean `\($0)`?" }
          ?? "Add it to a category, or do not ask it."))
  }

  private mutating func reportConditional(
    _ field: Form.Field, on purpose: Purpose, at path: String
  ) {
    let name = DocumentError.quoted(field.name)
    report(
      "form.conditional", at: path, law: "AVG 7(4)",
      LocalizedText(
        nl: "De overeenkomst hangt af van \(name), dat alleen `\(purpose.id)` nodig heeft",
        en: "The contract depends on \(name), which only `\(purpose.id)` needs"),
      remedy: LocalizedText(
        nl: "Haal het hier weg, en vraag het apart met toestemming voor `\(purpose.id)`.",
        en: "Take it out here, and ask it apart with consent to `\(purpose.id)`."))
  }

  private mutating func reportUnneeded(
    _ field: Form.Field, of category: String, by purposes: [Purpose], at path: String
  ) {
    let name = DocumentError.quoted(field.name)
    let ids = purposes.map(\.id).joined(separator: ", ")
    report(
      "form.fieldUnneeded", at: path, law: "AVG 5(1)(c)",
      LocalizedText(
        nl: "Het formulier vraagt \(name) (`\(category)`), dat `\(ids)` niet gebruikt",
        en: "The form asks \(name) (`\(category)`), which `\(ids)` does not use"),
      remedy: LocalizedText(
        nl: "Haal het veld weg, of voeg `\(category)` toe aan het doel en de privacytekst.",
        en: "Take the field out, or add `\(category)` to the purpose and its notice."))
  }

  /// Whether a date of birth is required by a purpose that asks no age.
  private mutating func checkAge(
    for field: Form.Field, for purposes: [Purpose], at path: String
  ) {
    guard field.name == "birthDate", field.isNecessary,
      !purposes.contains(where: { $0.consent.minimumAge != nil || $0.bases.contains(.contract) }),
      !places.isUnreadable("purposes")
    else { return }
    report(
      "form.birthDateNecessary", at: path, law: "AVG 5(1)(c)",
      LocalizedText(
        nl: "De geboortedatum is verplicht, maar het doel vraagt geen leeftijd",
        en: "The date of birth is required, but the purpose asks no age"),
      remedy: LocalizedText(
        nl: "Zet `necessary: false`, of geef het doel een `minimumAge`.",
        en: "Set `necessary: false`, or give the purpose a `minimumAge`."))
  }

  /// Whether a contact point that is required is used to reach anybody.
  private mutating func checkChannel(
    for field: Form.Field, for purposes: [Purpose], at path: String
  ) {
    let type = IdentifierType(field.name)
    let channels = Channel.allCases.filter { $0.pointType == type }
    guard field.isNecessary, !channels.isEmpty,
      !purposes.contains(where: { !Set($0.channels).isDisjoint(with: channels) }),
      !places.isUnreadable("purposes")
    else { return }
    let name = DocumentError.quoted(field.name)
    report(
      "form.channelUnused", severity: .warning, at: path, law: "AVG 5(1)(c)",
      LocalizedText(
        nl: "\(name) is verplicht, maar het doel bereikt niemand langs die weg",
        en: "\(name) is required, but the purpose reaches nobody that way"),
      remedy: LocalizedText(
        nl: "Zet `necessary: false`, of haal het veld weg.",
        en: "Set `necessary: false`, or take the field out."))
  }
}
