import Foundation
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService
import Testing

@Suite struct ScenarioTests {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/scenarios")

  static func file(_ name: String) throws -> (ScenarioFile, Gate) {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let file = try ScenarioFile(reading: YAMLReader.node(in: text))
    let policy = try String(contentsOf: folder.appending(path: file.policy), encoding: .utf8)
    let reading = PolicyReader.reading(of: try YAMLReader.node(in: policy))
    let zones = try ZoneTable.system()
    return (file, Gate(policy: try #require(reading.policy), zones: zones))
  }

  @Test func `every golden scenario is decided as agreed`() throws {
    let (file, gate) = try Self.file("golden.yaml")
    #expect(file.scenarios.count == 37)
    for scenario in file.scenarios {
      let result = scenario.run(through: gate)
      #expect(
        result.isAsExpected,
        "\(scenario.id) \(scenario.title): \(result.differences) \(result.decision.reasons.map(\.code.rawValue))"
      )
    }
  }

  private static func scenarios(facts: String) throws(DocumentError) -> [Scenario] {
    let text = """
      policy: dealer.yaml
      scenarios:
      - id: S1
        now: 2026-11-22T10:00:00+01:00
        facts: \(facts)
        use: {subject: {email: a@example.nl}, purpose: offers, channel: email}
      """
    return try ScenarioFile(reading: YAMLReader.node(in: text)).scenarios
  }

  private static func complaint(_ id: String, about: String) -> String {
    """
      - {\(id)kind: complained, occurredAt: 2026-11-20T09:00:00Z, subject: {email: a@example.nl},
         case: K7, about: \(about)}
    """
  }

  @Test func `a fact given twice counts once`() throws {
    let fact = "\n" + Self.complaint("id: c1, ", about: "tyres")
    let scenario = try #require(try Self.scenarios(facts: fact + fact).first)
    #expect(scenario.facts.count == 1)
    #expect(scenario.intake.duplicates == 1)
  }

  @Test func `facts without an id are each their own`() throws {
    let fact = "\n" + Self.complaint("", about: "tyres")
    #expect(try Self.scenarios(facts: fact + fact).first?.facts.count == 2)
  }

  @Test func `another fact under an id that is taken is an error at its line`() {
    let error = #expect(throws: DocumentError.self) {
      try Self.scenarios(
        facts: "\n" + Self.complaint("id: c1, ", about: "tyres") + "\n"
          + Self.complaint("id: c1, ", about: "brakes"))
    }
    #expect(error?.code == "fact.conflict")
    #expect(error?.position.line == 8)
  }

  @Test func `facts that are no list are an error and not passed over`() {
    let error = #expect(throws: DocumentError.self) {
      try Self.scenarios(facts: "{kind: deceased}")
    }
    #expect(error?.code == "scenario.factsWrong")
    #expect(error?.position.line == 5)
  }

  @Test(arguments: ["reasons", "absent"])
  func `a misspelt reason code is an error at its line`(list: String) {
    let text = """
      policy: dealer.yaml
      scenarios:
      - id: S1
        now: 2026-11-22T10:00:00+01:00
        use: {subject: {email: a@example.nl}, purpose: offers, channel: email}
        expect: {outcome: deny, \(list): [consent.mising]}
      """
    let error = #expect(throws: DocumentError.self) {
      try ScenarioFile(reading: YAMLReader.node(in: text))
    }
    #expect(error?.code == "scenario.codeUnknown")
    #expect(error?.message.en.contains("`consent.missing`") == true)
    #expect(error?.position.line == 6)
  }
}
