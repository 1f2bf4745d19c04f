import OpenkaartCore
import Testing

/// Our own small corpus in the manner of JSONTestSuite: what must be read, and what must not.
@Suite struct JSONConformanceTests {
  static let valid = [
    "null", "true", "false", "0", "-0", "12", "-1.5", "1e5", "1E+5", "0.1e-7", "\"\"", "[]", "{}",
    " \t\r\n[ ] \r\n", "[[]]", "[1,2]", "{\"\":0}", "{\"a\":{\"b\":[null]}}", "\"a\u{7F}b\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\u00e9\\uD83D\\ude00\"", "\"é😀\"", "\"\u{2028}\"",
    "\"\\u0001\"", "\"\\uFFFF\"", "[1]\n", "1234567890123456789012345678901234567890",
    "{\"a\":1,\"A\":2}", "\"\u{FEFF}\"",
  ]

  static let invalid: [(text: String, code: String)] = [
    ("", "json.unfinished"), (" ", "json.unfinished"), ("[", "json.unfinished"),
    ("[1", "json.unfinished"), ("[1,", "json.unfinished"), ("{", "json.unfinished"),
    ("{\"a\"", "json.unfinished"), ("{\"a\":", "json.unfinished"), ("\"", "json.unfinished"),
    ("\"\\", "json.unfinished"), ("\"\\u00", "json.unfinished"), ("tru", "json.unfinished"),
    ("[1,]", "json.value"), ("[,1]", "json.value"), ("]", "json.value"), ("True", "json.value"),
    ("nulL", "json.value"), ("NaN", "json.value"), ("Infinity", "json.value"),
    ("+1", "json.value"), (".5", "json.value"), ("'a'", "json.value"), ("// c\n1", "json.value"),
    ("\u{FEFF}1", "json.byteOrderMark"), ("\u{A0}1", "json.value"), ("\u{C}1", "json.value"),
    ("01", "json.number"), ("-", "json.number"), ("-a", "json.number"), ("1.", "json.number"),
    ("1.e5", "json.number"), ("1e", "json.number"), ("1e+", "json.number"), ("-01", "json.number"),
    ("-Infinity", "json.number"), ("0x10", "json.trailing"), ("1_000", "json.trailing"),
    ("12345678901234567890123456789012345678901", "json.numberLength"),
    ("1 2", "json.trailing"), ("[]]", "json.trailing"), ("{}{}", "json.trailing"),
    ("nullx", "json.trailing"), ("\"a\"\"b\"", "json.trailing"),
    ("[1 2]", "json.separator"), ("[1}", "json.separator"), ("{\"a\":1 \"b\":2}", "json.separator"),
    ("{a:1}", "json.key"), ("{\"a\":1,}", "json.key"), ("{1:1}", "json.key"), ("{,}", "json.key"),
    ("{\"a\" 1}", "json.colon"), ("{\"a\",1}", "json.colon"),
    ("\"a\nb\"", "json.control"), ("\"\t\"", "json.control"), ("\"\0\"", "json.control"),
    ("\"\\\u{1}\"", "json.escape"), ("\"\\n\n\"", "json.control"), ("\"\\x41\"", "json.escape"),
    ("\"\\uZZZZ\"", "json.escape"), ("\"\\u+123\"", "json.escape"), ("\"\\'\"", "json.escape"),
    ("\"\\u0000\"", "json.nul"), ("\"\\ud800\"", "json.surrogate"),
    ("\"\\udc00\"", "json.surrogate"), ("\"\\ud800\\ud800 \"", "json.surrogate"),
    ("\"\\ud800xxxxxxxx\"", "json.surrogate"), ("\"\\ud83d\\n\"", "json.surrogate"),
    ("{\"a\":1,\"a\":1}", "json.duplicateKey"), ("{\"a\":1,\"\\u0061\":2}", "json.duplicateKey"),
  ]

  @Test(arguments: valid) func `reads what RFC 8259 allows`(text: String) throws {
    _ = try JSONReader.node(in: text)
  }

  @Test(arguments: invalid) func `refuses what RFC 8259 or we do not allow`(
    text: String, code: String
  ) {
    #expect(jsonProblem(in: Array(text.utf8))?.code == code)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xC1, 0x81, 0x22],
      [0x22, 0xE0, 0x80, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22],
      [0xFF, 0xFE],
    ] as [[UInt8]])
  func `refuses bytes that are not UTF-8`(bytes: [UInt8]) {
    let problem = jsonProblem(in: bytes)
    #expect(problem?.code == "json.encoding")
    #expect(problem?.position.line == 1)
  }

  @Test func `keeps numbers and texts as written`() throws {
    let node = try JSONReader.node(
      in: "[-0, 1.50, 1E+2, \"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\", \"é\\\"\"]")
    let expected: [Node.Content] = [
      .number("-0"), .number("1.50"), .number("1E+2"),
      .string("é😀/\u{8}\u{C}\n\r\t"), .string("é\""),
    ]
    #expect(elements(node).map(\.content) == expected)
  }

  @Test func `every node and key knows its line and column in characters`() throws {
    let node = try JSONReader.node(in: "{\r\n \"é😀\": 1, \"\\né\": [\r  true,\n\"x\"]}")
    #expect(node.position == Position(line: 1, column: 1))
    guard case .object(let members) = node.content else { throw Unexpected() }
    #expect(members.map(\.keyPosition) == [.init(line: 2, column: 2), .init(line: 2, column: 11)])
    #expect(
      members.map(\.value.position) == [.init(line: 2, column: 8), .init(line: 2, column: 18)])
    let inner = elements(members[1].value).map(\.position)
    #expect(inner == [.init(line: 3, column: 3), .init(line: 4, column: 1)])
  }

  @Test func `an error says where, how to mend it, and quotes no more than a key`() throws {
    let problem = try #require(
      jsonProblem(in: Array("{\n \"é\": \"secret\", \"é\": \"secret\"}".utf8)))
    #expect(problem.position == Position(line: 2, column: 17))
    #expect(problem.message.en == "The key “é” stands twice in one object; keep one of the two.")
    #expect(problem.description.hasPrefix("Line 2, column 17: The key"))

    let key = String(repeating: "k\u{202E}", count: 5000)
    let long = try #require(
      jsonProblem(in: Array("{\"\(key)\":1,\"\(key)\":2}".utf8)))
    #expect(long.message.en.count < 120)
    #expect(!long.message.en.unicodeScalars.contains("\u{202E}"))
  }
}

struct Unexpected: Error {}

func jsonProblem(in bytes: [UInt8], limits: DocumentLimits = .init()) -> DocumentError? {
  do throws(DocumentError) {
    _ = try JSONReader.node(in: bytes, limits: limits)
    return nil
  } catch {
    return error
  }
}

func elements(_ node: Node) -> [Node] {
  guard case .array(let nodes) = node.content else { return [] }
  return nodes
}
