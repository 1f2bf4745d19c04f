import OpenkaartCore
import OpenkaartFiles
import Testing

@Suite struct YAMLHostileTests {
  @Test func `an alias bomb costs nothing`() {
    var text = "a0: &a0 [lol, lol, lol]\n"
    for level in 1..<30 {
      let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(list)]\n"
    }
    #expect(yamlProblem(in: text)?.code == "yaml.alias")
    #expect(yamlProblem(in: text)?.position.line == 2)
  }

  @Test(arguments: ["[", "{", "{a: ", "- ", "? ", "[[],", "- - ", "a: [", "[? ", "{? "])
  func `deep nesting is refused, not followed`(opening: String) {
    let text = String(repeating: opening, count: 1 << 20 / opening.utf8.count)
    #expect(yamlProblem(in: text) != nil)
    #expect(yamlProblem(in: text, limits: .init(depth: .max)) != nil)
  }

  @Test func `the depth limit is exact in lists, mappings and by indentation`() {
    func flow(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    func block(_ depth: Int) -> String {
      (0..<depth).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    }
    #expect(yamlProblem(in: flow(64)) == nil)
    #expect(yamlProblem(in: flow(65))?.code == "yaml.depth")
    #expect(yamlProblem(in: block(64)) == nil)
    #expect(yamlProblem(in: block(65))?.code == "yaml.depth")
    #expect(yamlProblem(in: flow(100_000))?.code == "yaml.depth")
    #expect(yamlProblem(in: block(1400))?.code == "yaml.depth")
    #expect(yamlProblem(in: block(1400), limits: .init(depth: .max))?.code == "yaml.depth")
  }

  @Test(
    arguments: [
      "a: ", "a:\n", "- a\n", "&a ", "*a ", "!a ", "!!str ", "\"", "'", "|\n", ">\n", "#", "# \n",
      "%", "%YAML 1.1\n", "---\n", "...\n", " ", "\t", "\n", "\r", ": ", ":", ",", "]", "}", "[]",
      "[],", "a ", "a", "\\", "<<: ", "? a\n", "? a\n: b\n", "a: b\n", "[a: b, ", "{a, ", "é",
      "é: ", "\u{2028}", "\u{FEFF}", "- |\n  x\n", "\"\\x41", "a\n\n", "7",
    ])
  func `a mebibyte of one pattern ends`(pattern: String) {
    _ = yamlProblem(in: String(repeating: pattern, count: 1 << 20 / pattern.utf8.count))
    let shorter = String(repeating: pattern, count: 1 << 16 / pattern.utf8.count)
    for beginning in ["[", "{", "a: \"", "- >\n ", String(repeating: "[a,", count: 60)] {
      _ = yamlProblem(in: beginning + shorter)
    }
  }

  @Test func `a file cut off at any character gives a tree or an error`() throws {
    let text = try fixture("dealer.yaml")
    for length in 0..<1500 {
      if let problem = yamlProblem(in: String(text.prefix(length))) {
        #expect(problem.position.line >= 1)
      }
    }
  }

  @Test(arguments: UInt64(0)..<40) func `mutated files give a tree or an error`(
    seed: UInt64
  ) throws {
    var state = seed
    func random(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let sample = Array(try fixture("dealer.yaml").utf8.prefix(4000))
    let symbols = Array("[]{}:,-?&*!|>'\"%@#\n\t\\ ~\0".utf8) + [0xC3, 0x80, 0xFF]
    for _ in 0..<20 {
      var bytes = sample
      for _ in 0...random(below: 6) {
        bytes[random(below: bytes.count)] = symbols[random(below: symbols.count)]
      }
      do throws(DocumentError) {
        _ = try YAMLReader.node(in: bytes)
      } catch {
        #expect(error.code.hasPrefix("yaml.") && error.position.line <= 4000)
      }
    }
  }
}
