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
  static let customers = Noun(nl: ("klant", "klanten"), en: ("customer", "customers"))
  static let dataKeys = Noun(
    nl: ("gegevenssleutel", "gegevenssleutels"), en: ("data key", "data keys"))
  static let entries = Noun(nl: ("regel", "regels"), en: ("entry", "entries"))
  static let facts = Noun(nl: ("feit", "feiten"), en: ("fact", "facts"))
  static let members = Noun(nl: ("ontvanger", "ontvangers"), en: ("member", "members"))
  static let pages = Noun(nl: ("bladzijde", "bladzijden"), en: ("page", "pages"))
  static let people = Noun(nl: ("mens", "mensen"), en: ("person", "people"))
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
