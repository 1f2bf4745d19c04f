/// Which identifiers belong together: a disjoint-set forest over them.
struct Links {
  private var numbers: [Identifier: Int] = [:]
  private var parents: [Int] = []

  /// Links every identifier the fact gives its subject.
  mutating func link(_ fact: Fact) {
    var first: Int?
    fact.forEachIdentifier { identifier in
      let number = number(of: identifier)
      if let first { join(first, number) } else { first = number }
    }
    // The other side of a merge exists, even if nothing else is known of it.
    switch fact.content {
    case .merged(let others, _), .split(let others, _):
      guard let head = others.first.map({ number(of: $0) }) else { return }
      for other in others.dropFirst() { join(head, number(of: other)) }
    default: break
    }
  }

  /// The number of each identifier's side, from 0 in the order of first mention, and their count.
  mutating func numbered() -> ([Identifier: Int], Int) {
    var sideOfRoot: [Int: Int] = [:]
    for node in parents.indices {
      let root = root(of: node)
      if sideOfRoot[root] == nil { sideOfRoot[root] = sideOfRoot.count }
    }
    var sides: [Identifier: Int] = [:]
    sides.reserveCapacity(numbers.count)
    for (identifier, node) in numbers { sides[identifier] = sideOfRoot[root(of: node)] }
    return (sides, sideOfRoot.count)
  }

  private mutating func number(of identifier: Identifier) -> Int {
    if let number = numbers[identifier] { return number }
    numbers[identifier] = parents.count
    parents.append(parents.count)
    return parents.count - 1
  }

  private mutating func root(of node: Int) -> Int {
    var node = node
    while parents[node] != node {
      parents[node] = parents[parents[node]]
      node = parents[node]
    }
    return node
  }

  private mutating func join(_ one: Int, _ other: Int) {
    let (one, other) = (root(of: one), root(of: other))
    if one != other { parents[max(one, other)] = min(one, other) }
  }
}
