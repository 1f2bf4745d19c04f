import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import Testing

/// The mapping in a YAML text, which must have no mistake.
func mapping(_ yaml: String) throws -> Mapping {
  let reading = MappingReader.reading(of: try YAMLReader.node(in: yaml))
  #expect(reading.diagnostics.isEmpty)
  return try #require(reading.mapping)
}

@Suite struct MappingReaderTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let yaml: String
    let code: String
    let line: Int32
    /// What message or remedy must say.
    let says: String
    var testDescription: String { code + " " + says }
  }

  private static let whole = "source: crm\nsubject: {customerNumber: nr}\noccurredAt: datum\n"

  static let mistakes = [
    Mistake(yaml: "subject: {email: e}\nfacts: []", code: "map.missing", line: 1, says: "source:"),
    Mistake(yaml: whole + "fact: []", code: "map.unknownField", line: 4, says: "`facts`"),
    Mistake(
      yaml: whole + "facts:\n  - kind: purchaced\n", code: "map.unknownWord", line: 5,
      says: "`purchased`"),
    Mistake(
      yaml: whole + "facts:\n  - kind: purchased\n    ordr: nr\n", code: "map.unknownField",
      line: 6,
      says: "`order`"),
    Mistake(
      yaml: whole + "facts:\n  - kind: erased\n", code: "fact.systemOnly", line: 5,
      says: "Openkaart itself"),
    Mistake(
      yaml: whole + "facts:\n  - kind: consented\n    constants: {channel: emial}\n",
      code: "map.unknownWord", line: 6, says: "`email`"),
    Mistake(
      yaml: whole + "facts:\n  - kind: purchased\n    constants: {optOutOffered: yes}\n",
      code: "map.wrongShape", line: 6, says: "true or false"),
    Mistake(
      yaml: whole + "facts:\n  - kind: purchased\n    order: nr\n    constants: {order: x}\n",
      code: "map.twice", line: 7, says: "Leave one out"),
    Mistake(
      yaml: whole + "facts:\n  - kind: purchased\n    stated: {optOutOffered: {value: true}}\n",
      code: "map.statement", line: 6, says: "statedBy"),
    Mistake(
      yaml: whole + "facts:\n  - kind: complained\n    occurredAt: {column: d, format: dag}\n",
      code: "map.datePattern", line: 6, says: "dd-MM-yyyy"),
    Mistake(
      yaml: whole + "facts:\n  - kind: complained\n    when: {column: k, is: there}\n",
      code: "map.unknownWord", line: 6, says: "present"),
    Mistake(
      yaml: whole + "facts:\n  - kind: complained\n    when: {column: k}\n",
      code: "map.condition", line: 6, says: "is: present"),
    Mistake(
      yaml: whole + "facts:\n  - kind: complained\n    case: {column: k, unit: euro}\n",
      code: "map.option", line: 6, says: "money"),
    Mistake(
      yaml: whole + "facts:\n  - kind: preferred\n    quietHours: stilte\n",
      code: "map.constantOnly", line: 6, says: "constants"),
    Mistake(
      yaml: "source: crm\nfacts:\n  - kind: deceased\n", code: "map.missing", line: 3,
      says: "subject:"),
    Mistake(
      yaml: whole + "format: {delimiter: komma}\nfacts:\n  - kind: deceased\n",
      code: "map.unknownWord", line: 4, says: "whitespace"),
    Mistake(yaml: "[]", code: "map.wrongShape", line: 1, says: "named fields"),
  ]

  @Test(arguments: mistakes) func `a mistake has a place and a remedy`(_ mistake: Mistake) throws {
    let reading = MappingReader.reading(of: try YAMLReader.node(in: mistake.yaml))
    #expect(reading.mapping == nil)
    let found = reading.diagnostics.first { $0.code == mistake.code }
    #expect(found?.position.line == mistake.line)
    #expect(found?.sentences.en.contains(mistake.says) == true)
  }

  @Test(arguments: mistakes)
  func `every mistake is told in Dutch too`(_ mistake: Mistake) throws {
    let reading = MappingReader.reading(of: try YAMLReader.node(in: mistake.yaml))
    for found in reading.diagnostics {
      #expect(found.message.nl != found.message.en && found.remedy.nl != found.remedy.en)
      #expect(found.message.nl.hasSuffix(".") && found.remedy.nl.hasSuffix("."))
      for word in [" the ", "Write", "field", " of the "] {
        #expect(!found.sentences.nl.contains(word), "\(found.sentences.nl)")
      }
    }
  }

  @Test func `a column the file lacks is named with the nearest one`() throws {
    let mapping = try mapping(Self.whole + "facts:\n  - kind: complained\n    case: klacth\n")
    var intake = newIntake()
    let failure = #expect(throws: ImportError.self) {
      try run("nr;datum;klacht\n1;2026-01-01;k\n", mapping, &intake)
    }
    guard case .mapping(let diagnostics)? = failure else {
      Issue.record("not about the mapping")
      return
    }
    #expect(diagnostics.map(\.position.line) == [6])
    #expect(diagnostics.first?.remedy.en.contains("Did you mean `klacht`?") == true)
    #expect(diagnostics.first?.remedy.nl == "Bedoelde u `klacht`? Er zijn: nr, datum, klacht.")
  }

  @Test func `a default that many facts take is one mistake, in the order of the mapping`() throws {
    let mapping = try mapping(
      Self.whole + "facts:\n  - kind: complained\n    case: klacth\n  - kind: deceased\n")
    var intake = newIntake()
    let failure = #expect(throws: ImportError.self) {
      try run("nummer;datum;klacht\n1;2026-01-01;k\n", mapping, &intake)
    }
    guard case .mapping(let diagnostics)? = failure else {
      Issue.record("not about the mapping")
      return
    }
    #expect(diagnostics.map(\.position.line) == [2, 6])
    #expect(
      diagnostics.map(\.remedy.en) == [
        "It has: nummer, datum, klacht.", "Did you mean `klacht`? See the names above.",
      ])
  }

  @Test func `signs to choose from are set apart from the commas`() throws {
    let reading = MappingReader.reading(
      of: try YAMLReader.node(in: Self.whole + "format: {delimiter: komma}\nfacts: []\n"))
    let remedy = reading.diagnostics.first { $0.code == "map.unknownWord" }?.remedy
    #expect(remedy?.nl == "Kies uit: `,`, `;`, tab, `|`, whitespace.")
  }

  @Test func `a first row of data is not shown`() throws {
    let mapping = try mapping(Self.whole + "facts:\n  - kind: complained\n    case: klacht\n")
    var intake = newIntake()
    let failure = #expect(throws: ImportError.self) {
      try run("1001;anna@example.nl;Anna\n", mapping, &intake)
    }
    let shown = String(describing: failure)
    #expect(!shown.contains("Anna"))
  }
}
