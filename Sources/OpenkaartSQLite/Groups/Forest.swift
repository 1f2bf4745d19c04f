internal import GRDB

/// Which nodes were ever joined, and which of those groups hold a fact: a disjoint-set forest.
///
/// To hear of something twice changes nothing.
struct Forest: Sendable {
  private var parents: [Int32] = [0]
  /// Whether a fact stands under any node of the group; right for roots only.
  private var holdsFacts: [Bool] = [false]
  /// How many groups hold a fact.
  private(set) var groups = 0

  /// Reads all that stands in the store.
  init(_ database: Database, lastNode: Int64) throws {
    grow(to: lastNode)
    let rows = try Command(database, "SELECT node, links FROM node")
    while try rows.step() {
      let node = rows.integer(0)
      try NodeRow.forEachLink(rows.bytes(1)) { if node < $0 { join(node, $0) } }
    }
    let origins = try Command(database, "SELECT DISTINCT origin FROM fact")
    while try origins.step() { addFact(under: origins.integer(0)) }
  }

  var lastNode: Int64 { Int64(parents.count - 1) }

  mutating func addFact(under node: Int64) {
    grow(to: node)
    let root = Int(root(of: Int32(node)))
    if !holdsFacts[root] { groups += 1 }
    holdsFacts[root] = true
  }

  /// Joins the groups of two nodes; the lowest node is the root.
  mutating func join(_ one: Int64, _ other: Int64) {
    grow(to: max(one, other))
    let (one, other) = (root(of: Int32(one)), root(of: Int32(other)))
    guard one != other else { return }
    let (low, high) = (Int(min(one, other)), Int(max(one, other)))
    parents[high] = Int32(low)
    if holdsFacts[low], holdsFacts[high] { groups -= 1 }
    holdsFacts[low] = holdsFacts[low] || holdsFacts[high]
  }

  /// The root of the group of a node; `nil` when no fact stands in it.
  mutating func rootWithFacts(of node: Int) -> Int? {
    let root = Int(root(of: Int32(node)))
    return holdsFacts[root] ? root : nil
  }

  private mutating func grow(to node: Int64) {
    while parents.count <= Int(node) {
      parents.append(Int32(parents.count))
      holdsFacts.append(false)
    }
  }

  private mutating func root(of node: Int32) -> Int32 {
    var node = node
    while parents[Int(node)] != node {
      parents[Int(node)] = parents[Int(parents[Int(node)])]
      node = parents[Int(node)]
    }
    return node
  }
}
