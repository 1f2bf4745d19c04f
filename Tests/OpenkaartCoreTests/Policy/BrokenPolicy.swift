import Testing

/// A policy that is sound but for one place, and what the check must say about it.
struct BrokenPolicy: Sendable, CustomTestStringConvertible {
  let code: String
  let isError: Bool
  /// What to replace in the sound policy, and by what.
  let part: String
  let other: String
  /// A piece of the line at which the mistake must be shown.
  let line: String
  /// What the remedy must name.
  let remedy: String

  static func error(
    _ code: String, _ part: String, _ other: String, at line: String, remedy: String
  ) -> BrokenPolicy {
    BrokenPolicy(
      code: code, isError: true, part: part, other: other, line: line, remedy: remedy)
  }

  static func warning(
    _ code: String, _ part: String, _ other: String, at line: String, remedy: String
  ) -> BrokenPolicy {
    BrokenPolicy(
      code: code, isError: false, part: part, other: other, line: line, remedy: remedy)
  }

  var testDescription: String { "\(code): \(other)" }

  func text() throws -> String { try soundPolicy.breaking(part, into: other) }
}

extension BrokenPolicy {
  /// Mistakes in the text: fields, words, numbers, names.
  static let misread: [BrokenPolicy] = [
    .error("field.unknown", "holidays:", "holiday:", at: "holiday:", remedy: "`holidays`"),
    .error("field.unknown", "sector: retail", "sektor: retail", at: "sektor", remedy: "`sector`"),
    .error(
      "field.unknown", "dpo: {name: Officer, email", "dpo: {name: Officer, mail", at: "mail: fg",
      remedy: "`email`"),
    .error(
      "field.unknown", "mobilityNeeds], special", "mobilityNeeds], specal", at: "specal",
      remedy: "`special`"),
    .error(
      "field.unknown", "transfers: []", "transfer: []", at: "transfer:", remedy: "`transfers`"),
    .error(
      "field.unknown", "assessment: LIA-1", "asessment: LIA-1", at: "asessment",
      remedy: "`assessment`"),
    .error(
      "field.unknown", "{doubleOptIn: true", "{doubleOptin: true", at: "doubleOptin",
      remedy: "`doubleOptIn`"),
    .error(
      "field.unknown", "openComplaint:", "openComplaints:", at: "openComplaints",
      remedy: "`openComplaint`"),
    .error("field.unknown", "{within: 6", "{withn: 6", at: "withn", remedy: "`within`"),
    .error("field.unknown", "max: 4", "mx: 4", at: "mx: 4", remedy: "`max`"),
    .error("field.unknown", "unverified:", "unverifed:", at: "unverifed", remedy: "`unverified`"),
    .error(
      "field.unknown", "postalCode, necessary", "postalCode, necesary", at: "necesary",
      remedy: "`necessary`"),
    .error("field.unknown", "tells:", "tell:", at: "tell:", remedy: "`tells`"),
    .error(
      "field.unknown", "openComplaint: {}", "openComplaint: {after: 3 days}", at: "after: 3",
      remedy: "Leave it out"),
    .error(
      "field.unknownWord", "consent, softOptIn]", "consent, softOptin]", at: "softOptin]",
      remedy: "`softOptIn`"),
    .error(
      "field.unknownWord", "channels: [post]", "channels: [pots]", at: "[pots]", remedy: "`post`"),
    .error(
      "field.unknownWord", "kinds: [purchased,", "kinds: [purchasd,", at: "purchasd",
      remedy: "`purchased`"),
    .error(
      "field.unknownWord", "after: lastActivity", "after: lastactivty", at: "lastactivty",
      remedy: "`lastActivity`"),
    .error(
      "field.unknownWord", "languages: [nl, en]", "languages: [nl, fr]", at: "[nl, fr]",
      remedy: "nl, en"),
    .error("field.unknownWord", "trust: high", "trust: hihg", at: "hihg", remedy: "`high`"),
    .error(
      "field.unknownWord", "bouncedHard: never", "bouncedHard: nevr", at: "nevr", remedy: "`never`"),
    .error(
      "field.missing", "  name: Example\n", "", at: "entity: example-bv", remedy: "organisation"),
    .error("field.missing", "- id: letters", "- ", at: "Brieven", remedy: "id"),
    .error(
      "field.missing", "retention: {keepFor: 24 months, after: lastActivity}",
      "retention: {keepFor: 24 months}", at: "{keepFor: 24 months}", remedy: "lastPurchase"),
    .error("field.missing", "max: 4, per: 7 days", "max: 4", at: "max: 4", remedy: "7 days"),
    .error("field.wrong", "36 months", "36 month s", at: "36 month s", remedy: "24 months"),
    .error("field.wrong", "72 hours", "72", at: "72", remedy: "72 hours"),
    .error(
      "field.wrong", "validFrom: 2026-01-01", "validFrom: 2026-02-30", at: "2026-02-30",
      remedy: "2026-11-01"),
    .error("field.wrong", "from: \"21:00\"", "from: 21h", at: "21h", remedy: "\"21:00\""),
    .error("field.wrong", "3 in 30 days", "3 per 30 days", at: "3 per", remedy: "3 in 30 days"),
    .error("field.wrong", "max: 4", "max: 4.5", at: "4.5", remedy: "whole number"),
    .error("field.wrong", "topics: [news]", "topics: news", at: "topics: news", remedy: "list"),
    .error("field.wrong", "explicit: true", "explicit: yes", at: "explicit: yes", remedy: "`true`"),
    .error(
      "field.wrong", "minimumAge: 16", "minimumAge: 0", at: "minimumAge: 0", remedy: "1 to 99"),
    .error("field.empty", "name: Example", "name: \" \"", at: "name: \" \"", remedy: "Fill"),
    .error(
      "rule.empty", "mergeConflictHold: 72 hours", "mergeConflictHold:", at: "mergeConflictHold",
      remedy: "leave it out"),
    .error(
      "id.duplicate", "- id: letters", "- id: offers  # twice", at: "# twice",
      remedy: "name of its own"),
    .error(
      "id.duplicate", "- version: 2", "- version: 1  # twice", at: "# twice",
      remedy: "name of its own"),
    .error("id.wrong", "- id: letters", "- id: letters@1", at: "letters@1", remedy: "hyphens"),
    .error("country.wrong", "country: NL", "country: Nederland", at: "Nederland", remedy: "`NL`"),
    .error(
      "email.wrong", "privacy@example.nl", "privacy.example.nl", at: "privacy.example",
      remedy: "privacy@example.com"),
    .error(
      "text.unprintable", "name: Example", "name: \"Ex\\eample\"", at: "ample", remedy: "control"),
    .warning(
      "text.untranslated", "{nl: Aanbod, en: Offers}", "{nl: Aanbod}", at: "Aanbod", remedy: "`en`"),
    .warning(
      "label.missing", "    label: {nl: Brieven, en: Letters}\n", "", at: "id: letters",
      remedy: "label"),
    .warning(
      "list.repeated", "topics: [news]", "topics: [news, news]", at: "topics", remedy: "Leave one"),
  ]
}
