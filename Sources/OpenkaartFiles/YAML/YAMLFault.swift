internal import CYaml
internal import OpenkaartCore

/// Why a YAML document was refused, in words for somebody who never heard of a parser.
enum YAMLFault {
  static func alias(at position: Position) -> DocumentError {
    error("yaml.alias", "References like *name are not read; write the value out here.", position)
  }

  static func mergeKey(at position: Position) -> DocumentError {
    error("yaml.mergeKey", "Merging with << is not read; write the keys out here.", position)
  }

  static func tag(at position: Position) -> DocumentError {
    error("yaml.tag", "Tags like !name are not read; remove it, or put text in quotes.", position)
  }

  static func key(at position: Position) -> DocumentError {
    error("yaml.key", "A key must be a text; write it like name: value.", position)
  }

  static func duplicateKey(_ key: String, at position: Position) -> DocumentError {
    error(
      "yaml.duplicateKey",
      "The key \(DocumentError.quoted(key)) stands twice in one mapping; keep one of the two.",
      position)
  }

  static func secondDocument(at position: Position) -> DocumentError {
    error("yaml.documents", "A second document starts here; keep one document a file.", position)
  }

  static func depth(limit: Int, at position: Position) -> DocumentError {
    error(
      "yaml.depth",
      "More than \(limit) lists and mappings stand inside each other; make it flatter.", position)
  }

  static func nodes(limit: Int, at position: Position) -> DocumentError {
    error("yaml.nodes", "The file holds more than \(limit) values; split it.", position)
  }

  static func textLength(limit: Int, at position: Position) -> DocumentError {
    error("yaml.textLength", "A text here has more than \(limit) bytes; shorten it.", position)
  }

  static func numberLength(at position: Position) -> DocumentError {
    error(
      "yaml.numberLength",
      "A number has more than \(JSONNumber.longest) characters; put it in quotes as text.",
      position)
  }

  static func nul(at position: Position) -> DocumentError {
    error("yaml.nul", "A text holds \\0, which is never allowed; leave it out.", position)
  }

  static func syntax(at position: Position) -> DocumentError {
    error(
      "yaml.syntax", "YAML cannot be read here; check indentation, quotes and brackets.", position)
  }

  static func memory(at position: Position) -> DocumentError {
    error("yaml.memory", "There is not enough memory to read this; try again.", position)
  }

  /// Says in plain words what libyaml found.
  static func translated(
    _ parser: yaml_parser_t, source: Swift.Span<UInt8>
  ) -> DocumentError {
    switch parser.error {
    case YAML_MEMORY_ERROR: return memory(at: Position(parser.mark))
    case YAML_READER_ERROR:
      return error(
        "yaml.control", "A character here is not allowed in YAML; remove it.",
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
    _ code: String, _ message: String, _ position: Position
  ) -> DocumentError {
    DocumentError(code: code, message: message, at: position)
  }
}

/// One message of libyaml, recognised by a part of it, and ours instead.
private struct Translation {
  let part: String
  let code: String
  let message: String
  /// Whether to point at the start of what is open, not at where the trouble was noticed.
  var isAtStart = false
}

private let translations = [
  Translation(
    part: "unexpected end of stream", code: "yaml.unclosed",
    message: "The quotes that open here are never closed; close them.", isAtStart: true),
  Translation(
    part: "unexpected document indicator", code: "yaml.unclosed",
    message: "The quotes that open here are never closed; close them.", isAtStart: true),
  Translation(
    part: "expected ',' or ']'", code: "yaml.unclosed",
    message: "The list that opens here with [ lacks a comma or its ]; put it.", isAtStart: true),
  Translation(
    part: "expected ',' or '}'", code: "yaml.unclosed",
    message: "The mapping that opens here with { lacks a comma or its }; put it.",
    isAtStart: true),
  Translation(
    part: "expected node content", code: "yaml.value",
    message: "A value or a closing bracket is missing here; put it."),
  Translation(
    part: "directive", code: "yaml.directive",
    message: "A line that starts with % is no YAML we read; put it in quotes or remove it."),
  Translation(
    part: "tab character", code: "yaml.tab",
    message: "A tab indents this line; use spaces instead."),
  Translation(
    part: "cannot start any token", code: "yaml.character",
    message: "No value starts with this character; use spaces to indent, and quotes for text."),
  Translation(
    part: "mapping values are not allowed", code: "yaml.colon",
    message: "A key cannot stand here; check the indentation, or put a text with : in quotes."),
  Translation(
    part: "could not find expected ':'", code: "yaml.colon",
    message: "A colon and a space are missing after this key; put them."),
  Translation(
    part: "expected key", code: "yaml.indentation",
    message: "This line does not line up with the keys above it; mend its indentation."),
  Translation(
    part: "expected '-' indicator", code: "yaml.indentation",
    message: "This line does not line up with the list above it; mend its indentation."),
  Translation(
    part: "block sequence entries are not allowed", code: "yaml.indentation",
    message: "A list entry cannot stand here; put it on its own line."),
  Translation(
    part: "invalid Unicode character code", code: "yaml.escape",
    message: "This escape stands for no character; write the character itself."),
  Translation(
    part: "escape", code: "yaml.escape",
    message: "No escape is written like this; use single quotes, or write \\\\ for a backslash."),
  Translation(
    part: "expected hexdecimal number", code: "yaml.escape",
    message: "No escape is written like this; use single quotes, or write \\\\ for a backslash."),
  Translation(
    part: "undefined tag handle", code: "yaml.tag",
    message: "Tags like !name are not read; remove it, or put text in quotes."),
  Translation(
    part: "document start", code: "yaml.documents",
    message: "The document has ended before this line; mend its indentation or remove it."),
  Translation(
    part: "Maximum nesting level", code: "yaml.depth",
    message: "Too many lists and mappings stand inside each other; make it flatter."),
]
