extension PolicyChecker {
  /// Whether a consent to this purpose can be informed, worth its while, and end.
  mutating func checkConsent(of purpose: Purpose) {
    let path = "purposes.\(purpose.id)"
    let name = DocumentError.quoted(purpose.id)
    guard !places.isUnreadable("\(path).basis") else { return }
    guard purpose.bases.contains(.consent) else {
      checkUnusedRules(of: purpose, path: path, name: name)
      return
    }
    if purpose.notice == nil, !places.isUnreadable("\(path).notice") {
      report(
        "consent.noNotice", at: path, law: "AVG 4(11)",
        LocalizedText(
          nl: "De toestemming voor \(name) heeft geen privacytekst, dus niemand weet waarvoor",
          en: "The consent to \(name) has no notice, so nobody knows to what"),
        remedy: LocalizedText(
          nl: "Voeg `notice` toe met de id van de tekst die mensen te lezen krijgen.",
          en: "Add `notice` with the id of the text that people get to read."))
    }
    checkBenefit(of: purpose, path: path, name: name)
    if purpose.consent.expiresAfter == nil, !places.isUnreadable("\(path).consent") {
      report(
        "consent.noExpiry", severity: .warning, at: path, law: "AVG 5(1)(e)",
        LocalizedText(
          nl: "De toestemming voor \(name) verloopt nooit", en: "The consent to \(name) never ends"),
        remedy: LocalizedText(
          nl: "Voeg een einde toe: `consent: {expiresAfter: 24 months}`.",
          en: "Add an end: `consent: {expiresAfter: 24 months}`."))
    }
    checkAge(of: purpose, path: path, name: name)
  }

  private mutating func checkBenefit(of purpose: Purpose, path: String, name: String) {
    guard purpose.benefit == nil, !places.isUnreadable("\(path).benefit") else { return }
    report(
      "purpose.noBenefit", severity: purpose.isMarketing ? .error : .warning, at: path,
      LocalizedText(
        nl: "Het doel \(name) zegt niet wat de klant ervoor terugkrijgt",
        en: "The purpose \(name) does not say what the customer gets in return"),
      remedy: LocalizedText(
        nl: "Voeg toe: `benefit: {nl: \"…\", en: \"…\"}`.",
        en: "Add: `benefit: {nl: \"…\", en: \"…\"}`."))
  }

  private mutating func checkUnusedRules(of purpose: Purpose, path: String, name: String) {
    guard purpose.consent != Purpose.ConsentRules() else { return }
    report(
      "consent.rulesUnused", severity: .warning, at: "\(path).consent",
      LocalizedText(
        nl: "De regels voor toestemming van \(name) doen niets: toestemming is hier geen grondslag",
        en: "The consent rules of \(name) do nothing: consent is no basis here"),
      remedy: LocalizedText(
        nl: "Haal `consent` weg, of voeg het toe aan `basis`.",
        en: "Take `consent` out, or add it to `basis`."))
  }

  private mutating func checkAge(of purpose: Purpose, path: String, name: String) {
    guard let age = purpose.consent.minimumAge else { return }
    let place = "\(path).consent.minimumAge"
    if age < 16, policy.controller.country == "NL" {
      report(
        "consent.ageTooLow", severity: .warning, at: place, law: "AVG 8(1), UAVG 5",
        LocalizedText(
          nl: "In Nederland beslist een ouder tot 16 jaar, niet tot \(age)",
          en: "In the Netherlands a parent decides until 16, not until \(age)"),
        remedy: LocalizedText(nl: "Schrijf `minimumAge: 16`.", en: "Write `minimumAge: 16`."))
    }
    let attributes = purpose.dataCategories.flatMap { categories[$0]?.attributes ?? [] }
    let knowsAge =
      attributes.contains("birthDate") || (age <= 16 && attributes.contains("isOver16"))
    guard !knowsAge, !places.isUnreadable("dataCategories") else { return }
    report(
      "consent.ageUnknowable", severity: .warning, at: place, law: "AVG 8(2)",
      LocalizedText(
        nl: "Het doel \(name) vraagt een leeftijd die het niet kan weten",
        en: "The purpose \(name) asks an age it cannot know"),
      remedy: LocalizedText(
        nl: "Voeg een gegevenscategorie toe met `birthDate` of `isOver16`.",
        en: "Add a data category with `birthDate` or `isOver16`."))
  }
}
