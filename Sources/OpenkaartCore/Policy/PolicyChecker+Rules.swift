extension PolicyChecker {
  mutating func checkRules() {
    let known = policy.productLines.map(\.id)
    let what = LocalizedText(nl: "productlijn", en: "product line")
    for rule in policy.rules.recentlyBought
    where !lines.contains(rule.line) && !mayBeUnread(rule.line, in: "productLines") {
      reportUnknown(
        "reference.unknownLine", rule.line, at: "rules.recentlyBought.\(rule.line)", what: what,
        known: known)
    }
    checkCompetition(what: what, known: known)
    for (index, cap) in policy.rules.frequency.enumerated() where cap.max < 1 {
      report(
        "rule.capTooLow", at: "rules.frequency.\(index).max",
        LocalizedText(
          nl: "Met hoogstens \(cap.max) berichten mag er nooit iets",
          en: "At most \(cap.max) messages means never"),
        remedy: LocalizedText(
          nl: "Schrijf 1 of meer, of haal het kanaal uit de doelen.",
          en: "Write 1 or more, or take the channel out of the purposes."))
    }
    if let hours = policy.rules.quietHours?.hours, hours.from == hours.to {
      report(
        "rule.quietHoursEmpty", at: "rules.quietHours.to",
        LocalizedText(
          nl: "De stille uren beginnen en eindigen om \(hours.from.text): geen uur of de hele dag",
          en: "Quiet hours start and end at \(hours.from.text): no hour at all, or all day"),
        remedy: LocalizedText(
          nl: "Kies twee verschillende tijden, of laat `quietHours` weg.",
          en: "Choose two different times, or leave `quietHours` out."))
    }
  }

  private mutating func checkCompetition(what: LocalizedText, known: [String]) {
    for line in policy.productLines {
      for other in line.competesWith {
        let place = "productLines.\(line.id).competesWith.\(other)"
        if other == line.id {
          report(
            "line.competesWithItself", severity: .warning, at: place,
            LocalizedText(
              nl: "\(DocumentError.quoted(line.id)) concurreert met zichzelf",
              en: "\(DocumentError.quoted(line.id)) competes with itself"),
            remedy: LocalizedText(
              nl: "Haal het weg: dat geldt vanzelf.", en: "Take it out: that goes without saying."))
        } else if !lines.contains(other), !mayBeUnread(other, in: "productLines") {
          reportUnknown(
            "reference.unknownLine", other, at: place, what: what, known: known)
        }
      }
    }
  }

  mutating func checkSources() {
    let classified = Set(policy.dataCategories.flatMap(\.kinds))
    let proof: Set<FactKind> = [
      .consented, .refused, .withdrew, .confirmed, .objected, .restricted, .restrictionLifted,
      .requested, .requestClosed, .affectedByBreach, .breachClosed, .deceased, .guardianLinked,
      .merged, .split,
    ]
    for source in policy.sources {
      for kind in source.kinds {
        let place = "sources.\(source.id).tells.\(kind.rawValue)"
        if kind.isWrittenBySystem {
          report(
            "source.systemKind", at: place,
            LocalizedText(
              nl: "Alleen Openkaart schrijft `\(kind.rawValue)`",
              en: "Only Openkaart writes `\(kind.rawValue)`"),
            remedy: LocalizedText(nl: "Haal het weg.", en: "Take it out."))
        } else if !proof.contains(kind), !classified.contains(kind),
          !places.isUnreadable("dataCategories")
        {
          report(
            "source.unclassified", severity: .warning, at: place, law: "AVG 5(1)(b)",
            LocalizedText(
              nl: "`\(kind.rawValue)` hoort bij geen gegevenscategorie: niemand mag het gebruiken",
              en: "`\(kind.rawValue)` belongs to no data category: nobody may use it"),
            remedy: LocalizedText(
              nl: "Voeg het toe aan `kinds` van een categorie, of laat de bron het niet vertellen.",
              en: "Add it to the `kinds` of a category, or let the source not tell it."))
        }
      }
    }
  }

  mutating func checkController() {
    let controller = policy.controller
    if controller.contact == Controller.Contact(), !places.isUnreadable("controller") {
      report(
        "controller.noContact", severity: .warning, at: "controller", law: "AVG 13(1)(a)",
        LocalizedText(
          nl: "Mensen kunnen u niet bereiken met een vraag over privacy",
          en: "People cannot reach you with a question about privacy"),
        remedy: LocalizedText(
          nl: "Voeg toe: `contact: {email: privacy@voorbeeld.nl}`.",
          en: "Add: `contact: {email: privacy@example.com}`."))
    }
    if controller.authority == nil, !places.isUnreadable("controller") {
      report(
        "controller.noAuthority", severity: .warning, at: "controller", law: "AVG 13(2)(d)",
        LocalizedText(
          nl: "De toezichthouder bij wie mensen kunnen klagen staat er niet",
          en: "The authority to which people can complain is not named"),
        remedy: LocalizedText(
          nl: "Voeg toe: `authority: Autoriteit Persoonsgegevens`.",
          en: "Add: `authority: Autoriteit Persoonsgegevens`."))
    }
    let special = ["charity", "charityLottery", "publisher"]
    if let sector = controller.sector, !special.contains(sector),
      let hint = NearestWord.nearest(to: sector, among: special)
    {
      report(
        "controller.sector", severity: .warning, at: "controller.sector", law: "Tw 11.7",
        LocalizedText(
          nl: "\(DocumentError.quoted(sector)) lijkt op `\(hint)`, maar telt niet zo",
          en: "\(DocumentError.quoted(sector)) looks like `\(hint)`, but does not count as it"),
        remedy: LocalizedText(
          nl: "Schrijf `\(hint)` als u dat bedoelt; die sector heeft eigen regels voor bellen.",
          en: "Write `\(hint)` if that is meant; that sector has phone rules of its own."))
    }
    checkRegister()
  }

  private mutating func checkRegister() {
    if policy.register.categoriesOfPeople.isEmpty || policy.register.security == nil,
      !places.isUnreadable("register")
    {
      report(
        "register.incomplete", severity: .warning, at: "register", law: "AVG 30(1)(c), (g)",
        LocalizedText(
          nl: "Het register mist over wie het gaat, of hoe de gegevens beveiligd zijn",
          en: "The register misses whom it is about, or how the data are secured"),
        remedy: LocalizedText(
          nl: "Voeg toe: `register: {categoriesOfPeople: [klanten], security: {nl: …, en: …}}`.",
          en: "Add: `register: {categoriesOfPeople: [customers], security: {nl: …, en: …}}`."))
    }
    if let calendar = policy.holidayCalendar, calendar != "NL" {
      report(
        "holidays.unknown", severity: .warning, at: "holidays.calendar",
        LocalizedText(
          nl: "Er is geen kalender \(DocumentError.quoted(calendar))",
          en: "There is no calendar \(DocumentError.quoted(calendar))"),
        remedy: LocalizedText(
          nl: "Schrijf `NL`, of laat `holidays` weg; dan tellen alleen weekenden.",
          en: "Write `NL`, or leave `holidays` out; then only weekends count."))
    }
  }
}
