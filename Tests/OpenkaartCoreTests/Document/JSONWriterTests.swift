import OpenkaartCore
import Testing

@Suite struct JSONWriterTests {
  @Test func `puts the commas itself`() {
    var json = JSONWriter()
    json.object {
      $0.key("a")
      $0.array {
        $0.integer(-3)
        $0.bool(true)
        $0.null()
        $0.array { _ in }
        $0.object { _ in }
      }
      $0.key("b")
      $0.string("x")
    }
    #expect(json.text == #"{"a":[-3,true,null,[],{}],"b":"x"}"#)
    #expect(json.bytes == Array(json.text.utf8))
  }

  @Test func `indents by two spaces when asked to`() {
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.key("a")
    json.beginArray()
    json.integer(1)
    json.integer(UInt64.max)
    json.endArray()
    json.key("b")
    json.object { _ in }
    json.endObject()
    let expected = """
      {
        "a": [
          1,
          18446744073709551615
        ],
        "b": {}
      }
      """
    #expect(json.text == expected)
  }

  @Test func `escapes what breaks a line or a text`() {
    var json = JSONWriter()
    json.string("\"\\/\n\r\t\u{8}\u{0}\u{1f}\u{7f}\u{2028}\u{2029}\u{2027}é😀")
    let escaped = #""\"\\/\n\r\t\u0008\u0000\u001f\#u{7f}\u2028\u2029\#u{2027}é😀""#
    #expect(json.text == escaped)
  }

  @Test(arguments: ["\"", "\\", "\n", "\u{0}", "\u{1f}", "\u{2028}"])
  func `what is escaped is found wherever it stands`(mark: String) {
    for length in 0...17 {
      for place in 0...length {
        let before = String(repeating: "~", count: place)
        let after = String(repeating: "é", count: length - place)
        var json = JSONWriter()
        json.string(before + mark + after)
        var alone = JSONWriter()
        alone.string(mark)
        #expect(json.text == "\"\(before)\(alone.text.dropFirst().dropLast())\(after)\"")
        #expect(alone.text.utf8.count > 3)
      }
    }
  }

  @Test func `a number that is none becomes a text`() {
    for (text, written) in [("1.50", "1.50"), ("01", "\"01\""), ("1,2", "\"1,2\""), ("", "\"\"")] {
      var json = JSONWriter()
      json.number(text)
      #expect(json.text == written)
    }
  }

  @Test func `ends that have no beginning do not trap`() {
    var json = JSONWriter(pretty: true)
    json.endArray()
    json.endObject()
    json.key("a")
    json.key("b")
    #expect(!json.text.isEmpty)
  }

  @Test(arguments: UInt64(0)..<200) func `reads back what it wrote`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let tree = randomNode(depth: 5, using: &random)
    for isPretty in [false, true] {
      var json = JSONWriter(pretty: isPretty)
      json.node(tree)
      let read = try JSONReader.node(in: json.bytes)
      var again = JSONWriter(pretty: isPretty)
      again.node(read)
      #expect(again.text == json.text)
      #expect(withoutPositions(read) == tree)
    }
  }
}

private let nowhere = Position(line: 1, column: 1)

private func randomNode(depth: Int, using random: inout SeededGenerator) -> Node {
  let content: Node.Content
  switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
  case 0: content = .null
  case 1: content = .bool(.random(using: &random))
  case 2:
    content = .number(["0", "-1", "12.50", "1e9", "-0.0E-3"].randomElement(using: &random) ?? "0")
  case 3: content = .string(randomText(using: &random))
  case 4, 5:
    var nodes: [Node] = []
    for _ in 0..<Int.random(in: 0..<5, using: &random) {
      nodes.append(randomNode(depth: depth - 1, using: &random))
    }
    content = .array(nodes)
  default:
    var members: [Node.Member] = []
    for index in 0..<Int.random(in: 0..<25, using: &random) {
      let key = "\(index)" + randomText(using: &random)
      let value = randomNode(depth: depth - 2, using: &random)
      members.append(.init(key: key, keyPosition: nowhere, value: value))
    }
    content = .object(members)
  }
  return Node(content, at: nowhere)
}

private func randomText(using random: inout SeededGenerator) -> String {
  var text = ""
  for _ in 0..<Int.random(in: 0..<12, using: &random) {
    let highest: UInt32 = [0x30, 0x7F, 0x7FF, 0x2030, 0x10FFFF].randomElement(using: &random) ?? 0
    let value = UInt32.random(in: 1...highest, using: &random)
    text.unicodeScalars.append(Unicode.Scalar(value) ?? "x")
  }
  return text
}

private func withoutPositions(_ node: Node) -> Node {
  switch node.content {
  case .array(let nodes): Node(.array(nodes.map(withoutPositions)), at: nowhere)
  case .object(let members):
    Node(
      .object(
        members.map {
          .init(key: $0.key, keyPosition: nowhere, value: withoutPositions($0.value))
        }), at: nowhere)
  default: Node(node.content, at: nowhere)
  }
}
