/// What a value in a policy should look like, said with an example.
enum PolicyShape {
  case object([String])
  case map(example: String)
  case list(example: String)
  case text
  case bool
  case integer(ClosedRange<Int>)
  case span
  case day
  case time
  case localized

  var remedy: LocalizedText {
    switch self {
    case .object(let fields):
      LocalizedText(
        nl: "Schrijf velden met een naam: \(fields.joined(separator: ", ")).",
        en: "Write fields with a name: \(fields.joined(separator: ", ")).")
    case .map(let example):
      LocalizedText(
        nl: "Schrijf namen met een waarde, zoals `\(example)`.",
        en: "Write names with a value, such as `\(example)`.")
    case .list(let example):
      LocalizedText(
        nl: "Schrijf een lijst, zoals `\(example)`.", en: "Write a list, such as `\(example)`.")
    case .text:
      LocalizedText(
        nl: "Schrijf een tekst, zo nodig tussen aanhalingstekens.",
        en: "Write a text, in quotes where needed.")
    case .bool:
      LocalizedText(nl: "Schrijf `true` of `false`.", en: "Write `true` or `false`.")
    case .integer(let range):
      LocalizedText(
        nl: "Schrijf een heel getal van \(range.lowerBound) tot en met \(range.upperBound).",
        en: "Write a whole number from \(range.lowerBound) to \(range.upperBound).")
    case .span:
      LocalizedText(
        nl: "Schrijf een duur, zoals `24 months`, `7 days` of `72 hours`; hoogstens 100 jaar.",
        en: "Write a span, such as `24 months`, `7 days` or `72 hours`; at most 100 years.")
    case .day:
      LocalizedText(
        nl: "Schrijf een dag als `2026-11-01`.", en: "Write a day as `2026-11-01`.")
    case .time:
      LocalizedText(
        nl: "Schrijf een tijd als `\"21:00\"`, met aanhalingstekens.",
        en: "Write a time as `\"21:00\"`, with the quotes.")
    case .localized:
      LocalizedText(
        nl: "Schrijf een tekst per taal: `{nl: \"…\", en: \"…\"}`.",
        en: "Write a text per language: `{nl: \"…\", en: \"…\"}`.")
    }
  }
}

extension Node {
  /// What this is, for people.
  var shapeName: LocalizedText {
    switch content {
    case .null: LocalizedText(nl: "niets", en: "nothing")
    case .bool: LocalizedText(nl: "waar of onwaar", en: "true or false")
    case .number: LocalizedText(nl: "een getal", en: "a number")
    case .string(let text):
      LocalizedText(
        nl: "de tekst \(DocumentError.quoted(text))", en: "the text \(DocumentError.quoted(text))")
    case .array: LocalizedText(nl: "een lijst", en: "a list")
    case .object: LocalizedText(nl: "een groep velden", en: "a group of fields")
    }
  }
}
