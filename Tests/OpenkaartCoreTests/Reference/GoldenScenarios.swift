import Foundation
import OpenkaartCore
import OpenkaartFiles

/// A decision as a test, read from the scenarios that every build must get right.
struct GoldenScenario: CustomStringConvertible {
  let id: String
  let now: Timestamp
  let facts: [Fact]
  let use: Use
  let outcome: String
  let reasons: [String]
  let absent: [String]
  let until: Timestamp?

  var description: String { id }

  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/scenarios")

  private static func node(_ file: String) throws -> Node {
    try YAMLReader.node(in: Array(Data(contentsOf: folder.appending(path: file))))
  }

  static func dealer() throws -> Policy? {
    try PolicyReader.reading(of: node("dealer.yaml")).policy
  }

  static func all() throws -> [GoldenScenario] {
    guard case .array(let scenarios)? = try node("golden.yaml")["scenarios"]?.content else {
      return []
    }
    return try scenarios.map { try GoldenScenario($0) }
  }

  private init(_ node: Node) throws {
    func field(_ key: String, of parent: Node = node) throws -> Node {
      guard let value = parent[key] else { throw MissingField(name: key) }
      return value
    }
    let expect = try field("expect")
    id = try text(field("id"))
    now = try moment(field("now"))
    let reader = FactReader(defaultSource: "scenario", acceptsSystemFacts: true)
    facts = try items(field("facts")).enumerated().map { index, node in
      try reader.reading(of: node, defaultID: "fact-\(index)").fact
    }
    use = try Use(reading: field("use"))
    outcome = try text(field("outcome", of: expect))
    reasons = try expect["reasons"].map { try items($0).map(text) } ?? []
    absent = try expect["absent"].map { try items($0).map(text) } ?? []
    until = try expect["until"].map(moment)
  }
}

private struct MissingField: Error { let name: String }

private func text(_ node: Node) throws -> String {
  guard case .string(let text) = node.content else { throw MissingField(name: "text") }
  return text
}

private func moment(_ node: Node) throws -> Timestamp {
  guard let moment = try Timestamp(rfc3339: text(node)) else { throw MissingField(name: "moment") }
  return moment
}

private func items(_ node: Node) throws -> [Node] {
  guard case .array(let items) = node.content else { throw MissingField(name: "list") }
  return items
}
