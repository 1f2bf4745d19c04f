/// Why a JSON document was refused: a stable code and a sentence with the next step.
enum JSONProblem: Error {
  case bytes(limit: Int)
  case encoding
  case byteOrderMark
  case unfinished
  case depth(limit: Int)
  case nodes(limit: Int)
  case textLength(limit: Int)
  case number
  case numberLength
  case control
  case nul
  case escape
  case surrogate
  case duplicateKey(String)
  case key
  case colon
  case separator
  case value
  case trailing

  var code: String {
    switch self {
    case .bytes: "json.bytes"
    case .encoding: "json.encoding"
    case .byteOrderMark: "json.byteOrderMark"
    case .unfinished: "json.unfinished"
    case .depth: "json.depth"
    case .nodes: "json.nodes"
    case .textLength: "json.textLength"
    case .number: "json.number"
    case .numberLength: "json.numberLength"
    case .control: "json.control"
    case .nul: "json.nul"
    case .escape: "json.escape"
    case .surrogate: "json.surrogate"
    case .duplicateKey: "json.duplicateKey"
    case .key: "json.key"
    case .colon: "json.colon"
    case .separator: "json.separator"
    case .value: "json.value"
    case .trailing: "json.trailing"
    }
  }

  var message: LocalizedText {
    switch self {
    case .bytes(let limit):
      LocalizedText(
        nl: "Het document heeft meer dan \(limit) bytes; stuur het in kleinere delen.",
        en: "The document has more than \(limit) bytes; send it in smaller parts.")
    case .depth(let limit):
      LocalizedText(
        nl: "Er staan meer dan \(limit) lijsten en objecten in elkaar; maak het platter.",
        en: "More than \(limit) lists and objects stand inside each other; make it flatter.")
    case .nodes(let limit):
      LocalizedText(
        nl: "Het document bevat meer dan \(limit) waarden; stuur het in delen.",
        en: "The document holds more than \(limit) values; send it in parts.")
    case .textLength(let limit):
      LocalizedText(
        nl: "Een tekst heeft hier meer dan \(limit) bytes; kort hem in.",
        en: "A text here has more than \(limit) bytes; shorten it.")
    case .duplicateKey(let key):
      LocalizedText(
        nl: "De sleutel \(DocumentError.quoted(key)) staat twee keer in één object; houd er een.",
        en: "The key \(DocumentError.quoted(key)) stands twice in one object; keep one of the two.")
    default: wordMessage ?? signMessage
    }
  }

  /// What is wrong with the text itself, or with a number or text in it.
  private var wordMessage: LocalizedText? {
    switch self {
    case .encoding:
      LocalizedText(
        nl: "Deze byte is geen geldige UTF-8; bewaar het document als UTF-8.",
        en: "This byte is not valid UTF-8; save the document as UTF-8.")
    case .byteOrderMark:
      LocalizedText(
        nl: "Het document begint met een byte order mark; bewaar het zonder.",
        en: "The document starts with a byte order mark; save it without one.")
    case .number:
      LocalizedText(
        nl: "Dit is geen JSON-getal; schrijf het als 12, -3 of 0.25, of zet het tussen "
          + "aanhalingstekens.",
        en: "This is no JSON number; write it like 12, -3 or 0.25, or put it in quotes.")
    case .numberLength: .numberLength(JSONNumber.longest)
    case .control:
      LocalizedText(
        nl: "In een tekst staat een stuurteken of regeleinde; schrijf het als \\n of een andere "
          + "escape.",
        en: "A text holds a control character or line break; write it as an escape like \\n.")
    case .nul:
      LocalizedText(
        nl: "In een tekst staat \\u0000; dat mag nooit. Laat het weg.",
        en: "A text holds \\u0000, which is never allowed; leave it out.")
    case .escape:
      LocalizedText(
        nl: "Zo'n escape bestaat niet; schrijf een gewone backslash als \\\\.",
        en: "No escape is written like this; write a plain backslash as \\\\.")
    case .surrogate:
      LocalizedText(
        nl: "Deze \\u-escape is de helft van een paar; schrijf beide helften of het teken zelf.",
        en: "This \\u escape is half of a pair; write both halves or the character itself.")
    default: nil
    }
  }

  /// What is missing or too much between the values.
  private var signMessage: LocalizedText {
    switch self {
    case .unfinished:
      LocalizedText(
        nl: "Het document houdt te vroeg op; kijk of het heel is verstuurd.",
        en: "The document ends too early; check that it was sent whole.")
    case .key:
      LocalizedText(
        nl:
          "Hier hoort een sleutel tussen dubbele aanhalingstekens; kijk naar de tekens en de komma "
          + "ervoor.",
        en: "A key in double quotes belongs here; check quotes and the comma before it.")
    case .colon:
      LocalizedText(
        nl: "Tussen een sleutel en zijn waarde hoort een dubbele punt; zet die hier.",
        en: "A colon belongs between a key and its value; put one here.")
    case .separator:
      LocalizedText(
        nl: "Hier ontbreekt een komma of het haakje dat sluit; zet het.",
        en: "A comma or the closing bracket is missing here; put one.")
    case .trailing:
      LocalizedText(
        nl: "Na het einde van het document staat nog iets; stuur één waarde tegelijk.",
        en: "Something follows the end of the document; send one value at a time.")
    default:
      LocalizedText(
        nl: "Zo begint geen JSON-waarde; zet tekst tussen dubbele aanhalingstekens en haal losse "
          + "komma's weg.",
        en: "No JSON value starts like this; put text in double quotes and remove spare commas.")
    }
  }
}

extension LocalizedText {
  /// A number that is written longer than any number is read.
  package static func numberLength(_ longest: Int) -> LocalizedText {
    LocalizedText(
      nl: "Een getal heeft meer dan \(longest) tekens; zet het als tekst tussen aanhalingstekens.",
      en: "A number has more than \(longest) characters; put it in quotes as text.")
  }
}
