extension BrokenPolicy {
  /// Mistakes against the law, or against the policy itself.
  static let unsound: [BrokenPolicy] = [
    .error("purpose.noBasis", "    basis: [contract]\n", "", at: "id: delivery", remedy: "basis"),
    .error(
      "basis.noMarketing", "basis: [legitimateInterest]", "basis: [contract]", at: "[contract]",
      remedy: "consent"),
    .error(
      "basis.channelUncarried", "[consent, softOptIn]", "[softOptIn]",
      at: "channels: [email, phone]", remedy: "1 July 2026"),
    .error(
      "basis.channelUncarried", "channels: [post]", "channels: [post, email]", at: "[post, email]",
      remedy: "`consent`"),
    .error(
      "softOptIn.noChannel", "basis: [legitimateInterest]", "basis: [softOptIn]", at: "[softOptIn]",
      remedy: "`sms`"),
    .error(
      "legitimateInterest.noChannel", "channels: [post]", "channels: [web]",
      at: "[legitimateInterest]", remedy: "`post`"),
    .error(
      "legitimateInterest.noAssessment", "    assessment: LIA-1\n", "", at: "[legitimateInterest]",
      remedy: "assessment"),
    .error(
      "consent.noNotice", "    notice: service\n    benefit", "    benefit", at: "id: advice",
      remedy: "notice"),
    .error(
      "purpose.noBenefit", "    benefit: {nl: Korting., en: Discount.}\n", "", at: "id: offers",
      remedy: "benefit"),
    .warning(
      "purpose.noBenefit", "    benefit: {nl: Goed advies., en: Good advice.}\n", "",
      at: "id: advice", remedy: "benefit"),
    .warning(
      "consent.noExpiry", "{expiresAfter: 12 months}", "{}", at: "id: sharing",
      remedy: "expiresAfter"),
    .warning(
      "consent.rulesUnused", "assessment: LIA-1",
      "assessment: LIA-1\n    consent: {explicit: true}", at: "{explicit: true}", remedy: "basis"),
    .warning(
      "consent.ageTooLow", "minimumAge: 16", "minimumAge: 13", at: "minimumAge", remedy: "16"),
    .warning(
      "consent.ageUnknowable", "dataCategories: [contact, wellbeing, age]",
      "dataCategories: [contact, wellbeing]", at: "minimumAge", remedy: "birthDate"),
    .error(
      "reference.unknownNotice", "notice: service\n    benefit", "notice: servise\n    benefit",
      at: "servise", remedy: "`service`"),
    .error(
      "reference.unknownCategory", "[contact, wellbeing, age]\n", "[contact, welbeing, age]\n",
      at: "welbeing", remedy: "`wellbeing`"),
    .error(
      "reference.unknownCategory", "data: [contact], text", "data: [contat], text", at: "[contat]",
      remedy: "`contact`"),
    .error("reference.unknownLine", "{cars: 36", "{cras: 36", at: "cras", remedy: "`cars`"),
    .error(
      "reference.unknownLine", "competesWith: [lease]", "competesWith: [leas]", at: "[leas]",
      remedy: "`lease`"),
    .error(
      "reference.unknownPurpose", "purpose: delivery", "purpose: delivry", at: "delivry",
      remedy: "`delivery`"),
    .error(
      "recipient.untold", "recipients: [partner]\n    notice", "recipients: [partnr]\n    notice",
      at: "[partnr]", remedy: "`partner`"),
    .error(
      "recipient.untold", "    recipients: [partner]\n        data", "    data",
      at: "recipients: [partner]", remedy: "new version"),
    .error(
      "data.untold", "data: [contact, purchases]\n", "data: [contact]\n",
      at: "dataCategories: [contact, purchases]", remedy: "new version"),
    .error(
      "special.notExplicit", "{explicit: true, ", "{", at: "[contact, wellbeing, age]",
      remedy: "explicit: true"),
    .error(
      "special.noBasis", "dataCategories: [contact, purchases]\n    notice: service",
      "dataCategories: [contact, purchases, wellbeing]\n    notice: service",
      at: "basis: [contract]", remedy: "explicit consent"),
    .error(
      "retention.missing", "    retention: {keepFor: 24 months, after: lastActivity}\n", "",
      at: "id: offers", remedy: "retention"),
    .warning(
      "retention.noConsent", "12 months, after: lastPurchase", "12 months, after: consent",
      at: "12 months, after: consent", remedy: "lastPurchase"),
    .error(
      "purpose.datesReversed", "validTo: 2030-12-31", "validTo: 2023-12-31", at: "2023-12-31",
      remedy: "2024-01-01"),
    .error(
      "purpose.marketingUnmarked", "dpv: DirectMarketing\n    marketing: true",
      "dpv: DirectMarketing", at: "dpv", remedy: "marketing: true"),
    .warning(
      "purpose.noChannels", "channels: [post]", "channels: []", at: "id: letters", remedy: "[none]"),
    .warning(
      "purpose.noData", "channels: [post]\n    dataCategories: [contact]", "channels: [post]",
      at: "id: letters", remedy: "dataCategories"),
    .warning(
      "purpose.noNotice", "    notice: service\n    retention", "    retention", at: "id: delivery",
      remedy: "notice"),
    .error(
      "notice.datesNotAscending", "validFrom: 2026-01-01", "validFrom: 2023-01-01",
      at: "validFrom: 2023", remedy: "2024-01-01"),
    .error(
      "notice.noVersions", "notices:", "notices:\n  - id: empty", at: "id: empty",
      remedy: "versions"),
    .warning(
      "notice.unused", "notices:",
      "notices:\n  - {id: spare, versions: [{version: 1, validFrom: 2024-01-01, text: Hi}]}",
      at: "spare", remedy: "notice"),
    .error(
      "category.overlap", "[birthDate]", "[birthDate, email]", at: "birthDate, email",
      remedy: "one category"),
    .error(
      "category.citizenNumber", "[birthDate]", "[birthDate, BSN]", at: "BSN",
      remedy: "customer number"),
    .warning(
      "category.looksSpecial", "[birthDate]", "[birthDate, healthNotes]", at: "healthNotes",
      remedy: "special: true"),
    .error(
      "form.bundled", "purpose: offers", "purposes: [offers, sharing]", at: "id: signup",
      remedy: "per purpose"),
    .error(
      "form.noConsentAsked", "    purpose: offers\n", "    purpose: offers\n    asks: [delivery]\n",
      at: "asks: [delivery]", remedy: "`consent`"),
    .error("form.noPurpose", "    purpose: offers\n", "", at: "id: signup", remedy: "purpose"),
    .error(
      "form.preTicked", "givenName, necessary: false", "givenName, preTicked: true",
      at: "preTicked", remedy: "preTicked"),
    .error(
      "form.titleNecessary", "givenName, necessary: false", "title, necessary: true",
      at: "name: title", remedy: "necessary: false"),
    .error(
      "form.unknownField", "name: givenName", "name: givnName", at: "givnName",
      remedy: "`givenName`"),
    .error(
      "form.fieldUnneeded", "name: givenName", "name: birthDate", at: "name: birthDate",
      remedy: "`age`"),
    .error(
      "form.conditional", "{name: postalCode, necessary", "{name: mobilityNeeds, necessary",
      at: "name: mobilityNeeds", remedy: "`advice`"),
    .error("form.citizenNumber", "name: givenName", "name: bsn", at: "name: bsn", remedy: "bsn"),
    .warning(
      "form.channelUnused",
      "channels: [email, phone]\n    dataCategories: [contact, purchases]\n    notice: marketing",
      "channels: [phone]\n    dataCategories: [contact, purchases]\n    notice: marketing",
      at: "name: email", remedy: "necessary: false"),
    .error("rule.capTooLow", "max: 4", "max: 0", at: "max: 0", remedy: "1 or more"),
    .error(
      "rule.quietHoursEmpty", "to: \"09:00\"", "to: \"21:00\"", at: "quietHours",
      remedy: "quietHours"),
    .warning(
      "line.competesWithItself", "competesWith: [lease]", "competesWith: [cars]", at: "[cars]",
      remedy: "Take it out"),
    .error(
      "source.systemKind", "tells: [purchased", "tells: [decided", at: "decided",
      remedy: "Take it out"),
    .warning(
      "source.unclassified", "tells: [purchased", "tells: [behaved", at: "behaved", remedy: "kinds"),
    .warning(
      "controller.noContact", "  contact: {email: privacy@example.nl}\n", "", at: "name: Example",
      remedy: "contact"),
    .warning(
      "controller.noAuthority", "  authority: Autoriteit Persoonsgegevens\n", "",
      at: "name: Example", remedy: "authority"),
    .warning(
      "controller.sector", "sector: retail", "sector: publishers", at: "publishers",
      remedy: "`publisher`"),
    .warning(
      "register.incomplete", "categoriesOfPeople: [customers]", "categoriesOfPeople: []",
      at: "categoriesOfPeople", remedy: "customers"),
    .warning(
      "holidays.unknown", "calendar: NL", "calendar: XX", at: "calendar: XX", remedy: "`NL`"),
  ]
}
