import OpenkaartCore

/// What is counted, in words for one and for more.
struct Noun {
  let one: LocalizedText
  let more: LocalizedText

  private init(nl: (one: String, more: String), en: (one: String, more: String)) {
    one = LocalizedText(nl: nl.one, en: en.one)
    more = LocalizedText(nl: nl.more, en: en.more)
  }

  static let addresses = Noun(
    nl: ("adres of nummer", "adressen of nummers"),
    en: ("address or number", "addresses or numbers"))
  static let addressesAndNumbers = Noun(
    nl: ("adres of nummer", "adressen en nummers"),
    en: ("address or number", "addresses and numbers"))
  static let consents = Noun(
    nl: ("toestemming", "toestemmingen"), en: ("consent", "consents"))
  static let citizenNumbers = Noun(
    nl: ("burgerservicenummer", "burgerservicenummers"), en: ("citizen number", "citizen numbers"))
  static let customers = Noun(nl: ("klant", "klanten"), en: ("customer", "customers"))
  static let dataKeys = Noun(
    nl: ("gegevenssleutel", "gegevenssleutels"), en: ("data key", "data keys"))
  static let entries = Noun(nl: ("regel", "regels"), en: ("entry", "entries"))
  static let facts = Noun(nl: ("feit", "feiten"), en: ("fact", "facts"))
  static let exportRows = Noun(
    nl: ("regel van een export", "regels van exports"), en: ("row of an export", "rows of exports"))
  static let keys = Noun(nl: ("sleutel", "sleutels"), en: ("key", "keys"))
  static let letters = Noun(
    nl: ("wachtend bericht", "wachtende berichten"),
    en: ("message that waited", "messages that waited"))
  static let members = Noun(nl: ("ontvanger", "ontvangers"), en: ("member", "members"))
  static let pages = Noun(nl: ("bladzijde", "bladzijden"), en: ("page", "pages"))
  static let newRows = Noun(nl: ("nieuwe rij", "nieuwe rijen"), en: ("new row", "new rows"))
  static let people = Noun(nl: ("mens", "mensen"), en: ("person", "people"))
  static let purchases = Noun(nl: ("aankoop", "aankopen"), en: ("purchase", "purchases"))
  static let unknownFields = Noun(
    nl: ("onbekend veld", "onbekende velden"), en: ("unknown field", "unknown fields"))
  static let rows = Noun(nl: ("rij", "rijen"), en: ("row", "rows"))
}

extension Language {
  /// A number and what it counts: *1 fact*, *1,200 facts*.
  func count(_ value: Int, _ noun: Noun) -> String {
    "\(number(value)) \(choose(value, noun.one, noun.more))"
  }

  /// The words for one, or those for more (or none).
  func choose(_ value: Int, _ one: LocalizedText, _ more: LocalizedText) -> String {
    (value == 1 ? one : more)[self]
  }
}
