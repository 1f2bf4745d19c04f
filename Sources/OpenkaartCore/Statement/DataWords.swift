/// What data is called when a company speaks to the person it is about.
public enum DataWords {
  /// The name of an attribute or identifier; one that a policy made up is shown as it stands.
  public static func name(of field: String) -> LocalizedText {
    fields[field] ?? LocalizedText(nl: spaced(field), en: spaced(field))
  }

  /// What facts of a kind hold; `nil` for what we keep of ourselves only.
  static func name(of kind: FactKind) -> LocalizedText? { kinds[kind] }

  /// The name of a data category; one that a policy made up is shown as it stands.
  public static func name(ofCategory id: String) -> LocalizedText {
    categories[id] ?? LocalizedText(nl: spaced(id), en: spaced(id))
  }

  private static let categories: [String: LocalizedText] = [
    "contact": LocalizedText(nl: "contactgegevens", en: "contact details"),
    "age": LocalizedText(nl: "leeftijd", en: "age"),
    "preferences": LocalizedText(nl: "wensen en antwoorden", en: "wishes and answers"),
    "purchases": LocalizedText(nl: "aankopen en afspraken", en: "purchases and promises"),
    "behaviour": LocalizedText(nl: "gedrag in app en op site", en: "behaviour in app and on site"),
    "complaints": LocalizedText(nl: "klachten", en: "complaints"),
    "health": LocalizedText(nl: "gezondheid", en: "health"),
  ]

  /// A word of a policy such as `leasing-partner`, as people write it.
  static func spaced(_ word: String) -> String {
    String(word.onOneLine.map { $0 == "-" || $0 == "_" ? " " : $0 })
  }

  private static let fields: [String: LocalizedText] = [
    "givenName": LocalizedText(nl: "uw voornaam", en: "your first name"),
    "familyName": LocalizedText(nl: "uw achternaam", en: "your last name"),
    "street": LocalizedText(nl: "uw straat", en: "your street"),
    "houseNumber": LocalizedText(nl: "uw huisnummer", en: "your house number"),
    "postalCode": LocalizedText(nl: "uw postcode", en: "your postal code"),
    "city": LocalizedText(nl: "uw woonplaats", en: "your town"),
    "country": LocalizedText(nl: "uw land", en: "your country"),
    "language": LocalizedText(nl: "uw taal", en: "your language"),
    "timeZone": LocalizedText(nl: "uw tijdzone", en: "your time zone"),
    "birthDate": LocalizedText(nl: "uw geboortedatum", en: "your date of birth"),
    "isOver16": LocalizedText(nl: "of u 16 jaar of ouder bent", en: "whether you are 16 or older"),
    "personType": LocalizedText(
      nl: "of u een bedrijf bent", en: "whether you are a company"),
    "mobilityNeeds": LocalizedText(
      nl: "wat u nodig hebt door een beperking", en: "what you need because of a disability"),
    "email": LocalizedText(nl: "uw e-mailadres", en: "your e-mail address"),
    "phone": LocalizedText(nl: "uw telefoonnummer", en: "your phone number"),
    "customerNumber": LocalizedText(nl: "uw klantnummer", en: "your customer number"),
    "loyaltyCard": LocalizedText(nl: "uw klantenkaart", en: "your loyalty card"),
    "anonymousId": LocalizedText(
      nl: "een nummer van uw browser of app", en: "a number of your browser or app"),
    "pushToken": LocalizedText(
      nl: "een nummer voor meldingen op uw telefoon", en: "a number for messages on your phone"),
  ]

  private static let kinds: [FactKind: LocalizedText] = [
    .purchased: LocalizedText(nl: "wat u kocht", en: "what you bought"),
    .returned: LocalizedText(nl: "wat u terugbracht", en: "what you returned"),
    .behaved: LocalizedText(
      nl: "wat u bekijkt en doet in onze app of op onze site",
      en: "what you look at and do in our app or on our site"),
    .contacted: LocalizedText(
      nl: "welke berichten wij u stuurden", en: "which messages we sent you"),
    .responded: LocalizedText(
      nl: "of u een bericht opende of erop klikte",
      en: "whether you opened a message or clicked in it"),
    .complained: LocalizedText(nl: "uw klachten", en: "your complaints"),
    .complaintResolved: LocalizedText(
      nl: "hoe wij een klacht oplosten", en: "how we solved a complaint"),
    .promised: LocalizedText(nl: "wat wij u beloofden", en: "what we promised you"),
    .promiseKept: LocalizedText(nl: "of wij dat deden", en: "whether we did so"),
    .preferred: LocalizedText(
      nl: "uw wensen over onze berichten", en: "your wishes about our messages"),
    .answered: LocalizedText(nl: "uw antwoorden op vragen", en: "your answers to questions"),
    .signalled: LocalizedText(
      nl: "of uw browser vraagt u niet te volgen",
      en: "whether your browser asks not to track you"),
    .listed: LocalizedText(
      nl: "of u in het Postfilter staat", en: "whether you are in the Postfilter register"),
  ]
}

extension DataCategory {
  /// What the category holds, for the person it is about; its own name when it says nothing.
  public func contents(in language: Language) -> [String] {
    let fields = (attributes + identifiers).map { DataWords.name(of: $0)[language] }
    let facts = kinds.compactMap { DataWords.name(of: $0)?[language] }
    let all = fields + facts
    return all.isEmpty ? [DataWords.spaced(id)] : all
  }
}
