public import OpenkaartCore
public import OpenkaartSegments

/// Who is in the segments of the policy, kept right fact by fact and moment by moment.
///
/// Nothing is guessed and nothing waits for a round: before every answer it takes in what changed in
/// the store, and looks again at everybody whom time alone may have moved. So an answer is that of a
/// full recompute at that moment.
public actor SegmentBoard {
  public typealias Store = FactStore & ChangeFeed

  private let store: any Store
  private let policies: PolicyBook
  private let clock: @Sendable () -> Timestamp
  private let watch: ChangeWatch
  private var shelf = SegmentEntries()
  private var gate: Gate?
  private var segments: [Segment] = []
  /// Whether what stands here may be wrong.
  private var isStale = true
  private var last: Task<Timestamp, any Error>?

  public init(
    over store: any Store, policies: PolicyBook, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.store = store
    self.policies = policies
    self.clock = clock
    watch = store.watch()
  }

  /// How many people are in each segment.
  public struct Standing: Sendable {
    public let at: Timestamp
    public let policyVersion: String
    /// In the order of the policy.
    public let sizes: [(segment: Segment, people: Int)]
    /// How many people there are.
    public let people: Int
  }

  /// How many people are in each segment now.
  ///
  /// - Throws: ``DeskError/noPolicy``, ``StoreError``.
  public func standing() async throws -> Standing {
    let at = try await refresh()
    return Standing(
      at: at, policyVersion: gate?.policy.version ?? "",
      sizes: segments.enumerated().map { ($1, shelf.sizes[$0]) }, people: shelf.people)
  }

  /// The groups that hold a member of a segment.
  struct Members: Sendable {
    /// A node of each.
    let nodes: [GroupNode]
    /// The moment for which that is right.
    let at: Timestamp
    /// How many people there are, members or not.
    let people: Int
  }

  /// The groups that hold a member.
  ///
  /// - Returns: `nil` for a segment that the policy in force does not name.
  func members(of segment: Segment) async throws -> Members? {
    let at = try await refresh()
    guard let place = segments.firstIndex(of: segment) else { return nil }
    return Members(nodes: shelf.groups(inSegment: place), at: at, people: shelf.people)
  }

  /// Takes in what changed; returns the moment for which everything is right.
  ///
  /// Who comes while somebody is at it waits, and is then served anew: what they know is in the store
  /// is then here too.
  @discardableResult
  public func refresh() async throws -> Timestamp {
    let before = last
    let task = Task {
      _ = try? await before?.value
      return try await self.update()
    }
    last = task
    return try await task.value
  }

  private func update() async throws -> Timestamp {
    let now = clock()
    do {
      let gate = try await policies.gate(at: now)
      let changes = watch.take()
      if isStale || changes.isEverything || gate.policy.version != self.gate?.policy.version {
        isStale = true
        try await rebuild(by: gate, at: now)
      } else {
        try await look(again: Array(changes.nodes), at: now)
      }
      var due: [GroupNode] = []
      while let node = shelf.nextDue(at: now) { due.append(node) }
      try await look(again: due, at: now)
      return now
    } catch {
      // What was taken from the watch is lost: only everything anew is certain.
      isStale = true
      throw error
    }
  }

  private func rebuild(by gate: Gate, at now: Timestamp) async throws {
    let judge = SegmentJudge(gate: gate, segments: gate.policy.readSegments, at: now)
    let made = Tally(SegmentEntries(segments: judge.segments.count))
    if !judge.segments.isEmpty {
      try await store.forEachKnownGroup { known in
        let verdict = judge.verdict(on: known.group)
        made.change { $0.add(known, verdict) }
      }
    }
    shelf = made.value
    self.gate = gate
    segments = judge.segments
    isStale = false
  }

  /// Judges the groups of these nodes anew, and those that were about them.
  private func look(again nodes: [GroupNode], at now: Timestamp) async throws {
    guard !nodes.isEmpty, let gate, !segments.isEmpty else { return }
    let judge = SegmentJudge(gate: gate, segments: segments, at: now)
    var waiting = nodes
    for node in nodes { waiting += shelf.remove(about: node) }
    var seen: Set<GroupNode> = []
    while let node = waiting.popLast() {
      guard seen.insert(node).inserted else { continue }
      let known = try await store.group(of: node)
      for member in known.members {
        // It was joined with others while we looked: these are looked at with it.
        let parted = shelf.remove(holding: member)
        seen.subtract(parted)
        waiting += parted
      }
      seen.formUnion(known.members)
      guard !known.group.facts.isEmpty else { continue }
      shelf.add(known, judge.verdict(on: known.group))
    }
  }
}

/// Judges the people of groups at one moment.
struct SegmentJudge: Sendable {
  let gate: Gate
  let segments: [Segment]
  let at: Timestamp

  /// Who is in what, a bit for each segment, and until when that is certain.
  struct Verdict: Sendable {
    var people: [UInt64] = []
    var until: Timestamp?
  }

  func verdict(on group: FactGroup) -> Verdict {
    let people = Population(group, knownAt: at).people(at: at)
    var verdict = Verdict()
    for person in people {
      let subject = SegmentPerson(
        person, in: group, isOnlyOne: people.count == 1, by: gate, knownAt: at)
      var bits: UInt64 = 0
      for (place, segment) in segments.enumerated().prefix(64) {
        if segment.contains(subject, at: at) { bits |= 1 << UInt64(place) }
        guard let next = subject.nextChange(of: segment.condition, after: at) else { continue }
        verdict.until = min(verdict.until ?? next, next)
      }
      verdict.people.append(bits)
    }
    return verdict
  }
}
