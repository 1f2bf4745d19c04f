extension PolicyInterview {
  /// The question, in one sentence.
  public func text(of question: Question) -> String { Self.texts[question]?[language] ?? "" }

  /// Why it is asked, in one sentence.
  public func reason(for question: Question) -> String { Self.reasons[question]?[language] ?? "" }

  /// The answer that is taken when none is given; `nil` when one must be given.
  public func suggestion(for question: Question) -> String? {
    let yes = language == .nl ? "ja" : "yes"
    let no = language == .nl ? "nee" : "no"
    return switch question {
    case .company, .contact: nil
    case .entity: answers.company.asName.isEmpty ? "bv-1" : answers.company.asName
    case .sector: language == .nl ? "anders" : "other"
    case .country: "NL"
    case .timeZone: Self.zone(of: answers.country)
    case .dpo: no
    case .channels: "email"
    case .productLines: language == .nl ? "assortiment" : "range"
    case .doubleOptIn: yes
    case .consentLasts: language == .nl ? "24 maanden" : "24 months"
    case .cap: language == .nl ? "4 in 7 dagen" : "4 in 7 days"
    case .quietHours: "21:00-09:00"
    }
  }

  private static func zone(of country: String) -> String? {
    switch country {
    case "NL": "Europe/Amsterdam"
    case "BE": "Europe/Brussels"
    case "DE": "Europe/Berlin"
    case "LU": "Europe/Luxembourg"
    case "FR": "Europe/Paris"
    case "AT": "Europe/Vienna"
    case "DK": "Europe/Copenhagen"
    case "SE": "Europe/Stockholm"
    case "NO": "Europe/Oslo"
    case "FI": "Europe/Helsinki"
    case "IE": "Europe/Dublin"
    case "IT": "Europe/Rome"
    case "PL": "Europe/Warsaw"
    default: nil
    }
  }

  private static let texts: [Question: LocalizedText] = [
    .company:
      LocalizedText(nl: "Hoe heet uw organisatie?", en: "What is your organisation called?"),
    .entity:
      LocalizedText(
        nl: "Welke korte naam krijgt de rechtspersoon die verkoopt en verstuurt?",
        en: "Which short name does the legal entity that sells and sends get?"),
    .sector:
      LocalizedText(nl: "In welke sector werkt u?", en: "In which sector do you work?"),
    .country:
      LocalizedText(
        nl: "In welk land bent u gevestigd (twee letters)?",
        en: "In which country are you established (two letters)?"),
    .timeZone:
      LocalizedText(nl: "In welke tijdzone tellen dagen?", en: "In which time zone do days count?"),
    .contact:
      LocalizedText(
        nl: "Naar welk e-mailadres kunnen mensen mailen over privacy?",
        en: "To which e-mail address can people write about privacy?"),
    .dpo:
      LocalizedText(
        nl: "Hebt u een functionaris gegevensbescherming? Geef het e-mailadres, of `nee`.",
        en: "Do you have a data protection officer? Give the e-mail address, or `no`."),
    .channels:
      LocalizedText(
        nl: "Langs welke kanalen doet u marketing (email, sms, phone, post, push, app, web)?",
        en: "Over which channels do you do marketing (email, sms, phone, post, push, app, web)?"),
    .productLines:
      LocalizedText(
        nl: "Welke soorten producten verkoopt u, met komma's ertussen?",
        en: "Which lines of products do you sell, with commas between?"),
    .doubleOptIn:
      LocalizedText(
        nl: "Vraagt u voor de nieuwsbrief een bevestiging per e-mail?",
        en: "Do you ask a confirmation by e-mail for the newsletter?"),
    .consentLasts:
      LocalizedText(nl: "Hoe lang geldt een ja?", en: "For how long does a yes last?"),
    .cap:
      LocalizedText(
        nl: "Hoeveel marketingberichten hoogstens, in welke tijd? Of `geen`.",
        en: "How many marketing messages at most, in what time? Or `none`."),
    .quietHours:
      LocalizedText(
        nl: "Tussen welke uren belt en stuurt u niets? Of `geen`.",
        en: "Between which hours do you not call or send? Or `none`."),
  ]

  private static let reasons: [Question: LocalizedText] = [
    .company:
      LocalizedText(
        nl: "Mensen moeten weten wie hun gegevens gebruikt.",
        en: "People must know who uses their data."),
    .entity:
      LocalizedText(
        nl: "Alleen wie zelf verkocht, mag eigen klanten zonder toestemming mailen.",
        en: "Only who sold something may mail own customers without consent."),
    .sector:
      LocalizedText(
        nl: "Voor charity, charityLottery en publisher gelden eigen regels voor bellen.",
        en: "For charity, charityLottery and publisher the phone has rules of its own."),
    .country:
      LocalizedText(
        nl: "Het land bepaalt de toezichthouder en de vrije dagen.",
        en: "The country decides on the authority and the holidays."),
    .timeZone:
      LocalizedText(
        nl: "Termijnen eindigen aan het eind van een dag in die zone.",
        en: "Periods end at the end of a day in that zone."),
    .contact:
      LocalizedText(
        nl: "Wie een recht wil gebruiken, moet u kunnen vinden.",
        en: "Who wants to use a right must be able to find you."),
    .dpo:
      LocalizedText(
        nl: "Het contact van de functionaris hoort in elke privacytekst.",
        en: "How to reach the officer belongs in every notice."),
    .channels:
      LocalizedText(
        nl: "Per kanaal geldt een andere wet; wat u niet noemt, mag niet.",
        en: "Each channel has a law of its own; what you do not name is not allowed."),
    .productLines:
      LocalizedText(
        nl: "Zo krijgt niemand een aanbod voor wat hij net kocht.",
        en: "So that nobody gets an offer of what they just bought."),
    .doubleOptIn:
      LocalizedText(
        nl: "Een bevestiging bewijst dat het adres van de klant is.",
        en: "A confirmation proves that the address is the customer's."),
    .consentLasts:
      LocalizedText(
        nl: "Toestemming is niet voor altijd; daarna vraagt u het opnieuw.",
        en: "Consent is not for ever; after that you ask again."),
    .cap:
      LocalizedText(
        nl: "De grens geldt voor alle afzenders samen.",
        en: "The limit holds for all senders together."),
    .quietHours:
      LocalizedText(
        nl: "Geteld op de klok van de klant.", en: "Counted on the clock of the customer."),
  ]
}
