internal import CYaml
internal import OpenkaartCore

/// Why a YAML document was refused, in words for somebody who never heard of a parser.
enum YAMLFault {
  static func alias(at position: Position) -> DocumentError {
    error(
      "yaml.alias",
      LocalizedText(
        nl: "Verwijzingen als *naam worden niet gelezen; schrijf de waarde hier voluit.",
        en: "References like *name are not read; write the value out here."), position)
  }

  static func mergeKey(at position: Position) -> DocumentError {
    error(
      "yaml.mergeKey",
      LocalizedText(
        nl: "Samenvoegen met << wordt niet gelezen; schrijf de sleutels hier voluit.",
        en: "Merging with << is not read; write the keys out here."), position)
  }

  static func tag(at position: Position) -> DocumentError {
    error(
      "yaml.tag",
      LocalizedText(
        nl: "Tags als !naam worden niet gelezen; haal hem weg, of zet tekst tussen "
          + "aanhalingstekens.",
        en: "Tags like !name are not read; remove it, or put text in quotes."), position)
  }

  static func key(at position: Position) -> DocumentError {
    error(
      "yaml.key",
      LocalizedText(
        nl: "Een sleutel moet tekst zijn; schrijf het als naam: waarde.",
        en: "A key must be a text; write it like name: value."), position)
  }

  static func duplicateKey(_ key: String, at position: Position) -> DocumentError {
    error(
      "yaml.duplicateKey",
      LocalizedText(
        nl: "De sleutel \(DocumentError.quoted(key)) staat er twee keer; houd er een.",
        en: "The key \(DocumentError.quoted(key)) stands twice in one mapping; keep one of the two."
      ),
      position)
  }

  static func secondDocument(at position: Position) -> DocumentError {
    error(
      "yaml.documents",
      LocalizedText(
        nl: "Hier begint een tweede document; houd één document per bestand.",
        en: "A second document starts here; keep one document a file."), position)
  }

  static func depth(limit: Int, at position: Position) -> DocumentError {
    error(
      "yaml.depth",
      LocalizedText(
        nl: "Er staan meer dan \(limit) lijsten en blokken in elkaar; maak het platter.",
        en: "More than \(limit) lists and mappings stand inside each other; make it flatter."),
      position)
  }

  static func nodes(limit: Int, at position: Position) -> DocumentError {
    error(
      "yaml.nodes",
      LocalizedText(
        nl: "Het bestand bevat meer dan \(limit) waarden; splits het.",
        en: "The file holds more than \(limit) values; split it."), position)
  }

  static func textLength(limit: Int, at position: Position) -> DocumentError {
    error(
      "yaml.textLength",
      LocalizedText(
        nl: "Een tekst heeft hier meer dan \(limit) bytes; kort hem in.",
        en: "A text here has more than \(limit) bytes; shorten it."), position)
  }

  static func numberLength(at position: Position) -> DocumentError {
    error(
      "yaml.numberLength",
      .numberLength(JSONNumber.longest), position)
  }

  static func nul(at position: Position) -> DocumentError {
    error(
      "yaml.nul",
      LocalizedText(
        nl: "In een tekst staat \\0; dat mag nooit. Laat het weg.",
        en: "A text holds \\0, which is never allowed; leave it out."), position)
  }

  static func syntax(at position: Position) -> DocumentError {
    error(
      "yaml.syntax",
      LocalizedText(
        nl: "De YAML is hier niet te lezen; kijk naar het inspringen, de aanhalingstekens en de "
          + "haakjes.",
        en: "YAML cannot be read here; check indentation, quotes and brackets."), position)
  }

  static func memory(at position: Position) -> DocumentError {
    error(
      "yaml.memory",
      LocalizedText(
        nl: "Er is te weinig geheugen om dit te lezen; probeer het opnieuw.",
        en: "There is not enough memory to read this; try again."), position)
  }

  /// Says in plain words what libyaml found.
  static func translated(
    _ parser: yaml_parser_t, source: Swift.Span<UInt8>
  ) -> DocumentError {
    switch parser.error {
    case YAML_MEMORY_ERROR: return memory(at: Position(parser.mark))
    case YAML_READER_ERROR:
      return error(
        "yaml.control",
        LocalizedText(
          nl: "Hier staat een teken dat in YAML niet mag; haal het weg.",
          en: "A character here is not allowed in YAML; remove it."),
        Position(offset: parser.problem_offset, in: source))
    default: break
    }
    let problem = parser.problem.map { String(cString: $0) } ?? ""
    guard let translation = translations.first(where: { problem.contains($0.part) }) else {
      return syntax(at: Position(parser.problem_mark))
    }
    let start = translation.isAtStart && parser.context != nil
    return error(
      translation.code, translation.message,
      Position(start ? parser.context_mark : parser.problem_mark))
  }

  private static func error(
    _ code: String, _ message: LocalizedText, _ position: Position
  ) -> DocumentError {
    DocumentError(code: code, message: message, at: position)
  }
}

/// One message of libyaml, recognised by a part of it, and ours instead.
private struct Translation {
  let part: String
  let code: String
  let message: LocalizedText
  /// Whether to point at the start of what is open, not at where the trouble was noticed.
  var isAtStart = false
}

private let translations = [
  Translation(
    part: "unexpected end of stream", code: "yaml.unclosed",
    message: LocalizedText(
      nl: "De aanhalingstekens die hier openen, gaan nergens dicht; sluit ze.",
      en: "The quotes that open here are never closed; close them."), isAtStart: true),
  Translation(
    part: "unexpected document indicator", code: "yaml.unclosed",
    message: LocalizedText(
      nl: "De aanhalingstekens die hier openen, gaan nergens dicht; sluit ze.",
      en: "The quotes that open here are never closed; close them."), isAtStart: true),
  Translation(
    part: "expected ',' or ']'", code: "yaml.unclosed",
    message: LocalizedText(
      nl: "De lijst die hier met [ opent, mist een komma of haar ]; zet die.",
      en: "The list that opens here with [ lacks a comma or its ]; put it."), isAtStart: true),
  Translation(
    part: "expected ',' or '}'", code: "yaml.unclosed",
    message: LocalizedText(
      nl: "Het blok dat hier met { opent, mist een komma of zijn }; zet die.",
      en: "The mapping that opens here with { lacks a comma or its }; put it."),
    isAtStart: true),
  Translation(
    part: "expected node content", code: "yaml.value",
    message: LocalizedText(
      nl: "Hier ontbreekt een waarde of een haakje dat sluit; zet het.",
      en: "A value or a closing bracket is missing here; put it.")),
  Translation(
    part: "directive", code: "yaml.directive",
    message: LocalizedText(
      nl: "Een regel die met % begint, wordt niet gelezen; zet hem tussen aanhalingstekens of "
        + "haal hem weg.",
      en: "A line that starts with % is no YAML we read; put it in quotes or remove it.")),
  Translation(
    part: "tab character", code: "yaml.tab",
    message: LocalizedText(
      nl: "Deze regel springt in met een tab; gebruik spaties.",
      en: "A tab indents this line; use spaces instead.")),
  Translation(
    part: "cannot start any token", code: "yaml.character",
    message: LocalizedText(
      nl: "Met dit teken begint geen waarde; spring in met spaties, en zet tekst tussen "
        + "aanhalingstekens.",
      en: "No value starts with this character; use spaces to indent, and quotes for text.")),
  Translation(
    part: "mapping values are not allowed", code: "yaml.colon",
    message: LocalizedText(
      nl: "Hier kan geen sleutel staan; kijk naar het inspringen, of zet tekst met een : tussen "
        + "aanhalingstekens.",
      en: "A key cannot stand here; check the indentation, or put a text with : in quotes.")),
  Translation(
    part: "could not find expected ':'", code: "yaml.colon",
    message: LocalizedText(
      nl: "Na deze sleutel ontbreken een dubbele punt en een spatie; zet ze.",
      en: "A colon and a space are missing after this key; put them.")),
  Translation(
    part: "expected key", code: "yaml.indentation",
    message: LocalizedText(
      nl: "Deze regel staat niet recht onder de sleutels erboven; herstel het inspringen.",
      en: "This line does not line up with the keys above it; mend its indentation.")),
  Translation(
    part: "expected '-' indicator", code: "yaml.indentation",
    message: LocalizedText(
      nl: "Deze regel staat niet recht onder de lijst erboven; herstel het inspringen.",
      en: "This line does not line up with the list above it; mend its indentation.")),
  Translation(
    part: "block sequence entries are not allowed", code: "yaml.indentation",
    message: LocalizedText(
      nl: "Hier kan geen regel van een lijst staan; zet hem op een eigen regel.",
      en: "A list entry cannot stand here; put it on its own line.")),
  Translation(
    part: "invalid Unicode character code", code: "yaml.escape",
    message: LocalizedText(
      nl: "Deze escape staat voor geen teken; schrijf het teken zelf.",
      en: "This escape stands for no character; write the character itself.")),
  Translation(
    part: "escape", code: "yaml.escape",
    message: LocalizedText(
      nl: "Zo'n escape bestaat niet; gebruik enkele aanhalingstekens, of schrijf \\\\ voor een "
        + "backslash.",
      en: "No escape is written like this; use single quotes, or write \\\\ for a backslash.")),
  Translation(
    part: "expected hexdecimal number", code: "yaml.escape",
    message: LocalizedText(
      nl: "Zo'n escape bestaat niet; gebruik enkele aanhalingstekens, of schrijf \\\\ voor een "
        + "backslash.",
      en: "No escape is written like this; use single quotes, or write \\\\ for a backslash.")),
  Translation(
    part: "undefined tag handle", code: "yaml.tag",
    message: LocalizedText(
      nl: "Tags als !naam worden niet gelezen; haal hem weg, of zet tekst tussen "
        + "aanhalingstekens.",
      en: "Tags like !name are not read; remove it, or put text in quotes.")),
  Translation(
    part: "document start", code: "yaml.documents",
    message: LocalizedText(
      nl: "Voor deze regel was het document al klaar; herstel het inspringen of haal hem weg.",
      en: "The document has ended before this line; mend its indentation or remove it.")),
  Translation(
    part: "Maximum nesting level", code: "yaml.depth",
    message: LocalizedText(
      nl: "Er staan te veel lijsten en blokken in elkaar; maak het platter.",
      en: "Too many lists and mappings stand inside each other; make it flatter.")),
]
