public import OpenkaartCore

/// Every port of a store, in memory: for scenarios and tests.
public actor MemoryStore {
  var list = FactList()
  /// How many facts came in, those that were erased since among them.
  private var arrived: Int64 = 0
  /// What is made from the facts; `nil` when facts came in since.
  var groups: MemoryGroups?
  /// The customer that each identifier was first seen as; older names stay valid.
  var names = MemoryNames()
  private var policies: [AppliedPolicy] = []
  private var shelf: [APIKey] = []
  var signIns = MemorySignIns()
  private var imports: [ImportedFile: ImportProgress] = [:]
  private var rows: [String: [String: Row]] = [:]
  private var mails: [(waiting: WaitingMail, notBefore: Timestamp)] = []
  private var secrets: [String: [UInt8]] = [:]
  /// What was done with personal data, in order.
  var usage: [LoggedEntry] = []
  var reservations: [ReservationID: (Reservation, Reservation.State)] = [:]
  public nonisolated let permitKey: PermitKey
  var keptReleases: [KeptRelease] = []
  var tokens: [MemberPlace: MemberToken] = [:]
  nonisolated let watches = ChangeWatches()
  /// The nodes of identifiers, numbered as they were first named.
  var nodes: [Identifier: GroupNode] = [:]
  var identifiers: [Identifier] = []
  var sizes: [SegmentSize] = []
  var places: [MemberToken: MemberPlace] = [:]

  /// A snapshot of the columns, and after how many erasures it was taken.
  var columns: (bytes: [UInt8], erasures: Int)?

  // What was erased.
  var jobs: [ErasureReport] = []
  var told: Set<Int?> = []
  var kept: [KeptRecord] = []
  var keptOut: [Identifier: KeptOut] = [:]

  /// What a source last told in a row.
  private struct Row {
    let digest: [UInt8]
    let subject: [Identifier]
    let run: [UInt8]
  }

  public init() { permitKey = .random() }

  /// Starts with facts, those of one id only once.
  public init(facts: some Sequence<Fact>) {
    permitKey = .random()
    for fact in facts where list.add(fact) == .added { arrived += 1 }
  }

  /// Whether two names are of one customer: that of a customer stays when they are joined.
  func isSame(_ one: CustomerID, _ other: CustomerID) -> Bool {
    if one == other { return true }
    guard let first = names.identifier(of: one), let second = names.identifier(of: other) else {
      return false
    }
    let groups = grouped
    guard let group = groups.firstIdentifier(joinedWith: first) else { return false }
    return group == groups.firstIdentifier(joinedWith: second)
  }

  var grouped: MemoryGroups {
    if let groups { return groups }
    let made = MemoryGroups(list.facts)
    groups = made
    return made
  }
}

extension MemoryStore: FactStore {
  public func append(_ facts: [Fact]) -> [FactAddition] {
    groups = nil
    let additions = facts.map { isKeptOut($0) ? .suppressed : list.add($0) }
    arrived += Int64(additions.count { $0 == .added })
    for (fact, addition) in zip(facts, additions) where addition == .added { noteChange(by: fact) }
    return additions
  }

  /// Has these facts and no others.
  func replace(_ facts: [Fact]) {
    groups = nil
    list = FactList()
    for fact in facts { _ = list.add(fact) }
    watches.noteEverything()
  }

  public func facts(about subject: [Identifier]) -> FactGroup { grouped.group(of: subject) }

  public func facts(of customer: CustomerID) -> FactGroup {
    names.identifier(of: customer).map { grouped.group(of: [$0]) } ?? .empty
  }

  public func forEachGroup(_ body: @Sendable (FactGroup) async throws -> Void) async throws {
    for group in grouped.all { try await body(group) }
  }

  public var mark: StoreMark { StoreMark(facts: list.facts.count, last: arrived) }

  public func changes(
    since mark: StoreMark, atMost most: Int, _ body: @Sendable (FactGroup) async throws -> Void
  ) async throws -> StoreMark? {
    let (now, groups) = (self.mark, grouped)
    let count = now.last - mark.last
    guard count >= 0, count <= most, Int64(now.facts) == Int64(mark.facts) + count else {
      return nil
    }
    let origins = list.facts.suffix(Int(count)).compactMap(\.origin)
    for place in groups.places(of: origins).sorted() { try await body(groups.all(at: place)) }
    return now
  }

  public func customer(of subject: [Identifier]) -> CustomerID? {
    let groups = grouped
    return subject.lazy.compactMap { groups.firstIdentifier(joinedWith: $0) }.first
      .map { names.name(of: $0) }
  }

  public var counts: StoreCounts {
    let groups = grouped
    return StoreCounts(
      facts: list.facts.count, customers: groups.count, identifiers: groups.identifierCount)
  }

  public var latestRecordedAt: Timestamp {
    list.facts.lazy.map(\.recordedAt).max() ?? .distantPast
  }

  public func rebuild(progress: @escaping @Sendable (Double) -> Void) -> RebuildReport {
    groups = nil
    progress(1)
    return RebuildReport(counts: counts)
  }
}

extension MemoryStore: PolicyShelf {
  public func apply(_ policy: AppliedPolicy) { policies.append(policy) }
  public var appliedPolicies: [AppliedPolicy] { policies }
}

extension MemoryStore: KeyShelf {
  public func add(_ key: APIKey) { shelf.append(key) }
  public var keys: [APIKey] { shelf }

  public func revoke(key id: String, at moment: Timestamp) -> Bool {
    guard let place = shelf.firstIndex(where: { $0.id == id }) else { return false }
    shelf[place] = shelf[place].revoked(at: moment)
    return true
  }
}

extension MemoryStore: ImportJournal {
  public func progress(of file: ImportedFile) -> ImportProgress? { imports[file] }
  public func note(_ progress: ImportProgress, of file: ImportedFile) { imports[file] = progress }

  public func changes(in rows: [SnapshotRow], of source: String) -> [SnapshotChange] {
    let known = self.rows[source] ?? [:]
    return rows.map { row in
      known[row.key].map { $0.digest == row.digest ? .same : .changed } ?? .new
    }
  }

  public func note(_ rows: [SnapshotRow], of source: String, seenIn run: [UInt8]) {
    for row in rows {
      self.rows[source, default: [:]][row.key] = Row(
        digest: row.digest, subject: row.subject, run: run)
    }
  }

  public func rowsMissing(from run: [UInt8], of source: String) -> MissingRows {
    let missing = (rows[source] ?? [:]).filter { $0.value.run != run }
    var customers: Set<CustomerID> = []
    for row in missing.values where customers.count < 1000 {
      if let customer = customer(of: row.subject) { customers.insert(customer) }
    }
    return MissingRows(
      count: missing.count, customers: customers.sorted { $0.text < $1.text })
  }
}

extension MemoryStore: MailOutbox {
  public func put(_ mail: OutgoingMail) {
    guard !mails.contains(where: { $0.waiting.mail.id == mail.id }) else { return }
    mails.append((WaitingMail(mail: mail, failures: 0), .distantPast))
  }

  public func due(at moment: Timestamp, atMost count: Int) -> [WaitingMail] {
    Array(mails.lazy.filter { $0.notBefore <= moment }.map(\.waiting).prefix(count))
  }

  public func carried(_ id: String) { mails.removeAll { $0.waiting.mail.id == id } }

  public func failed(_ id: String, tryAgainAt moment: Timestamp) {
    guard let place = mails.firstIndex(where: { $0.waiting.mail.id == id }) else { return }
    let waiting = mails[place].waiting
    mails[place] = (WaitingMail(mail: waiting.mail, failures: waiting.failures + 1), moment)
  }
}

extension MemoryStore: SecretSource {
  public func secret(for use: String) -> [UInt8] {
    if let secret = secrets[use] { return secret }
    let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    secrets[use] = secret
    return secret
  }
}
