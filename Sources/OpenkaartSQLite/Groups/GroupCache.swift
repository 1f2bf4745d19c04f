internal import OpenkaartCore
internal import Synchronization

/// Groups that were opened of late.
///
/// Opening a group costs many times what a decision on it costs. A group is forgotten when a fact
/// comes in that names any identifier of it: no other fact can change it.
///
/// It also tells of groups that lie elsewhere whether they still are as they were read.
final class GroupCache: Sendable {
  private let state = Mutex(State())
  /// How many facts may lie here.
  private let limit: Int

  init(limit: Int = 50_000) { self.limit = limit }

  fileprivate struct State: Sendable {
    /// Counts the commits, so that nothing is kept that was read before a fact about it came in.
    var epoch = 0
    /// The commit that named a node last: of late, and of those before back to ``floor``.
    var changed: [Int64: Int] = [:]
    var changedBefore: [Int64: Int] = [:]
    /// The commit before the first in ``changed``.
    var turn = 0
    /// What changed until then is not remembered: whatever was read before may be old.
    var floor = 0
    var nodes = Recent<Digest128, Int64>(limit: 100_000)
    var entries: [Int: Entry] = [:]
    /// The entry whose people have a node.
    var entryOfMember: [Int64: Int] = [:]
    /// The entries whose facts name a node of somebody else.
    var entriesNaming: [Int64: Set<Int>] = [:]
    /// The entry that is dropped next, and the one that comes next.
    var oldest = 0
    var next = 0
    var facts = 0
  }

  fileprivate struct Entry: Sendable {
    let reading: Reading
    /// The nodes that its facts name and that are of somebody else: hardly ever any.
    let foreign: Set<Int64>

    var size: Int { reading.group.facts.count + reading.group.heard.count + 1 }
  }

  /// A group as it was read.
  struct Reading: Sendable {
    let group: FactGroup
    let trace: GroupTrace

    var members: [Int64] { trace.members }

    /// The same, with its people at hand.
    func folding() -> Reading { Reading(group: group.folding(), trace: trace) }
  }

  /// What to hand to ``keep(_:readAt:)`` or ``stands(_:readAt:)`` with what is read from now on.
  var epoch: Int { state.withLock { $0.epoch } }

  /// The group of identifiers, by their hashes; `nil` when it is not here.
  func group(of hashes: [Digest128]) -> FactGroup? { reading(of: hashes)?.group }

  /// The group of whom a node belongs to.
  func group(of node: Int64) -> FactGroup? { reading(of: node)?.group }

  /// The group of identifiers and what it depends on.
  func reading(of hashes: [Digest128]) -> Reading? {
    state.withLock { state in
      var entry: Int?
      for hash in hashes {
        guard let node = state.nodes[hash], let found = state.entryOfMember[node],
          entry == nil || entry == found
        else { return nil }
        entry = found
      }
      return entry.flatMap { state.entries[$0]?.reading }
    }
  }

  /// The group of whom a node belongs to, and what it depends on.
  func reading(of node: Int64) -> Reading? {
    state.withLock { state in
      state.entryOfMember[node].flatMap { state.entries[$0]?.reading }
    }
  }

  /// Remembers the nodes of identifiers: they never change.
  func keep(_ nodes: [(hash: Digest128, node: Int64)]) {
    state.withLock { state in
      for (hash, node) in nodes { state.nodes[hash] = node }
    }
  }

  /// Whether no fact came in about a group since it was read, nor was anybody erased.
  ///
  /// Inside a transaction of the writer that is certain; elsewhere it may be over any moment.
  func stands(_ trace: GroupTrace, readAt epoch: Int) -> Bool {
    state.withLock { $0.stands(trace, readAt: epoch) }
  }

  /// Keeps a group, unless a fact about it came in since it was read.
  func keep(_ reading: Reading, readAt epoch: Int) {
    let entry = Entry(
      reading: reading.folding(), foreign: Set(reading.trace.named).subtracting(reading.members))
    guard entry.size <= limit / 10 else { return }
    state.withLock { state in
      guard state.stands(reading.trace, readAt: epoch),
        reading.members.allSatisfy({ state.entryOfMember[$0] == nil })
      else { return }
      let number = state.next
      state.next += 1
      state.entries[number] = entry
      for member in reading.members { state.entryOfMember[member] = number }
      for node in entry.foreign { state.entriesNaming[node, default: []].insert(number) }
      state.facts += entry.size
      while state.facts > limit, state.oldest < number {
        state.drop(state.oldest)
        state.oldest += 1
      }
    }
  }

  /// At least so many nodes are remembered as changed, at most twice as many and those of one commit.
  private static let mostChanged = 50_000

  /// Forgets every group that names one of these nodes.
  func forget(naming nodes: [Int64]) {
    guard !nodes.isEmpty else { return }
    state.withLock { state in
      state.epoch += 1
      if state.changed.count > Self.mostChanged {
        swap(&state.changed, &state.changedBefore)
        state.changed.removeAll(keepingCapacity: true)
        (state.floor, state.turn) = (state.turn, state.epoch - 1)
      }
      for node in nodes {
        state.changed[node] = state.epoch
        if let entry = state.entryOfMember[node] { state.drop(entry) }
        for entry in state.entriesNaming[node] ?? [] { state.drop(entry) }
      }
    }
  }

  func forgetAll() {
    state.withLock { state in
      let epoch = state.epoch + 1
      state = State()
      (state.epoch, state.turn, state.floor) = (epoch, epoch, epoch)
    }
  }
}

extension GroupCache.State {
  fileprivate func stands(_ trace: GroupTrace, readAt moment: Int) -> Bool {
    if moment == epoch { return true }
    guard moment >= floor else { return false }
    func isSame(_ node: Int64) -> Bool {
      (changed[node] ?? changedBefore[node]).map { $0 <= moment } ?? true
    }
    return trace.members.allSatisfy(isSame) && trace.named.allSatisfy(isSame)
  }

  fileprivate mutating func drop(_ number: Int) {
    guard let entry = entries.removeValue(forKey: number) else { return }
    facts -= entry.size
    for member in entry.reading.members { entryOfMember[member] = nil }
    for node in entry.foreign {
      entriesNaming[node]?.remove(number)
      if entriesNaming[node]?.isEmpty == true { entriesNaming[node] = nil }
    }
  }
}

/// What a group depends on: no fact changes it that names none of these nodes.
struct GroupTrace: Sendable {
  /// The nodes of the people in it.
  let members: [Int64]
  /// The nodes that its facts name; one that is no member changes the group all the same.
  let named: [Int64]
  /// The node under which all of its facts stand; `nil` when they stand under several.
  var origin: Int64?
  /// The nodes of what its first fact names, in the order of ``FactNames/identifiers(in:)``.
  var first: [Int64] = []

  /// Whether facts that name these nodes leave the group as it is.
  func isApart(from nodes: Set<Int64>) -> Bool {
    nodes.isEmpty || nodes.isDisjoint(with: members) && nodes.isDisjoint(with: named)
  }
}
