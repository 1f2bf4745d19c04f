internal import GRDB

/// All nodes, in groups of those ever joined.
struct Components: Sendable {
  /// Nodes one group after another, in the order of each group's lowest node.
  private let nodes: [Int32]
  /// Where each group starts, and the end.
  private let starts: [Int]

  /// Only groups in which a fact has its origin.
  init(_ forest: Forest) {
    var forest = forest
    let last = Int(forest.lastNode)
    var sizes = Array(repeating: Int32(0), count: last + 1)
    for node in 0...last {
      if let root = forest.rootWithFacts(of: node) { sizes[root] += 1 }
    }
    var starts: [Int] = []
    // From here on a root's size is the place where its next node goes.
    var end: Int32 = 0
    for root in sizes.indices where sizes[root] > 0 {
      starts.append(Int(end))
      (sizes[root], end) = (end, end + sizes[root])
    }
    starts.append(Int(end))
    var nodes = Array(repeating: Int32(0), count: Int(end))
    for node in 0...last {
      guard let root = forest.rootWithFacts(of: node) else { continue }
      nodes[Int(sizes[root])] = Int32(node)
      sizes[root] += 1
    }
    self.nodes = nodes
    self.starts = starts
  }

  var count: Int { starts.count - 1 }

  /// The nodes of a group, ascending.
  subscript(group: Int) -> [Int64] { nodes[starts[group]..<starts[group + 1]].map { Int64($0) } }
}
