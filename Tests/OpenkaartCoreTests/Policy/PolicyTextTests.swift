import OpenkaartCore
import Testing

@Suite struct PolicyTextTests {
  @Test(arguments: Language.allCases)
  func `the register of the dealer reads as recorded`(_ language: Language) throws {
    let register = RegisterOfProcessing(of: try Golden.dealer())
    try Golden.expect(
      register.text(in: language), equals: "register.\(language.rawValue).txt")
    try Golden.expect(
      register.markdown(in: language), equals: "register.\(language.rawValue).md")
  }

  @Test(arguments: Language.allCases)
  func `the explanation of every purpose reads as recorded`(_ language: Language) throws {
    let policy = try Golden.dealer()
    let texts = policy.purposes.map {
      PurposeExplanation(of: $0, in: policy, language: language).text
    }
    try Golden.expect(
      texts.joined(separator: "\n"), equals: "explanation.\(language.rawValue).txt")
  }

  @Test func `a name full of Markdown stays a name in the register`() throws {
    let text = try soundPolicy.breaking(
      "name: Example", into: #"name: "<b>*A*</b>\n# [x](y) | z""#)
    let policy = try #require(try checked(text).policy)
    let markdown = RegisterOfProcessing(of: policy).markdown(in: .en)
    #expect(markdown.contains(##"\<b\>\*A\*\</b\> \# \[x\](y) \| z"##))
    #expect(!markdown.contains("\n# [x]"))
  }

  @Test func `a diagnostic points at the place in its line`() throws {
    let text = try soundPolicy.breaking("trust: high", into: "trust: hihg")
    let diagnostic = try #require(try checked(text).diagnostics.first)
    let shown = diagnostic.text(path: "p.yaml", source: text.sourceLines, in: .en)
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
    let line = diagnostic.position.line
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("p.yaml:\(line):\(diagnostic.position.column): error: "))
    #expect(lines[1].hasPrefix("  remedy: Did you mean `high`?"))
    let mark = try #require(lines[3].firstIndex(of: "^"))
    let column = lines[3].distance(from: lines[3].startIndex, to: mark)
    #expect(lines[2].dropFirst(column).hasPrefix("hihg"))
  }

  @Test func `a long line is cut around the mark`() throws {
    let diagnostic = Diagnostic(
      severity: .error, code: "x", message: LocalizedText(nl: "Nee.", en: "No."),
      remedy: LocalizedText(nl: "", en: ""),
      position: Position(line: 1, column: 5_001))
    let source = [String(repeating: "a", count: 5_000) + "b\u{1B}[2J"]
    let shown = diagnostic.text(path: "p", source: source, in: .nl)
    let lines = shown.split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.count < 120 })
    #expect(!shown.contains("\u{1B}"))
    #expect(lines[2].hasSuffix("^"))
  }

  @Test func `lines end at CR, LF and CR LF`() {
    #expect("a\r\nb\rc\nd".sourceLines == ["a", "b", "c", "d"])
    #expect("".sourceLines == [""])
    #expect("\n\r".sourceLines == ["", "", ""])
  }
}
