extension StatementWords {
  /// - SeeAlso: GDPR 13(1)(c), 13(1)(d), 13(2)(a), 13(2)(e).
  var purposes: Section {
    Section(
      "purposes", say("Waarvoor wij gegevens gebruiken", "What we use data for"),
      lines: [
        say(
          "Dit zijn alle doelen. Andere zijn er niet.",
          "These are all purposes. There are no others.")
      ], parts: policy.purposes.map(part))
  }

  private func part(_ purpose: Purpose) -> Section {
    Section(
      "purpose-\(purpose.id)", purpose.label[language].onOneLine,
      lines: [short(purpose)] + (purpose.benefit.map { [gain($0[language].onOneLine)] } ?? []),
      details: [
        detail("Waarom dit mag", "Why this is allowed", purpose.bases.map { why($0, purpose) }),
        detail(
          "Welke gegevens", "Which data", [contents(of: purpose)]),
        detail("Hoe lang", "How long", [period(purpose)]),
        detail("Wie krijgt het", "Who gets it", [receivers(purpose)]),
        detail("Langs welke weg", "By which way", [ways(purpose)]),
        detail("Moet het?", "Must you?", [duty(purpose)]),
      ] + term(purpose))
  }

  private func short(_ purpose: Purpose) -> String {
    if purpose.isMarketing, purpose.bases == [.consent] {
      return say(
        "Alleen als u ja zegt. U kunt altijd stoppen.", "Only if you say yes. You can always stop.")
    }
    switch purpose.bases.first {
    case .consent:
      return say("Als u ja zegt. U kunt altijd stoppen.", "If you say yes. You can always stop.")
    case .contract:
      return say("Om te doen wat wij met u afspraken.", "To do what we agreed with you.")
    case .legalObligation:
      return say("Omdat de wet het van ons vraagt.", "Because the law asks it of us.")
    case .vitalInterest:
      return say("Als iemands leven in gevaar is.", "If somebody's life is in danger.")
    case .publicInterest:
      return say("Omdat het een taak voor iedereen is.", "Because it is a task for the public.")
    case .legitimateInterest, .softOptIn:
      return say(
        "Omdat u klant bent. U kunt altijd nee zeggen.",
        "Because you are a customer. You can always say no.")
    case nil: return say("Dit doel wordt niet gebruikt.", "This purpose is not used.")
    }
  }

  private func gain(_ benefit: String) -> String {
    say("Wat u ervoor krijgt: \(benefit)", "What you get for it: \(benefit)")
  }

  private func why(_ basis: LegalBasis, _ purpose: Purpose) -> String {
    let article = PolicyChecker.law(basis.article, in: language)
    let words =
      switch basis {
      case .consent: say("U zei ja", "You said yes")
      case .contract: say("Wij hebben een afspraak met u", "We have an agreement with you")
      case .legalObligation: say("Een wet verplicht ons", "A law obliges us")
      case .vitalInterest: say("Het gaat om iemands leven", "It is about somebody's life")
      case .publicInterest: say("Het is een taak voor iedereen", "It is a task for the public")
      case .legitimateInterest:
        say(
          "Wij hebben er een goede reden voor, die u weinig last geeft",
          "We have a good reason for it, which troubles you little")
      case .softOptIn:
        say(
          "U kocht zoiets bij ons en zei geen nee",
          "You bought something like it from us and did not say no")
      }
    let record =
      basis == .legitimateInterest
      ? purpose.assessment.map {
        say(". Onze afweging heet \($0.onOneLine)", ". Our assessment is \($0.onOneLine)")
      } : nil
    return "\(words) (\(article))\(record ?? "")."
  }

  private func contents(of purpose: Purpose) -> String {
    let names = purpose.dataCategories.map { DataWords.name(ofCategory: $0)[language] }
    return names.joined(in: language).firstUppercased + "."
  }

  private func period(_ purpose: Purpose) -> String {
    guard let retention = purpose.retention else {
      return say("Zolang het nodig is.", "As long as it is needed.")
    }
    let span = retention.keepFor.words[language]
    let since =
      switch retention.after {
      case .lastActivity:
        say("na het laatste dat u deed of vroeg", "after the last thing you did or asked")
      case .lastPurchase: say("na uw laatste aankoop", "after your last purchase")
      case .endOfBookYear:
        say("na het jaar van uw laatste aankoop", "after the year of your last purchase")
      case .consent: say("nadat u ja zei", "after you said yes")
      }
    return say("Tot \(span) \(since).", "Until \(span) \(since).")
  }

  private func receivers(_ purpose: Purpose) -> String {
    purpose.recipients.isEmpty
      ? say("Alleen wij.", "Only we do.")
      : say("Wij en: ", "We do, and: ")
        + purpose.recipients.map(DataWords.spaced).joined(in: language) + "."
  }

  private func ways(_ purpose: Purpose) -> String {
    let channels = purpose.channels.filter { $0 != .none }.map { $0.words[language] }
    return channels.isEmpty
      ? say("Wij nemen hiervoor geen contact op.", "We do not contact you for this.")
      : channels.joined(in: language).firstUppercased + "."
  }

  private func duty(_ purpose: Purpose) -> String {
    switch purpose.bases.first {
    case .contract:
      say(
        "Ja, anders kunnen wij niet doen wat u vraagt.",
        "Yes, or else we cannot do what you ask.")
    case .legalObligation: say("Ja, de wet schrijft het voor.", "Yes, the law requires it.")
    default: say("Nee. Zonder blijft de rest hetzelfde.", "No. Without it the rest stays the same.")
    }
  }

  private func term(_ purpose: Purpose) -> [Detail] {
    guard purpose.bases.contains(.consent) else { return [] }
    var lines = [say("U mag uw ja altijd intrekken.", "You may always take your yes back.")]
    if let span = purpose.consent.expiresAfter {
      lines.append(
        say(
          "Uw ja geldt \(span.words.nl). Daarna vragen wij het opnieuw.",
          "Your yes lasts \(span.words.en). Then we ask again."))
    }
    if let age = purpose.consent.minimumAge {
      lines.append(
        say(
          "Bent u jonger dan \(age)? Dan beslist een ouder of voogd.",
          "Are you under \(age)? Then a parent or guardian decides."))
    }
    return [detail("Uw ja", "Your yes", lines)]
  }

  // MARK: Rights

  /// - SeeAlso: GDPR 13(2)(b), 13(2)(c), 15 to 22.
  var rights: Section {
    let items: [(String, String, String, String)] = [
      (
        "Zien", "See", "U mag weten wat wij van u hebben (AVG 15).",
        "You may know what we have on you (GDPR 15)."
      ),
      (
        "Verbeteren", "Correct", "Klopt er iets niet? Wij passen het aan (AVG 16).",
        "Is something wrong? We correct it (GDPR 16)."
      ),
      (
        "Wissen", "Erase",
        "Wij wissen uw gegevens, tenzij een wet ons dwingt ze te houden (AVG 17).",
        "We erase your data, unless a law makes us keep them (GDPR 17)."
      ),
      (
        "Stilzetten", "Restrict", "Wij gebruiken uw gegevens dan even niet (AVG 18).",
        "We then do not use your data for a while (GDPR 18)."
      ),
      (
        "Meenemen", "Take along", "U krijgt uw gegevens in een bestand (AVG 20).",
        "You get your data in a file (GDPR 20)."
      ),
      (
        "Nee zeggen", "Object", "Tegen reclame helpt nee altijd, meteen en voorgoed (AVG 21).",
        "To advertising your no always works, at once and for good (GDPR 21)."
      ),
      (
        "Intrekken", "Withdraw", "Een ja intrekken gaat even makkelijk als ja zeggen (AVG 7).",
        "Taking a yes back is as easy as saying yes (GDPR 7)."
      ),
    ]
    return Section(
      "rights", say("Wat u mag vragen", "What you may ask"),
      lines: [
        say(
          "Dit is gratis. U krijgt binnen een maand antwoord.",
          "It is free. You get an answer within a month."),
        say(
          "Onder elke mail van ons staat een link om te stoppen.",
          "Every mail of ours has a link to stop."),
        policy.controller.contact.email.map {
          say("Of mail ons: \($0.onOneLine).", "Or mail us: \($0.onOneLine).")
        } ?? say("Of vraag het ons.", "Or ask us."),
      ], details: items.map { detail($0.0, $0.1, [say($0.2, $0.3)]) })
  }
}
