import OpenkaartCore
import OpenkaartService

@testable import OpenkaartHTTP

/// A store whose facts cannot be reached; its shelves can.
struct BrokenStore: StandIn {
  let error: any Error
  let rest = MemoryStore()

  func append(_ facts: [Fact]) async throws -> [FactAddition] { throw error }
  func facts(about subject: [Identifier]) async throws -> FactGroup { throw error }
  func customer(of subject: [Identifier]) async throws -> CustomerID? { throw error }

  /// Fails halfway.
  func backUp(
    _ order: BackupOrder, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [BackupPart] {
    progress(0.5)
    throw error
  }
}

/// A store that waits until it is told to go on.
struct SlowStore: StandIn {
  let goOn: AsyncStream<Void>
  let rest = MemoryStore()

  func append(_ facts: [Fact]) async throws -> [FactAddition] {
    for await _ in goOn { break }
    return await rest.append(facts)
  }

  func facts(about subject: [Identifier]) async throws -> FactGroup {
    for await _ in goOn { break }
    return await rest.facts(about: subject)
  }

  func customer(of subject: [Identifier]) async throws -> CustomerID? {
    await rest.customer(of: subject)
  }
}

/// A store that is another in all but a few things.
protocol StandIn: BackupStore, CapShelf, ErasureStore, FactStore, ImportJournal, KeyShelf, KeyVault,
  MailOutbox, PolicyShelf, ReleaseShelf, SecretSource, SignInShelf, UsageLog, ChangeFeed,
  SegmentShelf
{
  var rest: MemoryStore { get }
}

extension StandIn {
  func watch() -> ChangeWatch { rest.watch() }
  func group(of node: GroupNode) async throws -> KnownGroup { await rest.group(of: node) }
  func forEachKnownGroup(
    _ body: @Sendable (KnownGroup) async throws -> Void
  ) async throws { try await rest.forEachKnownGroup(body) }
  func note(_ sizes: [SegmentSize]) async throws { await rest.note(sizes) }
  func sizes(of segment: String) async throws -> [SegmentSize] { await rest.sizes(of: segment) }

  func facts(of customer: CustomerID) async throws -> FactGroup { await rest.facts(of: customer) }
  func erasures(about subject: [Identifier]) async throws -> [Fact] {
    await rest.erasures(about: subject)
  }

  func forEachGroup(_ body: @Sendable (FactGroup) async throws -> Void) async throws {
    try await rest.forEachGroup(body)
  }

  var counts: StoreCounts { get async throws { await rest.counts } }
  var latestRecordedAt: Timestamp { get async throws { await rest.latestRecordedAt } }

  func rebuild(progress: @escaping @Sendable (Double) -> Void) async throws -> RebuildReport {
    await rest.rebuild(progress: progress)
  }

  func settle(
    _ people: [Whom], forgetting moment: Timestamp,
    _ judge: @escaping @Sendable (Int, CapStanding) throws -> CapChange
  ) async throws {
    // Whoever cannot reach the facts cannot settle anything about them either.
    for case .subject(let subject) in people { _ = try await facts(about: subject) }
    try await rest.settle(people, forgetting: moment, judge)
  }
  func reservation(
    _ id: ReservationID
  ) async throws -> (Reservation, Reservation.State)? { await rest.reservation(id) }
  var permitKey: PermitKey { rest.permitKey }

  func add(_ release: Release) async throws { await rest.add(release) }
  var releases: [ReleaseStatus] { get async throws { await rest.releases } }
  func release(_ id: ReleaseID) async throws -> Release? { await rest.release(id) }
  func status(of id: ReleaseID) async throws -> ReleaseStatus? { await rest.status(of: id) }
  func keep(_ members: [FrozenMember], of id: ReleaseID) async throws {
    await rest.keep(members, of: id)
  }
  func change(_ release: Release, from states: Set<Release.State>) async throws -> Bool {
    await rest.change(release, from: states)
  }
  func members(ofPage page: Int, of id: ReleaseID) async throws -> [FrozenMember] {
    await rest.members(ofPage: page, of: id)
  }
  func handOff(
    page: Int, of id: ReleaseID, by judge: MemberJudge
  ) async throws -> [MemberVerdict]? { try await rest.handOff(page: page, of: id, by: judge) }
  func mark(of identifier: Identifier) -> UInt64 { rest.mark(of: identifier) }
  func place(of token: MemberToken) async throws -> MemberPlace? { await rest.place(of: token) }

  func add(_ key: APIKey) async throws { await rest.add(key) }
  func revoke(key id: String, at moment: Timestamp) async throws -> Bool {
    await rest.revoke(key: id, at: moment)
  }
  var keys: [APIKey] { get async throws { await rest.keys } }
  func apply(_ policy: AppliedPolicy) async throws { await rest.apply(policy) }
  var appliedPolicies: [AppliedPolicy] { get async throws { await rest.appliedPolicies } }

  func progress(of file: ImportedFile) async throws -> ImportProgress? {
    await rest.progress(of: file)
  }
  func note(_ progress: ImportProgress, of file: ImportedFile) async throws {
    await rest.note(progress, of: file)
  }
  func changes(in rows: [SnapshotRow], of source: String) async throws -> [SnapshotChange] {
    await rest.changes(in: rows, of: source)
  }
  func note(_ rows: [SnapshotRow], of source: String, seenIn run: [UInt8]) async throws {
    await rest.note(rows, of: source, seenIn: run)
  }
  func rowsMissing(from run: [UInt8], of source: String) async throws -> MissingRows {
    await rest.rowsMissing(from: run, of: source)
  }
  func put(_ mail: OutgoingMail) async throws { await rest.put(mail) }
  func due(at moment: Timestamp, atMost count: Int) async throws -> [WaitingMail] {
    await rest.due(at: moment, atMost: count)
  }
  func carried(_ id: String) async throws { await rest.carried(id) }
  func failed(_ id: String, tryAgainAt moment: Timestamp) async throws {
    await rest.failed(id, tryAgainAt: moment)
  }
  func secret(for use: String) async -> [UInt8] { await rest.secret(for: use) }

  func append(_ entry: UsageEntry) async throws -> EntryNumber { await rest.append(entry) }
  func append(
    _ entry: UsageEntry, about members: [UsageMember]
  ) async throws -> LoggedBatch {
    await rest.append(entry, about: members)
  }
  func entries(
    of customer: CustomerID, before number: EntryNumber?, limit: Int
  ) async throws -> [LoggedUse] {
    await rest.entries(of: customer, before: number, limit: limit)
  }
}

extension StandIn {
  var keyInventory: [KeyInventoryItem] { get async throws { await rest.keyInventory } }
  func rotateKeys() async throws -> Int { await rest.rotateKeys() }
  func backUp(
    _ order: BackupOrder, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [BackupPart] { await rest.backUp(order, progress: progress) }
  func plan(_ order: ErasureOrder) async throws -> ErasureReport { await rest.plan(order) }
  func erase(_ order: ErasureOrder) async throws -> ErasureReport { await rest.erase(order) }
  func finishErasures() async throws -> [ErasureReport] { await rest.finishErasures() }
  func noteTold(erasure number: Int) async throws { await rest.noteTold(erasure: number) }
  var erasures: [ErasureReport] { get async throws { await rest.erasures } }

  func suppressed(_ identifiers: [Identifier]) async throws -> [Identifier: Timestamp] {
    await rest.suppressed(identifiers)
  }

  func lift(_ identifiers: [Identifier], at moment: Timestamp) async throws -> Int {
    await rest.lift(identifiers, at: moment)
  }

  var keptRecords: [KeptRecord] { get async throws { await rest.keptRecords } }

  func eraseKept(before day: Day, at moment: Timestamp) async throws -> ErasureReport {
    await rest.eraseKept(before: day, at: moment)
  }
}

extension StandIn {
  func keep(_ request: SignInRequest) async throws { await rest.keep(request) }
  func attempt(
    _ key: SignInRequest.Key, at moment: Timestamp
  ) async throws -> SignInRequest? { await rest.attempt(key, at: moment) }
  func use(request link: [UInt8]) async throws -> Bool { await rest.use(request: link) }
  func requestCount(about: [UInt8], since moment: Timestamp) async throws -> Int {
    await rest.requestCount(about: about, since: moment)
  }
  func keep(_ session: CustomerSession) async throws { await rest.keep(session) }
  func session(_ digest: [UInt8]) async throws -> CustomerSession? { await rest.session(digest) }
  func note(session digest: [UInt8], seenAt moment: Timestamp) async throws {
    await rest.note(session: digest, seenAt: moment)
  }
  func sessions(about: [UInt8]) async throws -> [CustomerSession] {
    await rest.sessions(about: about)
  }
  func end(session digest: [UInt8]) async throws { await rest.end(session: digest) }
}
