import OpenkaartCore
import OpenkaartFiles
import OpenkaartService
import Synchronization
import Testing

/// What goes when by the policy of the car dealer, and what stays.
struct RetentionTests {
  private static let now = Timestamp(milliseconds: 1_795_338_000_000)  // 2026-11-22

  private static func desk(_ documents: [String]) async throws -> (Desk, MemoryStore) {
    let gate = try ScenarioTests.file("golden.yaml").1
    let store = MemoryStore()
    await store.apply(
      AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    let reader = FactReader(defaultSource: "crm", acceptsRecordedAt: true)
    var facts: [Fact] = []
    for (number, text) in documents.enumerated() {
      let node = try JSONReader.node(in: Array(#"{"id": "\#(number)", \#(text)}"#.utf8))
      facts.append(try reader.reading(of: node).fact)
    }
    _ = await store.append(facts)
    let desk = Desk(
      store: store, policies: PolicyBook(store) { _ in gate }, door: "test", clock: { now })
    return (desk, store)
  }

  private static func fact(_ person: String, _ moment: String, _ rest: String) -> String {
    """
    "subject": {"email": "\(person)@example.nl"}, "occurredAt": "\(moment)T10:00:00Z",
    "recordedAt": "\(moment)T10:00:00Z", \(rest)
    """
  }

  private static let seen = #""kind": "behaved", "event": "seen""#
  private static let bought = """
    "kind": "purchased", "order": "o1", "saleKind": "paid",
    "lines": [{"product": "mat", "productLine": "accessories", "priceCents": 4900}]
    """

  @Test func `E11: what only an ended purpose covers goes, and nothing else`() async throws {
    let (desk, store) = try await Self.desk([
      Self.fact("anna", "2025-01-05", Self.seen), Self.fact("bob", "2026-10-05", Self.seen),
      Self.fact("anna", "2019-03-05", Self.bought),
    ])
    let retention = RetentionRun(desk, over: store)
    let plan = try await retention.plan(namesCustomers: true)
    #expect(plan.people == 1)
    #expect(plan.customers.count == 1)
    #expect(plan.lines.map(\.key.part) == [.behaviour])
    #expect(plan.lines.first?.key.purposes == ["appProfiling"])
    let steps = Mutex<[Double]>([])
    let report = try await retention.run { step in steps.withLock { $0.append(step) } }
    #expect(report.erasures.map(\.state) == [.final])
    // Everybody is read, one job is done, and all is final.
    #expect(steps.withLock { $0 } == [0.5, 1, 1])
    #expect(await store.counts.facts == 2)
    #expect(try await retention.run().people == 0)
    #expect(await store.keptRecords.isEmpty)
  }

  @Test func `E12: an invoice outlives its purchase by the law`() async throws {
    let (desk, store) = try await Self.desk([Self.fact("anna", "2019-03-05", Self.bought)])
    let retention = RetentionRun(desk, over: store)
    func parts(asOf day: String) async throws -> [RetentionClass] {
      let moment = try #require(Timestamp(rfc3339: "\(day)T12:00:00Z"))
      return try await retention.plan(asOf: moment).lines.map(\.key.part)
    }
    // Seven years after the book year 2019, in the zone of the controller.
    #expect(try await parts(asOf: "2026-12-31").isEmpty)
    #expect(try await parts(asOf: "2027-01-01") == [.purchases])
  }

  @Test func `E13: who restricted their data, or has a request open, is left alone`()
    async throws
  {
    let (desk, store) = try await Self.desk([
      Self.fact("anna", "2025-01-05", Self.seen),
      Self.fact("anna", "2025-02-05", #""kind": "restricted", "ground": "claim""#),
      Self.fact("bob", "2025-01-05", Self.seen),
      Self.fact("bob", "2026-11-05", #""kind": "requested", "case": "7", "right": "access""#),
    ])
    #expect(try await RetentionRun(desk, over: store).plan().people == 0)
  }

  @Test func `E14: what a duty asks for is kept of an erased person, and no more`() throws {
    let gate = try ScenarioTests.file("golden.yaml").1
    let keeping = Keeping(policy: gate.policy, zone: gate.zone)
    let email = try #require(Identifier(.email, "anna@example.nl"))
    func fact(_ day: String, _ content: FactContent) throws -> Fact {
      let moment = try #require(Timestamp(rfc3339: "\(day)T10:00:00Z"))
      return Fact(
        id: FactID(source: "shop", id: day), subject: [email], occurredAt: moment,
        recordedAt: moment, content: content)
    }
    let sale = FactContent.purchased(Purchase(order: "o", lines: []))
    let may = try #require(Day(iso: "2026-05-01"))
    let kept = keeping.kept(of: try fact("2024-06-01", sale), on: may)
    #expect(kept?.isInvoice == true)
    #expect(kept?.until == Day(iso: "2031-12-31"))
    #expect(keeping.kept(of: try fact("2018-06-01", sale), on: may) == nil)
    // Late on the last day of the year, it is the next year for the controller.
    let night = try #require(Timestamp(rfc3339: "2024-12-31T23:30:00Z"))
    let late = Fact(
      id: FactID(source: "shop", id: "x"), subject: [email], occurredAt: night, recordedAt: night,
      content: sale)
    #expect(keeping.kept(of: late, on: may)?.until == Day(iso: "2032-12-31"))
    #expect(
      keeping.kept(of: try fact("2026-01-01", .behaved(event: "e", properties: [])), on: may)
        == nil)
    #expect(keeping.kept(of: try fact("2026-01-01", .deceased), on: may) == nil)
  }
}
