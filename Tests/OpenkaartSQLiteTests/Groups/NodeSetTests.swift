import Testing

@testable import OpenkaartSQLite

struct NodeSetTests {
  @Test(arguments: [0, 1, 15, 16, 17, 18, 500])
  func `few nodes and many are each there once, in the order in which they came`(count: Int) {
    // Each comes twice, the second time in another order.
    let told = (0..<count).map { Int64($0 * 7919 % 1009) }
    var nodes = NodeSet(told.prefix(count / 2))
    var seen = Set(told.prefix(count / 2))
    for node in told.reversed() + told {
      #expect(nodes.insert(node) == seen.insert(node).inserted)
    }
    let first = Array(told.prefix(count / 2))
    #expect(nodes.nodes == first + told.reversed().filter { !first.contains($0) })
    for node in -1...Int64(1010) { #expect(nodes.contains(node) == seen.contains(node)) }
  }
}
