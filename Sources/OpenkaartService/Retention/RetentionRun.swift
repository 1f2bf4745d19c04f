public import OpenkaartCore

/// Erases what was kept long enough, by the policy; or says what that would be.
public struct RetentionRun: Sendable {
  private let desk: Desk
  private let store: any ErasureStore

  public init(_ desk: Desk, over store: any ErasureStore) {
    self.desk = desk
    self.store = store
  }

  /// What goes, and why.
  public struct Report: Sendable {
    public let at: Timestamp
    /// By class and reason.
    public internal(set) var lines: [Line: Count] = [:]
    /// How many people have anything that goes.
    public internal(set) var people = 0
    /// Their opaque names, where these were asked for.
    public internal(set) var customers: [CustomerID] = []
    /// What was done; empty of a plan.
    public internal(set) var erasures: [ErasureReport] = []

    public struct Line: Hashable, Sendable {
      public let part: RetentionClass
      /// `ended`, `unclassified` or `proofOver`.
      public let reason: String
      /// The purposes that ended.
      public let purposes: [String]
    }

    public struct Count: Hashable, Sendable {
      public internal(set) var people = 0
      public internal(set) var facts = 0
    }
  }

  /// So many people go in one job.
  private static let jobSize = 200
  /// How much of a run is reading everybody; the rest is erasing, which waits for the disk.
  private static let partOfReading = 0.5

  /// What would go at a moment.
  ///
  /// - Parameters:
  ///   - moment: The moment; it may lie ahead.
  ///   - namesCustomers: Whether to name them, which is written down.
  ///   - by: Who asks.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: What would go; nothing is changed.
  /// - Throws: ``DeskError``, ``StoreError``.
  public func plan(
    asOf moment: Timestamp? = nil, namesCustomers: Bool = false, by: String? = nil,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Report {
    let at = moment ?? desk.now
    let (orders, report) = try await orders(at: at, progress)
    guard namesCustomers else { return report }
    var named = report
    for person in orders {
      if let customer = try await desk.store.customer(of: person.identifiers) {
        named.customers.append(customer)
      }
    }
    try await desk.log.append(
      UsageEntry(.members, at: desk.now, by: by ?? desk.door, people: named.customers.count))
    return named
  }

  /// Erases what has had its time, as jobs that each get their entry in the log.
  ///
  /// - Parameters:
  ///   - by: Who has it done.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: What went; a job that is not final goes on by `Rights.finish`.
  /// - Throws: ``DeskError``, ``StoreError``; the jobs that ended before stay done.
  public func run(
    by: String? = nil, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Report {
    let now = desk.now
    var (people, report) = try await orders(at: now) { progress($0 * Self.partOfReading) }
    let rights = Rights(desk, over: store)
    let all = Double(max(1, people.count))
    while !people.isEmpty {
      let order = ErasureOrder(.retention, at: now, people: Array(people.prefix(Self.jobSize)))
      people.removeFirst(order.people.count)
      report.erasures.append(try await store.erase(order))
      await desk.board.forget(order, in: desk.store, now: desk.now)
      let done = 1 - Double(people.count) / all
      progress(Self.partOfReading + done * (1 - Self.partOfReading))
    }
    let gate = try await desk.policies.gate(at: now)
    let kept = try await store.eraseKept(before: gate.zone.day(of: now), at: now)
    if kept.number != nil { report.erasures.append(kept) }
    try await rights.finish(by: by)
    progress(1)
    return report
  }

  private func orders(
    at moment: Timestamp, _ progress: @escaping @Sendable (Double) -> Void
  ) async throws -> (people: [ErasureOrder.Person], report: Report) {
    let now = desk.now
    let gate = try await desk.policies.gate(at: min(moment, now))
    let reading = Reading(gate: gate, at: moment)
    let found = Tally(Found(report: Report(at: moment)))
    let total = try await desk.store.counts.customers
    try await desk.store.forEachGroup { group in
      let people = Population(group, knownAt: now).people(at: now)
      for person in people {
        reading.read(person, in: group, now: now) { read in found.change { $0.add(read) } }
      }
      let seen = found.change { found in
        defer { found.seen += people.count }
        return (before: found.seen, now: found.seen + people.count)
      }
      if seen.before / Self.step < seen.now / Self.step {
        progress(min(1, Double(seen.now) / Double(max(1, total))))
      }
    }
    progress(1)
    return (found.value.people, found.value.report)
  }

  /// After so many people it is told how far the reading is.
  private static let step = 256

  private struct Found: Sendable {
    /// How many people were looked at.
    var seen = 0
    var people: [ErasureOrder.Person] = []
    var report: Report

    mutating func add(_ read: Reading.Result) {
      people.append(read.person)
      report.people += 1
      for (line, facts) in read.lines {
        report.lines[line, default: .init()].people += 1
        report.lines[line, default: .init()].facts += facts
      }
    }
  }
}

/// Reads of one person after another what has had its time.
private struct Reading: Sendable {
  let retention: Retention
  let keeping: Keeping
  let today: Day
  let at: Timestamp

  init(gate: Gate, at moment: Timestamp) {
    retention = Retention(gate: gate)
    keeping = Keeping(policy: gate.policy, zone: gate.zone)
    today = gate.zone.day(of: moment)
    at = moment
  }

  struct Result {
    let person: ErasureOrder.Person
    let lines: [RetentionRun.Report.Line: Int]
  }

  func read(
    _ person: Population.Person, in group: FactGroup, now: Timestamp, _ found: (Result) -> Void
  ) {
    let own = person.facts(at: now).own
    let facts = group.facts.filter { own.contains($0.id) }
    var latest: [RetentionClass: Timestamp] = [:]
    for fact in facts {
      let part = RetentionClass(of: fact.content.kind)
      latest[part] = max(latest[part] ?? fact.recordedAt, fact.recordedAt)
    }
    let ended = retention.ended(of: person, latest: latest, at: at)
    guard !ended.isEmpty else { return }
    let reasons = Dictionary(ended.map { ($0.part, $0.why) }) { one, _ in one }
    var going: [FactID] = []
    var kept: [FactID: Keeping.Kept] = [:]
    var lines: [RetentionRun.Report.Line: Int] = [:]
    for fact in facts {
      let part = RetentionClass(of: fact.content.kind)
      guard let why = reasons[part] else { continue }
      going.append(fact.id)
      if part == .purchases { kept[fact.id] = keeping.kept(of: fact, on: today) }
      lines[.init(part, why), default: 0] += 1
    }
    found(
      Result(
        person: .init(identifiers: person.identifiers(at: now), facts: going, kept: kept),
        lines: lines))
  }
}

extension RetentionRun.Report.Line {
  fileprivate init(_ part: RetentionClass, _ why: Retention.Ended.Why) {
    switch why {
    case .ended(let purposes, _): self.init(part: part, reason: "ended", purposes: purposes)
    case .unclassified: self.init(part: part, reason: "unclassified", purposes: [])
    case .proofOver: self.init(part: part, reason: "proofOver", purposes: [])
    }
  }
}
