import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

/// Times how long an erasure takes, until it is final.
struct BenchErasure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erasure", abstract: "Time how long it takes to erase one person for good.",
    discussion: """
      Keeps customers with three facts each and one with many in a folder of its own that it removes; \
      erases that one, and then others, one after another.
      """)

  @Option(help: "How many customers to keep beside.") var customers = 20_000
  @Option(help: "How many facts the one has.") var facts = 10_000
  @Option(help: "How many others to erase.") var others = 20
  @Option(help: "Where to make the folder.") var directory = FileManager.default
    .temporaryDirectory.path
  @Flag(help: "Print the figures as JSON.") var json = false

  func run() async throws {
    let folder = directory + "/openkaart-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try SQLiteStore(at: folder)
    for start in stride(from: 0, to: customers, by: 1000) {
      let end = min(start + 1000, customers)
      try await store.append((start..<end).flatMap { number in (0..<3).map { fact(number, $0) } })
    }
    for start in stride(from: 0, to: facts, by: 1000) {
      try await store.append((start..<min(start + 1000, facts)).map { fact(-1, $0) })
    }
    let large = try await time(erasing: -1, in: store)
    var small: [Int] = []
    for number in 0..<max(1, others) { small.append(try await time(erasing: number, in: store)) }
    small.sort()
    try await store.close()
    show(large: large, median: small[small.count / 2], slowest: small[small.count - 1])
  }

  private func time(erasing number: Int, in store: SQLiteStore) async throws -> Int {
    let clock = ContinuousClock()
    let start = clock.now
    let known = try await store.facts(about: subject(number)).facts
    let report = try await store.erase(
      ErasureOrder(
        .request, at: BenchWorld.now,
        people: [.init(identifiers: subject(number), facts: known.map(\.id))]))
    let milliseconds = start.duration(to: clock.now).nanoseconds / 1_000_000
    guard report.state == .final, report.people == 1 else {
      throw ValidationError("An erasure did not become final.")
    }
    return milliseconds
  }

  private func show(large: Int, median: Int, slowest: Int) {
    guard json else {
      print("a person with \(facts) facts erased for good: \(large) ms (goal: 2,000)")
      return print("a person with 3 facts: median \(median) ms, slowest \(slowest) ms")
    }
    var writer = JSONWriter()
    writer.object { writer in
      for (name, value) in [
        ("eraseLargeMilliseconds", large), ("eraseMedianMilliseconds", median),
        ("eraseSlowestMilliseconds", slowest),
      ] {
        writer.key(name)
        writer.integer(value)
      }
    }
    print(writer.text)
  }

  private func subject(_ number: Int) -> [Identifier] {
    [
      Identifier(.customerNumber, "\(500_000 + number)"),
      Identifier(.email, "customer.\(500_000 + number)@example.nl"),
    ].compactMap(\.self)
  }

  private func fact(_ number: Int, _ place: Int) -> Fact {
    Fact(
      id: FactID(source: "web", id: "\(number) \(place)"), subject: subject(number),
      occurredAt: BenchWorld.now, recordedAt: BenchWorld.now,
      content: .behaved(event: "Page Viewed", properties: []))
  }
}
