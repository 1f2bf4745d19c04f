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
}
