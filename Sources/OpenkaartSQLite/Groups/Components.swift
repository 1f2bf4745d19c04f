internal import GRDB

/// All nodes, in groups of those ever joined: a disjoint-set forest over the whole store.
struct Components: Sendable {
  /// Nodes one group after another, in the order of each group's lowest node.
  private let nodes: [Int32]
  /// Where each group starts, and the end.
  private let starts: [Int]

  /// Only groups in which a fact has its origin.
  init(_ database: Database, lastNode: Int64) throws {
    var forest = Forest(count: Int(lastNode) + 1)
    let edges = try Command(database, "SELECT one, other FROM edge WHERE one < other")
    while try edges.step() { forest.join(Int32(edges.integer(0)), Int32(edges.integer(1))) }

    var hasFacts = Array(repeating: false, count: Int(lastNode) + 1)
    let origins = try Command(database, "SELECT DISTINCT origin FROM fact")
    while try origins.step() { hasFacts[Int(forest.root(of: Int32(origins.integer(0))))] = true }

    var sizes = Array(repeating: Int32(0), count: Int(lastNode) + 1)
    for node in sizes.indices.dropFirst() {
      let root = Int(forest.root(of: Int32(node)))
      if hasFacts[root] { sizes[root] += 1 }
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
    for node in sizes.indices.dropFirst() {
      let root = Int(forest.root(of: Int32(node)))
      guard hasFacts[root] else { continue }
      nodes[Int(sizes[root])] = Int32(node)
      sizes[root] += 1
    }
    self.nodes = nodes
    self.starts = starts
  }

  var count: Int { starts.count - 1 }

  /// The nodes of a group, ascending.
  subscript(group: Int) -> [Int64] { nodes[starts[group]..<starts[group + 1]].map { Int64($0) } }

  /// Numbers that are joined one pair after another; the lowest is the root.
  private struct Forest {
    private var parents: [Int32]

    init(count: Int) { parents = (0..<Int32(count)).map { $0 } }

    mutating func root(of node: Int32) -> Int32 {
      var node = node
      while parents[Int(node)] != node {
        parents[Int(node)] = parents[Int(parents[Int(node)])]
        node = parents[Int(node)]
      }
      return node
    }

    mutating func join(_ one: Int32, _ other: Int32) {
      let (one, other) = (root(of: one), root(of: other))
      if one != other { parents[Int(max(one, other))] = min(one, other) }
    }
  }
}
