import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

/// Times how fast a campaign is frozen and handed off.
struct BenchRelease: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Time how fast a campaign is frozen and handed off.",
    discussion: """
      Keeps customers with three facts each in a folder of its own that it removes, freezes a \
      campaign to all of them, and hands it off page by page: each member is asked about again, \
      gets a permit, and the hand-off is a durable fact before the page is there. The log is signed \
      meanwhile, and at the end with everything in it. With --senders several ask for pages at once.
      """)

  @Option(help: "How many customers.") var customers = 20_000
  @Option(help: "How many ask for pages at once.") var senders = 1
  @Option(help: "Where to make the folder.") var directory = FileManager.default
    .temporaryDirectory.path
  @Flag(help: "Print the figures as JSON.") var json = false

  func run() async throws {
    let folder = directory + "/openkaart-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try SQLiteStore(at: folder)
    for start in stride(from: 0, to: customers, by: 2_000) {
      let some = start..<min(customers, start + 2_000)
      try await store.append(some.flatMap { Self.facts(of: $0) })
    }
    let gate = Gate(policy: BenchWorld.policy, zones: .empty)
    try await store.apply(
      AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    let desk = Desk(
      store: store, policies: PolicyBook(store) { _ in gate }, caps: store, log: store,
      door: "bench"
    ) { BenchWorld.now }
    let figures = try await figures(ReleaseDesk(desk, on: store), provedBy: store)
    try await store.close()
    show(figures)
  }

  private struct Figures {
    let handed: Int
    let frozenPerSecond: Int
    let handedPerSecond: Int
    /// How long all cores together worked on each, in microseconds.
    let processor: Int
  }

  func validate() throws {
    guard senders > 0 else { throw ValidationError("--senders: at least one asks for pages.") }
  }

  private func figures(
    _ releases: ReleaseDesk, provedBy log: any PublishedLog
  ) async throws -> Figures {
    let question = AudienceQuestion(
      purpose: "offers", channel: .email, activity: Use.Activity(id: "spring"), at: BenchWorld.now)
    let clock = ContinuousClock()
    let draft = try await releases.draft(question)
    var start = clock.now
    let frozen = try await releases.freeze(draft.id)
    let freezing = start.duration(to: clock.now).nanoseconds
    // So that only what is handed off has still to be signed.
    try await log.publishLog()
    start = clock.now
    let before = Usage.now
    let publishing = Task { try await Self.publish(log) }
    let handed = try await withThrowingTaskGroup(of: Int.self) { [senders] group in
      for sender in 0..<senders {
        group.addTask {
          var handed = 0
          for page in stride(from: sender, to: frozen.release.pages, by: senders) {
            handed += try await releases.handOff(draft.id, page: page).members.count
          }
          return handed
        }
      }
      return try await group.reduce(0, +)
    }
    publishing.cancel()
    _ = await publishing.result
    try await log.publishLog()
    let handing = start.duration(to: clock.now).nanoseconds
    return Figures(
      handed: handed,
      frozenPerSecond: frozen.release.members * 1_000_000 / max(1, freezing / 1000),
      handedPerSecond: handed * 1_000_000 / max(1, handing / 1000),
      processor: (Usage.now.processor - before.processor) / max(1, handed))
  }

  /// Signs and shows what was added to the log twice a second, as a server does.
  private static func publish(_ log: any PublishedLog) async throws {
    while !Task.isCancelled {
      try await Task.sleep(for: .milliseconds(500))
      try await log.publishLog()
    }
  }

  private func show(_ figures: Figures) {
    guard json else {
      print(
        """
        frozen: \(figures.frozenPerSecond) members/s
        handed off: \(figures.handed), \(figures.handedPerSecond) a second, each decided, durable, \
        in the signed log and with a permit (goal: 20,000)
        each took \(figures.processor) us of \(Usage.cores) cores
        """)
      return
    }
    var writer = JSONWriter()
    writer.object { writer in
      for (name, value) in [
        ("handedOff", figures.handed), ("frozenPerSecond", figures.frozenPerSecond),
        ("handedOffPerSecond", figures.handedPerSecond),
        ("processorMicroseconds", figures.processor), ("cores", Usage.cores),
      ] {
        writer.key(name)
        writer.integer(value)
      }
    }
    print(writer.text)
  }

  private static func facts(of customer: Int) -> [Fact] {
    let subject = [
      Identifier(.customerNumber, "\(100_000 + customer)"),
      Identifier(.email, "customer.\(customer)@example.nl"),
    ].compactMap { $0 }
    let contents: [FactContent] = [
      .described(Description(attributes: [.init("givenName", "Anna"), .init("city", "Utrecht")])),
      .behaved(event: "Page Viewed", properties: []),
      .consented(
        Consent(
          purpose: "offers", channel: .email,
          notice: NoticeReference(id: "marketing", version: "1"), method: .form)),
    ]
    let moment = BenchWorld.now.advanced(by: -86_400_000)
    return contents.enumerated().map { index, content in
      Fact(
        id: FactID(source: "bench", id: "\(customer)-\(index)"), subject: subject,
        occurredAt: moment, recordedAt: moment, content: content)
    }
  }
}
