import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

/// Times how fast entries of the log become durable, and how fast a long log is checked.
struct BenchLog: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Time how fast entries become durable, and a log is checked.",
    discussion: """
      Keeps facts in batches, four batches at once, then writes down looks by many at once, in a folder \
      of its own that it removes. Then it makes a long log of entries that are made up, audits it, and \
      makes and checks proofs from its files. With --log the long log stays, for openkaart-verify.
      """)

  @Option(help: "How many facts to keep.") var facts = 200_000
  @Option(help: "How many facts go in at once.") var batch = 5000
  @Option(help: "How many looks to write down.") var looks = 100_000
  @Option(help: "By how many at once.") var clients = 64
  @Option(help: "How many entries the long log has.") var entries = 10_000_000
  @Option(help: "Where to make the long log and leave it.") var log: String?
  @Option(help: "Where to make the folder.") var directory = FileManager.default
    .temporaryDirectory.path
  @Flag(help: "Print the figures as JSON.") var json = false

  func validate() throws {
    guard facts >= 0, looks >= 0, entries >= 0, batch > 0, clients > 0 else {
      throw ValidationError("Numbers are not negative, and a batch and the clients not zero.")
    }
  }

  func run() async throws {
    let folder = directory + "/openkaart-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var figures: [Figure] = []
    if facts > 0 || looks > 0 {
      let store = try SQLiteStore(at: folder + "/store")
      if facts > 0 { figures += [try await factRate(in: store)] }
      if looks > 0 { figures += try await lookFigures(in: store) }
      try await store.close()
    }
    if entries > 0 {
      let long = BenchTiles(entries: UInt64(entries), folder: log ?? folder + "/log")
      figures += try long.figures()
      if log != nil { printError("\(long.verifierKey)") }
    }
    print(json ? Figure.json(figures) : figures.map(\.text).joined(separator: "\n"))
  }

  /// Facts a second about known people, in batches.
  private func factRate(in store: SQLiteStore) async throws -> Figure {
    _ = try await store.append((0..<1000).map { Self.fact($0, "known") })
    let batches = stride(from: 0, to: facts, by: batch).map { start in
      (start..<min(start + batch, facts)).map { Self.fact($0, "\($0)") }
    }
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (place, batch) in batches.enumerated() {
        if place > 3 { try await group.next() }
        group.addTask { _ = try await store.append(batch) }
      }
      try await group.waitForAll()
    }
    return Figure(
      "factEntriesPerSecond", Self.rate(facts, since: start),
      "entries/s, durable: facts in batches of \(batch) (goal: 50,000)")
  }

  /// Looks a second, and how long the slowest hundredth waited.
  private func lookFigures(in store: SQLiteStore) async throws -> [Figure] {
    let each = max(1, looks / clients)
    let start = ContinuousClock.now
    let times = try await withThrowingTaskGroup(of: [Int].self) { group in
      for client in 0..<clients {
        group.addTask {
          var times: [Int] = []
          for _ in 0..<each {
            let begun = ContinuousClock.now
            try await store.append(
              UsageEntry(.searched, at: BenchWorld.now, by: "client \(client)"))
            times.append(begun.duration(to: .now).nanoseconds / 1000)
          }
          return times
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }.sorted()
    }
    return [
      Figure(
        "lookEntriesPerSecond", Self.rate(times.count, since: start),
        "entries/s, durable: looks by \(clients) at once, without HTTP (goal: 5,000)"),
      Figure(
        "lookP99Microseconds", times[times.count * 99 / 100],
        "µs until a look is durable, p99 (goal: 50,000)"),
    ]
  }

  static func rate(_ count: Int, since start: ContinuousClock.Instant) -> Int {
    count * 1_000_000 / max(1, start.duration(to: .now).nanoseconds / 1000)
  }

  private static func fact(_ number: Int, _ id: String) -> Fact {
    Fact(
      id: FactID(source: "bench", id: "\(id)-\(number % 1000)"),
      subject: [Identifier(.customerNumber, "\(100_000 + number % 1000)")].compactMap(\.self),
      occurredAt: BenchWorld.now, recordedAt: BenchWorld.now,
      content: .behaved(event: "Page Viewed", properties: []))
  }

  /// One thing that was measured.
  struct Figure {
    let name: String
    let value: Int
    let meaning: String

    init(_ name: String, _ value: Int, _ meaning: String) {
      self.name = name
      self.value = value
      self.meaning = meaning
    }

    var text: String { "\(Language.en.number(value)) \(meaning)" }

    static func json(_ figures: [Figure]) -> String {
      var writer = JSONWriter()
      writer.object { writer in
        for figure in figures {
          writer.key(figure.name)
          writer.integer(figure.value)
        }
      }
      return writer.text
    }
  }
}
