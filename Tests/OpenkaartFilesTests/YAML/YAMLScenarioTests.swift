import Foundation
import OpenkaartCore
import OpenkaartFiles
import Testing

@Suite struct YAMLScenarioTests {
  @Test func `the policy of the dealer is read`() throws {
    let node = try YAMLReader.node(in: try fixture("dealer.yaml"))
    #expect(node["controller"]?["country"]?.content == .string("NL"))
    #expect(node["controller"]?["languages"]?.kindName == "list")
    #expect(node["holidays"]?["calendar"]?.content == .string("NL"))
    guard case .array(let purposes) = node["purposes"]?.content else { throw Unexpected() }
    #expect(purposes.first?["marketing"]?.content == .bool(true))
    #expect(purposes.first?["consent"]?["expiresAfter"]?.content == .string("24 months"))
  }

  @Test func `every golden scenario is read, with the line it starts on`() throws {
    let text = try fixture("golden.yaml")
    let node = try YAMLReader.node(in: text)
    guard case .array(let scenarios) = node["scenarios"]?.content else { throw Unexpected() }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(scenarios.count > 30)
    for scenario in scenarios {
      #expect(lines[Int(scenario.position.line) - 1].hasPrefix("- id:"))
      #expect(scenario["now"]?.kindName == "text")
      #expect(scenario["expect"]?.kindName == "object" || scenario["expect"] == nil)
    }
  }
}

func fixture(_ name: String, here: String = #filePath) throws -> String {
  let tests = URL(filePath: here).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return try String(
    contentsOf: tests.appending(path: "Fixtures/scenarios/\(name)"), encoding: .utf8)
}
