import OpenkaartCore
import OpenkaartFiles
import OpenkaartService
import Synchronization
import Testing

/// The one counter of all doors, over facts in memory.
@Suite struct DeskTests {
  private static let now = Timestamp(milliseconds: 1_795_338_000_000)

  /// A log that a test can read.
  private final class Notes: UsageLog {
    private let notes = Mutex<[UsageEntry]>([])
    func append(_ entry: UsageEntry) -> EntryNumber {
      notes.withLock { notes in
        notes.append(entry)
        return EntryNumber(notes.count - 1)
      }
    }
    func append(_ entry: UsageEntry, about members: [UsageMember]) -> LoggedBatch {
      LoggedBatch(number: append(entry), places: members.indices.map { UInt64($0) })
    }
    func entries(of _: CustomerID, before _: EntryNumber?, limit _: Int) -> [LoggedUse] { [] }
    var kinds: [UsageEntry.Kind] { notes.withLock { $0.map(\.kind) } }
  }

  private static func gate() throws -> Gate { try ScenarioTests.file("golden.yaml").1 }

  private static func desk(
    _ store: MemoryStore = MemoryStore(), log: any UsageLog = NoUsageLog(), isApplied: Bool = true
  ) async throws -> Desk {
    let gate = try gate()
    if isApplied {
      await store.apply(
        AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    }
    return Desk(
      store: store, policies: PolicyBook(store, compiler: { _ in gate }), log: log, door: "test",
      clock: { now })
  }

  private static func document(_ text: String) throws -> Node {
    try JSONReader.node(in: Array(text.utf8))
  }

  private static func anna(_ more: String, id: String) throws -> Node {
    try document(
      """
      {"id": "\(id)", "source": "web", "occurredAt": "2026-11-01T10:00:00Z",
       "subject": {"email": "anna@example.nl"}, \(more)}
      """)
  }

  private static let described = #""kind": "described", "attributes": {"birthDate": "1990-05-31"}"#
  private static let consent = """
    "kind": "consented", "purpose": "offers", "channel": "email", "notice": "marketing@2",
    "method": "form"
    """

  private static func use(_ text: String = "anna@example.nl") throws -> Use {
    Use(
      subject: [try #require(Identifier(.email, text))], purpose: "offers", channel: .email,
      activity: .init(id: "a"))
  }

  @Test func `documents are taken in once, and what is no fact is refused alone`() async throws {
    let desk = try await Self.desk()
    let documents = [
      try Self.anna(Self.described, id: "1"), try Self.anna(#""kind": "unheard""#, id: "2"),
      try Self.anna(Self.described, id: "1"), try Self.anna(Self.consent, id: "1"),
    ]
    let receipts = try await desk.take(documents)
    let words = receipts.map { receipt in
      switch receipt {
      case .added(let id): "added \(id)"
      case .duplicate(let id): "duplicate \(id)"
      case .refused(let error): error.code
      }
    }
    #expect(words == ["added 1", "field.unknownWord", "duplicate 1", "fact.conflict"])
    #expect(try await desk.store.counts.facts == 1)
  }

  @Test func `a decision rests on what the store knows`() async throws {
    let desk = try await Self.desk()
    let unknown = try await desk.decide([Self.use()])
    #expect(unknown[0].decision.firstReason == .subjectUnknown)
    _ = try await desk.take([Self.anna(Self.described, id: "1"), Self.anna(Self.consent, id: "2")])
    let known = try await desk.decide([Self.use(), Self.use("bob@example.nl")])
    #expect(known.map(\.decision.outcome) == [.allow, .deny])
  }

  @Test func `a recorded decision is a fact of who is known`() async throws {
    let desk = try await Self.desk()
    _ = try await desk.take([Self.anna(Self.described, id: "1")])
    _ = try await desk.decide([Self.use(), Self.use("bob@example.nl")], isRecorded: true)
    #expect(try await desk.store.counts.facts == 2)
    let group = try await desk.store.facts(about: Self.use().subject)
    #expect(group.facts.last?.content.kind == .decided)
  }

  @Test func `without a policy the desk says what to do`() async throws {
    let desk = try await Self.desk(isApplied: false)
    await #expect(throws: DeskError.noPolicy) { try await desk.decide([Self.use()]) }
  }

  @Test func `a store that fails makes the answer no`() async throws {
    struct Broken: FactStore {
      func append(_: [Fact]) async throws -> [FactAddition] { throw StoreError.closed }
      func facts(about _: [Identifier]) async throws -> FactGroup { throw StoreError.closed }
      func facts(of _: CustomerID) async throws -> FactGroup { throw StoreError.closed }
      func erasures(about _: [Identifier]) async throws -> [Fact] { throw StoreError.closed }
      func forEachGroup(_: @Sendable (FactGroup) async throws -> Void) async throws {}
      func customer(of _: [Identifier]) async throws -> CustomerID? { throw StoreError.closed }
      var counts: StoreCounts { get async throws { throw StoreError.closed } }
      var latestRecordedAt: Timestamp { get async throws { throw StoreError.closed } }
      func rebuild(progress _: @Sendable (Double) -> Void) async throws -> RebuildReport {
        throw StoreError.closed
      }
    }
    let shelf = MemoryStore()
    let gate = try Self.gate()
    await shelf.apply(AppliedPolicy(version: "1", text: [], appliedAt: .distantPast))
    let desk = Desk(
      store: Broken(), policies: PolicyBook(shelf, compiler: { _ in gate }), door: "test",
      clock: { Self.now })
    let answer = try await desk.decide([Self.use()])[0]
    #expect(answer.decision.outcome == .deny)
    #expect(answer.decision.firstReason == .systemFailClosed)
    #expect(answer.failure is StoreError)
  }

  @Test func `an audience over the store adds up to one over all facts`() async throws {
    let store = MemoryStore()
    let desk = try await Self.desk(store)
    for number in 1...30 {
      let facts = try [Self.described, Self.consent].enumerated().map { index, more in
        try Self.document(
          """
          {"id": "\(number)-\(index)", "source": "web", "occurredAt": "2026-11-01T10:00:00Z",
           "subject": {"email": "p\(number)@example.nl"}, \(number % 3 == 0 ? Self.described : more)}
          """)
      }
      _ = try await desk.take(facts)
    }
    let question = AudienceQuestion(purpose: "offers", channel: .email, at: Self.now)
    let members = Mutex<[Int]>([])
    let count = try await desk.audience(
      question, each: { member in members.withLock { $0.append(member.number) } })
    #expect(count.people == 30)
    #expect(members.withLock { $0 } == Array(1...30))
    let facts = await store.facts(
      about: (1...30).compactMap { Identifier(.email, "p\($0)@example.nl") })
    let audience = Audience(
      of: facts.facts, question: question, gate: try Self.gate(), now: Self.now)
    #expect(count.funnel == audience.funnel())
    #expect(count.gaps == EvidenceGaps(in: facts.facts, of: audience))
  }

  @Test func `a purpose the policy does not have is refused`() async throws {
    let desk = try await Self.desk()
    let question = AudienceQuestion(purpose: "offer", channel: .email, at: Self.now)
    await #expect {
      try await desk.audience(question)
    } throws: { error in
      (error as? DeskError)?.code == "desk.unknownPurpose"
    }
  }

  @Test func `a card shows who, from whom, what was said and what may be done`() async throws {
    let log = Notes()
    let desk = try await Self.desk(log: log)
    _ = try await desk.take([Self.anna(Self.described, id: "1"), Self.anna(Self.consent, id: "2")])
    let customer = try #require(try await desk.customer(of: Self.use().subject))
    let card = try #require(try await desk.card(of: customer))
    #expect(card.identifiers.map(\.value) == ["anna@example.nl"])
    #expect(card.attributes.map(\.name) == ["birthDate"])
    #expect(card.sources.map(\.facts) == [2])
    #expect(card.timeline.map(\.fact.id.id) == ["2", "1"])
    #expect(card.consents.map(\.fact.id.id) == ["2"])
    let offers = card.permissions.first { $0.purpose == "offers" && $0.channel == .email }
    #expect(offers?.decision.outcome == .allow)
    #expect(log.kinds == [.searched, .card])
    let nobody = try #require(CustomerID(parsing: String(repeating: "0", count: 32)))
    #expect(try await desk.card(of: nobody) == nil)
  }

  @Test func `applying a policy says who would change, and changes nothing when dry`() async throws
  {
    let store = MemoryStore()
    let desk = try await Self.desk(store)
    _ = try await desk.take([Self.anna(Self.described, id: "1"), Self.anna(Self.consent, id: "2")])
    var policy = try Self.gate().policy
    policy.purposes.removeAll { $0.id == "offers" }
    policy.version = "next"
    let next = Gate(policy: policy, zones: try ZoneTable.system())
    let dry = try await desk.apply(next, text: [1], isDryRun: true)
    #expect(dry.people == 1)
    let change = try #require(dry.changes.first { $0.purpose == "offers" && $0.channel == .email })
    #expect(change.from == .allow)
    #expect(change.to == .deny)
    #expect(change.count == 1)
    #expect(change.examples.first?.to == .registerUnknownPurpose)
    #expect(change.examples.first?.customer != nil)
    #expect(await store.appliedPolicies.count == 1)
    _ = try await desk.apply(next, text: [1], isDryRun: false)
    #expect(await store.appliedPolicies.map(\.version).last == "next")
  }
}
