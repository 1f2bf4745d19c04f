import OpenkaartCore
import OpenkaartFiles
import Testing

@Suite struct YAMLReaderTests {
  static let scalars: [(text: String, content: Node.Content)] = [
    ("", .null), ("~", .null), ("null", .null), ("# only a comment\n", .null),
    ("---\n...\n", .null),
    ("true", .bool(true)), ("false", .bool(false)),
    ("0", .number("0")), ("-12", .number("-12")), ("1.50", .number("1.50")),
    ("1e5", .number("1e5")),
    ("no", .string("no")), ("NO", .string("NO")), ("yes", .string("yes")), ("on", .string("on")),
    ("off", .string("off")), ("y", .string("y")), ("True", .string("True")),
    ("Null", .string("Null")), ("0x1F", .string("0x1F")), ("0o17", .string("0o17")),
    ("010", .string("010")), ("1:30", .string("1:30")), ("1_000", .string("1_000")),
    ("+1", .string("+1")), (".5", .string(".5")), ("1.", .string("1.")), (".inf", .string(".inf")),
    (".nan", .string(".nan")), ("2026-11-22", .string("2026-11-22")),
    ("2026-11-22T10:00:00+01:00", .string("2026-11-22T10:00:00+01:00")),
    ("\"1\"", .string("1")), ("'true'", .string("true")), ("''", .string("")),
    ("\"null\"", .string("null")), ("|\n 12\n", .string("12\n")), (">-\n a\n b\n", .string("a b")),
    ("!!str 12", .string("12")), ("! 12", .string("12")), ("\"\\x1b\\u00e9\"", .string("\u{1b}é")),
    ("\u{FEFF}true", .bool(true)), ("%YAML 1.1\n---\ntrue\n", .bool(true)),
  ]

  @Test(arguments: scalars) func `resolves only what JSON would call by that name`(
    text: String, content: Node.Content
  ) throws {
    #expect(try YAMLReader.node(in: text).content == content)
  }

  static let refused: [(text: String, code: String, line: Int32, column: Int32)] = [
    ("a: &x 1\nb: *x\n", "yaml.alias", 2, 4), ("*x : 1\n", "yaml.alias", 1, 1),
    ("a: *unknown\n", "yaml.alias", 1, 4), ("a: &x [*x]\n", "yaml.alias", 1, 8),
    ("a: {b: 1}\n<<: {c: 1}\n", "yaml.mergeKey", 2, 1),
    ("a: !!int 1\n", "yaml.tag", 1, 4), ("a: !mine {}\n", "yaml.tag", 1, 4),
    ("a: !!set {x}\n", "yaml.tag", 1, 4), ("!!binary aa\n", "yaml.tag", 1, 1),
    ("!x!y 1\n", "yaml.tag", 1, 1), ("!!int 1: a\n", "yaml.tag", 1, 1),
    ("a: 1\nb:\n  c: 1\n  é: 1\n  c: 2\n", "yaml.duplicateKey", 5, 3),
    ("{a: 1, \"a\": 2}\n", "yaml.duplicateKey", 1, 8),
    ("1: a\n\"1\": b\n", "yaml.duplicateKey", 2, 1),
    ("? [a]\n: 1\n", "yaml.key", 1, 3), ("? {a: 1}\n: 1\n", "yaml.key", 1, 3),
    ("{: 1}\n", "yaml.value", 1, 2), ("?\n: 1\n", "yaml.key", 1, 2),
    ("---\na\n---\nb\n", "yaml.documents", 3, 1),
    ("a: \"\\0\"\n", "yaml.nul", 1, 4), ("a: b\u{0}c\n", "yaml.control", 1, 5),
    ("é: \u{1b}\n", "yaml.control", 1, 4), ("a: \u{85}\u{9f}\n", "yaml.control", 1, 5),
    ("a: \u{FFFE}\n", "yaml.control", 1, 4), ("a:\n\tb: 1\n", "yaml.character", 2, 1),
    ("a: @b\n", "yaml.character", 1, 4), ("a: b: c\n", "yaml.colon", 1, 5),
    ("a: 1\nb\nc: 2\n", "yaml.colon", 3, 1), ("a: [1, 2\nb: 3\n", "yaml.unclosed", 1, 4),
    ("a: {b: 1\nc: 3\n", "yaml.unclosed", 1, 4), ("a: \"b\nc: 3\n", "yaml.unclosed", 1, 4),
    ("a:\n    b: 1\n  c: 2\n", "yaml.indentation", 3, 3),
    ("a:\n  - 1\n  b: 2\n", "yaml.indentation", 3, 3), ("a: - 1\n", "yaml.indentation", 1, 4),
    ("a: \"\\q\"\n", "yaml.escape", 1, 5), ("a: \"\\ud800\"\n", "yaml.escape", 1, 7),
    ("a: 12345678901234567890123456789012345678901\n", "yaml.numberLength", 1, 4),
    ("a: 'b' c\n", "yaml.indentation", 1, 8), ("[1] 2\n", "yaml.documents", 1, 5),
    ("%FOO\n---\na\n", "yaml.directive", 1, 5), ("[1, [a,\n", "yaml.value", 2, 1),
  ]

  @Test(arguments: refused) func `refuses with a place and a remedy`(
    text: String, code: String, line: Int32, column: Int32
  ) {
    let problem = yamlProblem(in: text)
    #expect(problem?.code == code)
    #expect(problem?.position == Position(line: line, column: column))
    #expect(problem?.message.en.hasSuffix(".") == true)
    #expect(problem?.message.nl.hasSuffix(".") == true)
    #expect(problem?.message.nl != problem?.message.en)
  }

  @Test func `refuses bytes that are not UTF-8`() {
    let bytes: [UInt8] = [0x61, 0x3A, 0x0A, 0x20, 0xC0, 0xAF]
    #expect(throws: DocumentError.self) { try YAMLReader.node(in: bytes) }
    do throws(DocumentError) {
      _ = try YAMLReader.node(in: bytes)
    } catch {
      #expect(error.code == "yaml.encoding")
      #expect(error.position == Position(line: 2, column: 2))
    }
  }

  @Test func `every node and key knows its line and column`() throws {
    let node = try YAMLReader.node(in: "# é\nkey: 1\nlist:\n- é: x\n-   [a, {b: \"é\", c: d}]\n")
    #expect(node.position == Position(line: 2, column: 1))
    let list = try #require(node["list"])
    #expect(list.position == Position(line: 4, column: 1))
    guard case .array(let items) = list.content, case .array(let inner) = items[1].content,
      case .object(let members) = inner[1].content
    else { throw Unexpected() }
    #expect(items[0]["é"]?.position == Position(line: 4, column: 6))
    #expect(items[1].position == Position(line: 5, column: 5))
    #expect(members.map(\.keyPosition) == [.init(line: 5, column: 10), .init(line: 5, column: 18)])
    #expect(members[1].value.position == Position(line: 5, column: 21))
  }

  @Test func `keys that look like numbers or booleans are the text that was written`() throws {
    let node = try YAMLReader.node(in: "1.50: a\ntrue: b\nno: c\n2026-01-01: d\n\"<<\": e\n~: f\n")
    guard case .object(let members) = node.content else { throw Unexpected() }
    #expect(members.map(\.key) == ["1.50", "true", "no", "2026-01-01", "<<", "~"])
  }

  @Test func `limits are exact`() {
    #expect(yamlProblem(in: "[1, 2]", limits: .init(nodes: 3)) == nil)
    #expect(yamlProblem(in: "[1, 2]", limits: .init(nodes: 2))?.code == "yaml.nodes")
    #expect(yamlProblem(in: "[1, 2]", limits: .init(bytes: 6)) == nil)
    #expect(yamlProblem(in: "[1, 2]", limits: .init(bytes: 5))?.code == "yaml.bytes")
    #expect(yamlProblem(in: "é: é", limits: .init(textBytes: 2)) == nil)
    #expect(yamlProblem(in: "é: é", limits: .init(textBytes: 1))?.code == "yaml.textLength")
    #expect(yamlProblem(in: "[[1]]", limits: .init(depth: 2)) == nil)
    #expect(yamlProblem(in: "[[1]]", limits: .init(depth: 1))?.position.column == 2)
  }
}

struct Unexpected: Error {}

func yamlProblem(in text: String, limits: DocumentLimits = .init()) -> DocumentError? {
  do throws(DocumentError) {
    _ = try YAMLReader.node(in: text, limits: limits)
    return nil
  } catch {
    return error
  }
}
