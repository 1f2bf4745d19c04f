import OpenkaartCore
import Testing

@Suite struct JSONHostileTests {
  static let sample = """
    {"id": "e1", "kind": "behaved", "at": -1.5e3, "tags": ["é😀", "\\ud83d\\ude00\\n", null],
     "nested": {"a": [true, false, {}], "b": []}}
    """

  @Test(arguments: ["[", "{\"a\":", "[[],[", "{\"a\":[", "[{\"k\":"])
  func `a million brackets are refused at the depth limit`(opening: String) {
    let bytes = Array(String(repeating: opening, count: 1_000_000).utf8)
    #expect(jsonProblem(in: bytes)?.code == "json.depth")
    #expect(jsonProblem(in: bytes, limits: .init(depth: .max))?.code == "json.depth")
  }

  @Test func `the depth limit is exact`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(jsonProblem(in: nested(64)) == nil)
    #expect(jsonProblem(in: nested(65))?.position == Position(line: 1, column: 65))
    #expect(jsonProblem(in: nested(512), limits: .init(depth: .max)) == nil)
    #expect(jsonProblem(in: nested(513), limits: .init(depth: .max))?.code == "json.depth")
  }

  @Test func `other limits are exact`() {
    #expect(jsonProblem(in: Array("[1,2]".utf8), limits: .init(nodes: 3)) == nil)
    #expect(jsonProblem(in: Array("[1,2]".utf8), limits: .init(nodes: 2))?.code == "json.nodes")
    #expect(jsonProblem(in: Array("[1,2]".utf8), limits: .init(bytes: 5)) == nil)
    #expect(jsonProblem(in: Array("[1,2]".utf8), limits: .init(bytes: 4))?.code == "json.bytes")
    for text in ["\"abcé\"", "\"abc\\u00e9\""] {
      #expect(jsonProblem(in: Array(text.utf8), limits: .init(textBytes: 5)) == nil)
      let problem = jsonProblem(in: Array(text.utf8), limits: .init(textBytes: 4))
      #expect(problem?.code == "json.textLength")
    }
    let nothing = DocumentLimits(bytes: -1, depth: -1, nodes: -1, textBytes: -1)
    #expect(jsonProblem(in: [], limits: nothing)?.code == "json.bytes")
    #expect(jsonProblem(in: [0x31], limits: .init(depth: .min, nodes: 0))?.code == "json.nodes")
  }

  @Test func `a number of a million digits is refused`() {
    let bytes = [UInt8](repeating: UInt8(ascii: "7"), count: 1_000_000)
    #expect(jsonProblem(in: bytes)?.code == "json.numberLength")
  }

  @Test func `an object of many keys is read in linear time, and its duplicates are found`() throws
  {
    for count in [15, 16, 17, 18, 200_000] {
      var text = "{"
      for index in 0..<count { text += "\"k\(index)\":0," }
      let node = try JSONReader.node(in: text + "\"last\":1}")
      #expect(node["last"]?.content == .number("1"))
      for duplicate in [0, count / 2, count - 1] {
        let problem = jsonProblem(in: Array((text + "\"k\(duplicate)\":1}").utf8))
        #expect(problem?.code == "json.duplicateKey")
      }
    }
  }

  @Test func `a document cut off at any byte is refused`() {
    let bytes = Array(Self.sample.utf8)
    #expect(jsonProblem(in: bytes) == nil)
    for end in 0..<bytes.count {
      let code = jsonProblem(in: Array(bytes[..<end]))?.code
      #expect(code == "json.unfinished" || code == "json.encoding" || code == "json.number")
    }
  }

  @Test(arguments: UInt64(0)..<50) func `mutated bytes give a tree or an error`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      var bytes = Array(Self.sample.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      if let problem = jsonProblem(in: bytes) {
        #expect(problem.position >= Position(line: 1, column: 1))
        #expect(problem.position.line <= 10 && problem.position.column <= 200)
      }
    }
  }
}

/// SplitMix64: a failure names its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
