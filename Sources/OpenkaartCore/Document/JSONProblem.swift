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

  var message: String {
    switch self {
    case .bytes(let limit): "The document has more than \(limit) bytes; send it in smaller parts."
    case .depth(let limit):
      "More than \(limit) lists and objects stand inside each other; make it flatter."
    case .nodes(let limit): "The document holds more than \(limit) values; send it in parts."
    case .textLength(let limit): "A text here has more than \(limit) bytes; shorten it."
    case .duplicateKey(let key):
      "The key \(DocumentError.quoted(key)) stands twice in one object; keep one of the two."
    default: fixedMessage
    }
  }

  private var fixedMessage: String {
    switch self {
    case .encoding: "This byte is not valid UTF-8; save the document as UTF-8."
    case .byteOrderMark: "The document starts with a byte order mark; save it without one."
    case .unfinished: "The document ends too early; check that it was sent whole."
    case .number: "This is no JSON number; write it like 12, -3 or 0.25, or put it in quotes."
    case .numberLength:
      "A number has more than \(JSONNumber.longest) characters; put it in quotes as text."
    case .control: "A text holds a control character or line break; write it as an escape like \\n."
    case .nul: "A text holds \\u0000, which is never allowed; leave it out."
    case .escape: "No escape is written like this; write a plain backslash as \\\\."
    case .surrogate: "This \\u escape is half of a pair; write both halves or the character itself."
    case .key: "A key in double quotes belongs here; check quotes and the comma before it."
    case .colon: "A colon belongs between a key and its value; put one here."
    case .separator: "A comma or the closing bracket is missing here; put one."
    case .trailing: "Something follows the end of the document; send one value at a time."
    default: "No JSON value starts like this; put text in double quotes and remove spare commas."
    }
  }
}
