/// Nodes, each once, in the order in which they came: of few it is quicker to look at each.
struct NodeSet: Sendable {
  private(set) var nodes: [Int64] = []
  /// All of them, once they are more than ``few``.
  private var hashed: Set<Int64> = []

  private static let few = 16

  init(_ nodes: some Sequence<Int64> = EmptyCollection()) {
    for node in nodes { insert(node) }
  }

  func contains(_ node: Int64) -> Bool {
    nodes.count <= Self.few ? nodes.contains(node) : hashed.contains(node)
  }

  /// Adds a node; false when it is there already.
  @discardableResult
  mutating func insert(_ node: Int64) -> Bool {
    guard !contains(node) else { return false }
    nodes.append(node)
    if nodes.count > Self.few {
      if hashed.isEmpty { hashed = Set(nodes) } else { hashed.insert(node) }
    }
    return true
  }
}
