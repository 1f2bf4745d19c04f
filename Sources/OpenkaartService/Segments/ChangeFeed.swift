public import OpenkaartCore
internal import Synchronization

/// Tells which groups of facts changed, to whoever keeps something in memory that was made from them.
///
/// Erasures are told of as well as facts, by node, so that one group less does not mean reading
/// everybody anew. What changed before ``watch()`` is not told; what lies on the disk between two
/// processes is brought up to date by ``FactStore/changes(since:atMost:_:)`` instead.
public protocol ChangeFeed: Sendable {
  /// Begins to remember what changes; a change is noted before anybody learns that it is durable.
  func watch() -> ChangeWatch

  /// The group that a node belongs to now; without facts when there is none.
  func group(of node: GroupNode) async throws -> KnownGroup

  /// Calls `body` with every group, as ``FactStore/forEachGroup(_:)`` does.
  func forEachKnownGroup(_ body: @Sendable (KnownGroup) async throws -> Void) async throws
}

/// The number of an identifier inside a store: it says nothing outside, and lasts while the store is
/// open.
public struct GroupNode: Hashable, Sendable {
  public let number: UInt64

  public init(_ number: UInt64) { self.number = number }
}

/// A group of facts and what it depends on.
public struct KnownGroup: Sendable {
  public let group: FactGroup
  /// The nodes of the people in it.
  public let members: [GroupNode]
  /// Nodes that its facts name and that link nobody: what is told of them may change the group.
  public let named: [GroupNode]

  public init(_ group: FactGroup, members: [GroupNode], named: [GroupNode] = []) {
    self.group = group
    self.members = members
    self.named = named
  }
}

/// What changed since it was last taken.
public final class ChangeWatch: Sendable {
  private let changes = Mutex(Changes())
  /// More are not remembered one by one.
  private static let most = 200_000

  /// The nodes that facts named which came or went.
  public struct Changes: Sendable {
    public var nodes: Set<GroupNode> = []
    /// Whether anything may have changed.
    public var isEverything = false

    public var isEmpty: Bool { nodes.isEmpty && !isEverything }
  }

  public init() {}

  public func note(_ nodes: some Sequence<GroupNode>) {
    changes.withLock { changes in
      guard !changes.isEverything else { return }
      changes.nodes.formUnion(nodes)
      if changes.nodes.count > Self.most { changes = Changes(isEverything: true) }
    }
  }

  public func noteEverything() { changes.withLock { $0 = Changes(isEverything: true) } }

  /// What changed, which is then forgotten.
  public func take() -> Changes {
    changes.withLock { changes in
      defer { changes = Changes() }
      return changes
    }
  }
}

/// Everybody who watches a store.
public final class ChangeWatches: Sendable {
  private let all = Mutex<[ChangeWatch]>([])

  public init() {}

  public func add() -> ChangeWatch {
    let watch = ChangeWatch()
    all.withLock { $0.append(watch) }
    return watch
  }

  public func note(_ nodes: some Sequence<GroupNode>) {
    for watch in all.withLock({ $0 }) { watch.note(nodes) }
  }

  public func noteEverything() {
    for watch in all.withLock({ $0 }) { watch.noteEverything() }
  }
}
