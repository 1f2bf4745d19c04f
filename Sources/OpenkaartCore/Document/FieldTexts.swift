extension LocalizedText {
  /// A field of a document by its name: the beginning of a sentence.
  package static func field(_ name: String) -> LocalizedText {
    LocalizedText(nl: "Het veld `\(name)`", en: "The field `\(name)`")
  }

  /// A question whether the nearest name that exists was meant; empty when none is near.
  package static func didYouMean(_ nearest: String?) -> LocalizedText {
    guard let nearest else { return LocalizedText(nl: "", en: "") }
    return LocalizedText(nl: "Bedoelde u `\(nearest)`? ", en: "Did you mean `\(nearest)`? ")
  }
}

/// What a field may hold, as ``DocumentError/wrong(_:expected:at:)`` says it.
extension LocalizedText {
  package static var text: LocalizedText { LocalizedText(nl: "tekst", en: "text") }
  package static var list: LocalizedText { LocalizedText(nl: "een lijst", en: "a list") }
  package static var texts: LocalizedText {
    LocalizedText(nl: "een lijst van teksten", en: "a list of texts")
  }
  package static var object: LocalizedText {
    LocalizedText(nl: "een object met velden met een naam", en: "an object with named fields")
  }
  package static var trueOrFalse: LocalizedText {
    LocalizedText(nl: "true of false", en: "true or false")
  }
  package static var moment: LocalizedText {
    LocalizedText(
      nl: "een moment zoals 2026-11-01T10:00:00+01:00",
      en: "a moment such as 2026-11-01T10:00:00+01:00")
  }

  package static func day(such example: String) -> LocalizedText {
    LocalizedText(nl: "een dag zoals \(example)", en: "a day such as \(example)")
  }

  package static func wholeNumber<Number>(in range: ClosedRange<Number>) -> LocalizedText {
    LocalizedText(
      nl: "een geheel getal van \(range.lowerBound) tot en met \(range.upperBound)",
      en: "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  package static func oneOf(_ words: [String]) -> LocalizedText {
    let all = words.joined(separator: ", ")
    return LocalizedText(nl: "een van \(all)", en: "one of \(all)")
  }
}

extension DocumentError {
  /// Something that has no fields where fields were asked for.
  package static func notAnObject(_ what: LocalizedText, at position: Position) -> DocumentError {
    DocumentError(
      code: "field.notAnObject",
      message: LocalizedText(
        nl: "\(what.nl) moet een object zijn, met velden met een naam.",
        en: "\(what.en) must be an object with named fields."),
      at: position)
  }

  /// A field that is not there; `why` says what to write.
  package static func missing(
    _ field: String, _ why: LocalizedText, at position: Position
  ) -> DocumentError {
    DocumentError(
      code: "field.missing",
      message: LocalizedText(
        nl: "Het veld `\(field)` ontbreekt: \(why.nl).",
        en: "The field `\(field)` is missing: \(why.en)."),
      at: position)
  }

  /// A field that holds something else than it may.
  package static func wrong(
    _ field: String, expected: LocalizedText, at position: Position
  ) -> DocumentError {
    DocumentError(
      code: "field.wrong",
      message: LocalizedText(
        nl: "Het veld `\(field)` moet \(expected.nl) zijn.",
        en: "The field `\(field)` must be \(expected.en)."),
      at: position)
  }
}
