internal import OpenkaartCore
internal import Synchronization

/// Groups that were opened of late.
///
/// Opening a group costs many times what a decision on it costs. A group is forgotten when a fact
/// comes in that names any identifier of it: no other fact can change it.
final class GroupCache: Sendable {
  private let state = Mutex(State())
  /// How many facts may lie here.
  private let limit: Int

  init(limit: Int = 50_000) { self.limit = limit }

  private struct State: Sendable {
    /// Counts what was forgotten, so that nothing is kept that was read before.
    var epoch = 0
    var nodes = Recent<Digest128, Int64>(limit: 100_000)
    var entries: [Int: Entry] = [:]
    /// The entry whose people have a node.
    var entryOfMember: [Int64: Int] = [:]
    /// The entries that name a node.
    var entriesNaming: [Int64: Set<Int>] = [:]
    /// The entry that is dropped next, and the one that comes next.
    var oldest = 0
    var next = 0
    var facts = 0
  }

  private struct Entry: Sendable {
    let group: FactGroup
    let members: [Int64]
    let named: Set<Int64>

    var reading: Reading { Reading(group: group, members: members, named: named) }
    var size: Int { group.facts.count + group.heard.count + 1 }
  }

  /// A group as it was read, and what it depends on.
  struct Reading: Sendable {
    let group: FactGroup
    /// The nodes of the people in it.
    let members: [Int64]
    /// The nodes that its facts name; one that is no member changes the group all the same.
    let named: Set<Int64>
  }

  /// What to hand to ``keep(_:readAt:)`` with what is read from now on.
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

  /// Keeps a group, unless anything was forgotten since it was read.
  func keep(_ reading: Reading, readAt epoch: Int) {
    let entry = Entry(
      group: reading.group.folding(), members: reading.members,
      named: reading.named.union(reading.members))
    guard entry.size <= limit / 10 else { return }
    state.withLock { state in
      guard state.epoch == epoch,
        reading.members.allSatisfy({ state.entryOfMember[$0] == nil })
      else { return }
      let number = state.next
      state.next += 1
      state.entries[number] = entry
      for member in entry.members { state.entryOfMember[member] = number }
      for node in entry.named { state.entriesNaming[node, default: []].insert(number) }
      state.facts += entry.size
      while state.facts > limit, state.oldest < number {
        Self.drop(state.oldest, from: &state)
        state.oldest += 1
      }
    }
  }

  /// Forgets every group that names one of these nodes.
  func forget(naming nodes: [Int64]) {
    guard !nodes.isEmpty else { return }
    state.withLock { state in
      state.epoch += 1
      for node in nodes where !state.entries.isEmpty {
        for entry in state.entriesNaming[node] ?? [] { Self.drop(entry, from: &state) }
      }
    }
  }

  func forgetAll() {
    state.withLock { state in
      let epoch = state.epoch + 1
      state = State()
      state.epoch = epoch
    }
  }

  private static func drop(_ number: Int, from state: inout State) {
    guard let entry = state.entries.removeValue(forKey: number) else { return }
    state.facts -= entry.size
    for member in entry.members { state.entryOfMember[member] = nil }
    for node in entry.named {
      state.entriesNaming[node]?.remove(number)
      if state.entriesNaming[node]?.isEmpty == true { state.entriesNaming[node] = nil }
    }
  }
}
