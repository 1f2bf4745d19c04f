import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartFiles

/// Times decisions about the people of a file, one by one, for a comparison with other engines.
struct BenchPeople: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "Time decisions about the people of a file, one by one.")

  @Option(help: "Facts, one JSON object per line.") var facts: String
  @Option(help: "The policy file.") var policy: String
  @Option(help: "The use asked of everybody, as JSON without subject.") var use: String
  @Option(help: "The moment asked about.") var at: String
  @Option(help: "How often everybody is asked.") var rounds = 20

  func run() throws {
    let reading = PolicyReader.reading(
      of: try YAMLReader.node(in: String(contentsOfFile: policy, encoding: .utf8)))
    guard let policy = reading.policy, let now = Timestamp(rfc3339: at) else {
      throw ValidationError("The policy or the moment cannot be read.")
    }
    let gate = Gate(policy: policy, zones: try .system())
    var world: [Fact] = []
    let reader = FactReader()
    for line in try String(contentsOfFile: facts, encoding: .utf8).split(separator: "\n") {
      world.append(try reader.reading(of: JSONReader.node(in: String(line))).fact)
    }
    let people = Population(facts: world).people(at: now)
    let questions = try people.map { person in
      try question(about: person.identifiers(at: now))
    }
    var answers: [String: String] = [:]
    var times: [Int] = []
    let clock = ContinuousClock()
    for _ in 0..<rounds {
      let time = clock.measure {
        for (person, use) in zip(people, questions) {
          let decision = gate.decide(use, about: person.profile, now: now)
          let first = decision.reasons.first?.code.rawValue ?? ""
          answers[use.subject.first?.value ?? ""] =
            decision.outcome == .allow ? "allow" : first
        }
      }
      times.append(time.nanoseconds / max(1, people.count))
    }
    times.sort()
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("people")
      writer.integer(people.count)
      writer.key("medianNanoseconds")
      writer.integer(times[times.count / 2])
      writer.key("answers")
      writer.object { writer in
        for (person, answer) in answers.sorted(by: { $0.key < $1.key }) {
          writer.key(person)
          writer.string(answer)
        }
      }
    }
    print(writer.text)
  }

  private func question(about subject: [Identifier]) throws -> Use {
    let customer = subject.first { $0.type == .customerNumber }
    var members = [
      Node.Member(
        key: "subject", keyPosition: .init(line: 1, column: 1),
        value: Node(
          .object([
            Node.Member(
              key: "customerNumber", keyPosition: .init(line: 1, column: 1),
              value: Node(.string(customer?.value ?? ""), at: .init(line: 1, column: 1)))
          ]), at: .init(line: 1, column: 1)))
    ]
    let node = try JSONReader.node(in: use)
    guard case .object(let given) = node.content else {
      throw ValidationError("Give the use as a JSON object.")
    }
    members += given
    return try Use(reading: Node(.object(members), at: node.position))
  }
}
