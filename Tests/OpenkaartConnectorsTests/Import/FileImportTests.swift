import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService
import Testing

/// Taking a file into a store: once, twice, cut off, and again.
@Suite struct FileImportTests {
  private static let map = """
    source: crm
    dates: dd-MM-yyyy
    subject: {customerNumber: nr}
    occurredAt: gewijzigd
    facts:
      - kind: described
        identifiers: {email: mail}
        attributes: {city: plaats}
      - kind: consented
        when: {column: nieuwsbrief, equals: ja}
        constants: {purpose: newsletter, channel: email, notice: news@1, method: form}
      - kind: withdrew
        when: {column: nieuwsbrief, equals: nee}
        constants: {purpose: newsletter, channel: email}
    """
  private static let header = "nr;mail;plaats;nieuwsbrief;gewijzigd\n"
  private static let now = Timestamp(milliseconds: 1_795_338_000_000)

  private static func rows(_ numbers: ClosedRange<Int>, city: String = "Gouda") -> String {
    header + numbers.map { "\($0);p\($0)@x.nl;\(city);ja;01-07-2026\n" }.joined()
  }

  private struct Taken {
    let report: ImportReport
    let rejects: [Reject]
  }

  private static func take(
    _ text: String, into store: any FactStore & ImportJournal, map: String = map,
    isDryRun: Bool = false, snapshot key: String? = nil, exportedAt: Timestamp = now
  ) async throws -> Taken {
    let bytes = Array(text.utf8)
    let mapping = try mapping(map)
    let feed = try TableFeed(
      bytes, named: "crm.csv", mapping: mapping, zone: .utc, knowledge: .since(now),
      exportedAt: exportedAt, snapshotKey: key)
    var rejects: [Reject] = []
    let report = try await FileImport(
      into: store,
      file: try ImportedFile(of: ContentSurvey(of: bytes), mapping: Array(map.utf8), source: "crm"),
      isDryRun: isDryRun, snapshotAt: key == nil ? nil : exportedAt, batchRows: 4096
    ).run(feed, rejected: { rejects += $0 })
    return Taken(report: report, rejects: rejects)
  }

  private static func described(
    _ number: Int, in store: MemoryStore
  ) async throws -> [FactContent] {
    let subject = [try #require(Identifier(.customerNumber, "\(number)"))]
    return await store.facts(about: subject).facts.map(\.content)
  }

  @Test func `good rows go in and bad ones are told with their place`() async throws {
    let store = MemoryStore()
    let text =
      Self.rows(1...3) + "4;p4@x.nl;Gouda;ja;31-02-2026\n5;p5@x.nl\n6;p6@x.nl;Gouda;;01-07-2026\n"
    let taken = try await Self.take(text, into: store)
    #expect(taken.report.intake.taken == [.described: 4, .consented: 3])
    #expect(taken.rejects.map(\.row) == [5, 5, 6])
    #expect(taken.rejects.map(\.code) == ["cell.date", "cell.date", "table.ragged"])
    #expect(taken.report.intake.rejected == 3)
    #expect(await store.counts.facts == 7)
  }

  @Test func `the same file twice takes nothing in twice`() async throws {
    let store = MemoryStore()
    _ = try await Self.take(Self.rows(1...10), into: store)
    let again = try await Self.take(Self.rows(1...10), into: store)
    #expect(again.report.wasFinished)
    #expect(again.report.intake.factCount == 0)
    #expect(await store.counts.facts == 20)
    // One row more is another file; what was there is passed over.
    let more = try await Self.take(Self.rows(1...11), into: store)
    #expect(!more.report.wasFinished)
    #expect(more.report.intake.factCount == 2)
    #expect(more.report.intake.duplicates == 20)
  }

  @Test(arguments: [nil, "nr"])
  func `E2: a file brings whoever is let back, though it was read while they were kept out`(
    key: String?
  ) async throws {
    let store = MemoryStore()
    let subject = [try #require(Identifier(.customerNumber, "3"))]
    let erasedAt = try #require(Timestamp(rfc3339: "2026-06-01T12:00:00Z"))
    _ = await store.erase(
      ErasureOrder(.request, at: erasedAt, people: [.init(identifiers: subject, facts: [])]))
    let text = Self.rows(1...5)
    for _ in 0..<2 {
      let kept = try await Self.take(text, into: store, snapshot: key)
      #expect(kept.report.intake.suppressed == 2)
      #expect(!kept.report.wasFinished)
    }
    #expect(try await Self.described(3, in: store).isEmpty)
    _ = await store.lift(subject, at: Self.now)
    let back = try await Self.take(text, into: store, snapshot: key)
    #expect(back.report.intake.factCount == 2)
    #expect(try await Self.described(3, in: store).count == 2)
    let again = try await Self.take(text, into: store, snapshot: key)
    #expect(again.report.intake.factCount + again.report.intake.suppressed == 0)
    #expect(key != nil || again.report.wasFinished)
  }

  @Test func `a dry run writes nothing`() async throws {
    let store = MemoryStore()
    let taken = try await Self.take(
      Self.rows(1...10) + "1;p1@x.nl;Gouda;ja;01-07-2026\n", into: store, isDryRun: true)
    #expect(taken.report.intake.factCount == 20)
    #expect(taken.report.intake.duplicates == 2)
    #expect(await store.counts.facts == 0)
    let bytes = Array((Self.rows(1...10) + "1;p1@x.nl;Gouda;ja;01-07-2026\n").utf8)
    let file = try ImportedFile(
      of: ContentSurvey(of: bytes), mapping: Array(Self.map.utf8), source: "crm")
    #expect(await store.progress(of: file) == nil)
  }

  /// A store that is cut off at its nth batch.
  private actor Failing: FactStore, ImportJournal {
    let store = MemoryStore()
    private var left: Int
    private(set) var appended = 0

    init(after batches: Int) { left = batches }

    func mend() { left = .max }

    func append(_ facts: [Fact]) async throws -> [FactAddition] {
      guard left > 0 else { throw StoreError.diskFull(folder: "data") }
      left -= 1
      appended += facts.count
      return await store.append(facts)
    }

    func facts(about subject: [Identifier]) async -> FactGroup { await store.facts(about: subject) }
    func facts(of customer: CustomerID) async -> FactGroup { await store.facts(of: customer) }
    func erasures(about subject: [Identifier]) async -> [Fact] {
      await store.erasures(about: subject)
    }
    func forEachGroup(_ body: @Sendable (FactGroup) async throws -> Void) async throws {
      try await store.forEachGroup(body)
    }
    func customer(of subject: [Identifier]) async -> CustomerID? {
      await store.customer(of: subject)
    }
    var counts: StoreCounts { get async { await store.counts } }
    var latestRecordedAt: Timestamp { get async { await store.latestRecordedAt } }
    func rebuild(progress: @escaping @Sendable (Double) -> Void) async -> RebuildReport {
      await store.rebuild(progress: progress)
    }
    func progress(of file: ImportedFile) async -> ImportProgress? { await store.progress(of: file) }
    func note(_ progress: ImportProgress, of file: ImportedFile) async {
      await store.note(progress, of: file)
    }
    func changes(in rows: [SnapshotRow], of source: String) async -> [SnapshotChange] {
      await store.changes(in: rows, of: source)
    }
    func note(_ rows: [SnapshotRow], of source: String, seenIn run: [UInt8]) async {
      await store.note(rows, of: source, seenIn: run)
    }
    func rowsMissing(from run: [UInt8], of source: String) async -> MissingRows {
      await store.rowsMissing(from: run, of: source)
    }
  }

  @Test(arguments: 0...2) func `an import that was cut off goes on where it was`(batches: Int)
    async throws
  {
    let store = Failing(after: batches)
    let text = Self.rows(1...10_000)
    await #expect(throws: StoreError.self) { try await Self.take(text, into: store) }
    let before = await store.appended
    await store.mend()
    let rest = try await Self.take(text, into: store)
    #expect((rest.report.rowsBefore > 0) == (batches > 0))
    #expect(await store.counts.facts == 20_000)
    // Nothing that was noted is given to the store again.
    #expect(await store.appended == before + 20_000 - rest.report.rowsBefore * 2)
    #expect(rest.report.intake.duplicates == 0)
  }

  @Test func `facts of several rows come at the end, also after a cut`() async throws {
    let map = """
      source: shop
      subject: {customerNumber: nr}
      facts:
        - kind: purchased
          group: order
          occurredAt: datum
          order: order
          lines: [{product: artikel}]
      """
    let text =
      "nr,order,datum,artikel\n"
      + (1...6000).map { "\($0 % 100),o\($0 / 3),2026-01-01,a\($0)\n" }.joined()
    // Rows of one order must agree on the customer: those that do not are refused.
    let store = Failing(after: 1)
    _ = try? await Self.take(text, into: store, map: map)
    await store.mend()
    let rest = try await Self.take(text, into: store, map: map)
    let whole = MemoryStore()
    _ = try await Self.take(text, into: whole, map: map)
    #expect(await store.counts.facts == whole.counts.facts)
    #expect(rest.report.file.rejectCount > 0)
  }

  // MARK: Full exports

  @Test func `of a full export only what changed is taken in`() async throws {
    let store = MemoryStore()
    let first = try await Self.take(Self.rows(1...5), into: store, snapshot: "nr")
    #expect(first.report.snapshot?.new == 5)
    let same = try await Self.take(Self.rows(1...5) + "\n", into: store, snapshot: "nr")
    #expect(same.report.snapshot?.same == 5)
    #expect(same.report.intake.factCount + same.report.intake.duplicates == 0)

    let moved = Self.rows(1...4).replacing("2;p2@x.nl;Gouda", with: "2;p2@x.nl;Delft")
    let changed = try await Self.take(
      moved, into: store, snapshot: "nr", exportedAt: Self.now.advanced(by: 86_400_000))
    #expect(changed.report.snapshot?.changed == 1)
    #expect(changed.report.snapshot?.same == 3)
    #expect(changed.report.snapshot?.missing?.count == 1)
    #expect(changed.report.snapshot?.missing?.customers.count == 1)
    // The consent says nothing new; the city does, later than what it said before.
    #expect(changed.report.intake.taken == [.described: 1])
    let profile = await Self.city(2, in: store, at: Self.now.advanced(by: 86_400_001))
    #expect(profile == "Delft")
  }

  private static func city(
    _ number: Int, in store: MemoryStore, at moment: Timestamp
  ) async -> String? {
    guard let customer = Identifier(.customerNumber, "\(number)") else { return nil }
    let facts = await store.facts(about: [customer]).facts
    return facts.filter { $0.occurredAt <= moment }.sorted { $0.occurredAt < $1.occurredAt }
      .compactMap { fact -> String? in
        guard case .described(let description) = fact.content else { return nil }
        return description.attributes.first { $0.name == "city" }?.value
      }.last
  }

  @Test func `what changes and changes back is told each time`() async throws {
    let store = MemoryStore()
    for (day, city) in ["Gouda", "Delft", "Gouda", "Delft"].enumerated() {
      let at = Self.now.advanced(by: Int64(day) * 86_400_000)
      let text = Self.rows(1...2, city: city) + String(repeating: "\n", count: day)
      _ = try await Self.take(text, into: store, snapshot: "nr", exportedAt: at)
      #expect(await Self.city(1, in: store, at: at) == city)
    }
    #expect(try await Self.described(1, in: store).count == 5)
  }

  @Test func `a no in a full export is a new fact, and the export again is none`() async throws {
    let store = MemoryStore()
    _ = try await Self.take(Self.rows(1...2), into: store, snapshot: "nr")
    let text = Self.rows(1...2).replacing("1;p1@x.nl;Gouda;ja", with: "1;p1@x.nl;Gouda;nee")
    let no = try await Self.take(text, into: store, snapshot: "nr")
    #expect(no.report.intake.taken == [.withdrew: 1])
    let again = try await Self.take(text, into: store, snapshot: "nr")
    #expect(again.report.snapshot?.same == 2)
    #expect(again.report.intake.factCount == 0)
  }

  @Test func `a key must be there and differ in every row`() async throws {
    let text =
      Self.header + "1;a@x.nl;G;ja;01-07-2026\n1;b@x.nl;G;ja;01-07-2026\n;c@x.nl;G;ja;01-07-2026\n"
    let map = Self.map.replacing("{customerNumber: nr}", with: "{email: mail}")
    let taken = try await Self.take(text, into: MemoryStore(), map: map, snapshot: "nr")
    #expect(
      taken.rejects.map(\.code) == ["snapshot.keyTwice", "snapshot.keyTwice", "snapshot.noKey"])
    #expect(taken.report.intake.factCount == 2)
    #expect(throws: ImportError.self) {
      try TableFeed(
        Array(text.utf8), named: "x", mapping: mapping(map), zone: .utc, knowledge: .asTold,
        snapshotKey: "number")
    }
  }

  @Test func `facts may happen when the file was made`() async throws {
    let map = """
      source: crm
      occurredAt: {value: export}
      subject: {customerNumber: nr}
      facts: [{kind: described, identifiers: {email: mail}}]
      """
    let store = MemoryStore()
    _ = try await Self.take(Self.rows(1...1), into: store, map: map)
    let facts = await store.facts(about: [try #require(Identifier(.customerNumber, "1"))]).facts
    #expect(facts.map(\.occurredAt) == [Self.now])
    #expect(throws: ImportError.self) {
      try TableFeed(
        Array(Self.rows(1...1).utf8), named: "x", mapping: mapping(map), zone: .utc,
        knowledge: .asTold)
    }
  }

  @Test func `history may count as known when it happened, and never later than now`() throws {
    let rows = Self.header + "1;a@x.nl;G;;01-07-2026\n2;b@x.nl;G;;01-07-2031\n"
    var feed = try TableFeed(
      Array(rows.utf8), named: "x", mapping: mapping(Self.map), zone: .utc,
      knowledge: .sinceItHappened(now: Self.now))
    let facts = (try feed.next(rows: 10)?.facts ?? []).map(\.fact)
    #expect(facts.map(\.recordedAt) == [facts[0].occurredAt, Self.now])
  }
}
