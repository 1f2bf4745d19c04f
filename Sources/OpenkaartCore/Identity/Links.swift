/// Which identifiers belong together: a disjoint-set forest over them.
///
/// Blocked and crowded identifiers stay apart: each is a side of its own.
struct Links {
  private var numbers: [Identifier: Int] = [:]
  private var isApart: [Bool] = []
  private var parents: [Int] = []
  private let crowded: Set<Identifier>

  /// Prepares to link, but for identifiers that too many people share.
  init(crowded: Set<Identifier>) { self.crowded = crowded }

  /// Links what the fact names together, through its origin: if that links nobody, neither does the
  /// fact.
  mutating func link(_ fact: Fact, from origin: Identifier?) {
    let isLinking = origin.map { !isApart[number(of: $0)] } ?? false
    // The other side of a merge exists, even if nothing else is known of it.
    fact.forEachNaming { link($0, isLinking: isLinking) }
  }

  private mutating func link(_ identifiers: [Identifier], isLinking: Bool) {
    var first: Int?
    for identifier in identifiers {
      let number = number(of: identifier)
      guard isLinking, !isApart[number] else { continue }
      if let first { join(first, number) } else { first = number }
    }
  }

  /// The number of each identifier's side, from 0 in the order of first mention, and their count.
  mutating func numbered() -> Numbering {
    var sideOfRoot: [Int: Int] = [:]
    for node in parents.indices {
      let root = root(of: node)
      if sideOfRoot[root] == nil { sideOfRoot[root] = sideOfRoot.count }
    }
    var sides: [Identifier: Int] = [:]
    sides.reserveCapacity(numbers.count)
    var apart: Set<Identifier> = []
    for (identifier, node) in numbers {
      sides[identifier] = sideOfRoot[root(of: node)]
      if isApart[node] { apart.insert(identifier) }
    }
    return Numbering(sides: sides, count: sideOfRoot.count, apart: apart)
  }

  struct Numbering {
    let sides: [Identifier: Int]
    let count: Int
    /// The identifiers that link nobody.
    let apart: Set<Identifier>
  }

  private mutating func number(of identifier: Identifier) -> Int {
    if let number = numbers[identifier] { return number }
    numbers[identifier] = parents.count
    parents.append(parents.count)
    isApart.append(crowded.contains(identifier) || identifier.isBlocked)
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
