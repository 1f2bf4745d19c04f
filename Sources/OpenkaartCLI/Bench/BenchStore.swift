import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

/// Times how fast facts are kept, durable, and found again.
struct BenchStore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Time how fast facts are kept and found again.",
    discussion: """
      Keeps facts of new customers, three each, in a folder of its own that it removes; then as many \
      about customers it knows, in batches of a hundred, one after another; then finds customers.
      """)

  @Option(help: "How many customers to keep.") var customers = 20_000
  @Option(help: "How many customers to find.") var finds = 2_000
  @Option(help: "Where to make the folder.") var directory = FileManager.default
    .temporaryDirectory.path
  @Flag(help: "Print the figures as JSON.") var json = false

  func run() async throws {
    let folder = directory + "/openkaart-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try SQLiteStore(at: folder)
    let thousands = try await rate(of: StoreFacts.new(customers: customers), by: 1000, in: store)
    let hundreds = try await rate(of: StoreFacts.later(customers: customers), by: 100, in: store)
    let finds = try await findTimes(in: store)
    let facts = try await store.counts.facts
    try await store.close()
    let figures = Figures(
      thousands: thousands, hundreds: hundreds, finds: finds, bytes: try Self.size(of: folder),
      facts: facts, opening: try await openingTime(folder))
    print(json ? figures.json : figures.text)
  }

  /// Facts kept a second, each batch durable before the next.
  private func rate(of facts: [Fact], by size: Int, in store: SQLiteStore) async throws -> Int {
    let clock = ContinuousClock()
    let start = clock.now
    for begin in stride(from: 0, to: facts.count, by: size) {
      try await store.append(Array(facts[begin..<min(begin + size, facts.count)]))
    }
    let microseconds = max(1, start.duration(to: clock.now).nanoseconds / 1000)
    return facts.count * 1_000_000 / microseconds
  }

  /// Nanoseconds to find a customer by e-mail address, sorted.
  private func findTimes(in store: SQLiteStore) async throws -> [Int] {
    let clock = ContinuousClock()
    var times: [Int] = []
    for find in 0..<max(1, finds) {
      let subject = StoreFacts.subject(find * 7919 % customers).dropFirst().prefix(1)
      let start = clock.now
      let group = try await store.facts(about: Array(subject))
      times.append(start.duration(to: clock.now).nanoseconds)
      guard !group.facts.isEmpty else { throw ValidationError("A customer was not found.") }
    }
    return times.sorted()
  }

  private func openingTime(_ folder: String) async throws -> Int {
    let clock = ContinuousClock()
    let start = clock.now
    let store = try SQLiteStore(at: folder)
    let time = start.duration(to: clock.now).nanoseconds / 1000
    try await store.close()
    return time
  }

  /// The bytes of all files in a folder.
  static func size(of folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, file in
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)
      return sum + ((attributes[.size] as? NSNumber)?.intValue ?? 0)
    }
  }

  private struct Figures {
    let thousands: Int
    let hundreds: Int
    let finds: [Int]
    let bytes: Int
    let facts: Int
    let opening: Int

    private var median: Int { finds[finds.count / 2] / 1000 }
    private var p99: Int { finds[finds.count * 99 / 100] / 1000 }

    var text: String {
      """
      kept in batches of 1,000: \(thousands) facts/s (new customers)
      kept in batches of 100: \(hundreds) facts/s (known customers; goal: 10,000)
      a customer found: median \(median) µs, p99 \(p99) µs
      on disk: \(bytes / max(1, facts)) bytes a fact; opened in \(opening) µs
      """
    }

    var json: String {
      var writer = JSONWriter()
      writer.object { writer in
        for (name, value) in [
          ("factsPerSecondBy1000", thousands), ("factsPerSecondBy100", hundreds),
          ("findMedianMicroseconds", median), ("findP99Microseconds", p99),
          ("bytesPerFact", bytes / max(1, facts)), ("openMicroseconds", opening),
        ] {
          writer.key(name)
          writer.integer(value)
        }
      }
      return writer.text
    }
  }
}

/// The facts of the benchmark.
private enum StoreFacts {
  static func subject(_ customer: Int) -> [Identifier] {
    [
      Identifier(.customerNumber, "\(100_000 + customer)"),
      Identifier(.email, "customer.\(customer)@example.nl"),
    ].compactMap { $0 }
  }

  /// Three facts of each customer: who they are, a sale, a consent.
  static func new(customers: Int) -> [Fact] {
    (0..<customers).flatMap { customer in
      let phone = Identifier(.phone, "06\(10_000_000 + customer)")
      return [
        fact(
          customer, 0,
          .described(
            Description(
              identifiers: [phone].compactMap { $0 },
              attributes: [
                .init("givenName", "Anna"), .init("familyName", "de Vries-\(customer)"),
                .init("postalCode", "1234 AB"), .init("houseNumber", "\(customer % 100)"),
                .init("city", "Utrecht"), .init("language", "nl"),
              ]))),
        fact(customer, 1, .purchased(purchase(customer))),
        fact(
          customer, 2,
          .consented(
            Consent(
              purpose: "newsletter", channel: .email,
              notice: NoticeReference(id: "marketing", version: "2"), method: .form))),
      ]
    }
  }

  /// Three more facts of each customer, the customers mixed.
  static func later(customers: Int) -> [Fact] {
    (0..<(customers * 3)).map { number in
      let customer = number * 7919 % customers
      return fact(
        customer, 3 + number / customers,
        number % 2 == 0
          ? .behaved(event: "Page Viewed", properties: []) : .purchased(purchase(number)))
    }
  }

  private static func purchase(_ number: Int) -> Purchase {
    Purchase(
      order: "order-\(number)",
      lines: [
        .init(product: "mat-\(number % 50)", productLine: "accessories", priceCents: 4900)
      ],
      saleKind: .paid, optOutOffered: true)
  }

  private static func fact(_ customer: Int, _ number: Int, _ content: FactContent) -> Fact {
    let moment = BenchWorld.now.advanced(by: Int64(-number) * 86_400_000)
    return Fact(
      id: FactID(source: "crm", id: "\(customer)-\(number)"), subject: subject(customer),
      occurredAt: moment, recordedAt: BenchWorld.now, content: content)
  }
}
