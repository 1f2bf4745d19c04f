internal import OpenkaartCore

/// Which facts belong together: everybody ever linked or joined is one group.
struct MemoryGroups: Sendable {
  private var numbers: [Identifier: Int] = [:]
  private var identifiers: [Identifier] = []
  private var parents: [Int] = []
  /// The place of each group among ``members``, by its root.
  private var places: [Int: Int] = [:]
  private let facts: [Fact]
  /// The places of each group's facts; the groups in the order of their first fact.
  private var members: [[Int]] = []

  init(_ facts: [Fact]) {
    self.facts = facts
    for fact in facts { link(fact) }
    for (index, fact) in facts.enumerated() {
      guard let number = fact.subject.first.flatMap({ numbers[$0] }) else { continue }
      let root = root(of: number)
      if let place = places[root] {
        members[place].append(index)
      } else {
        places[root] = members.count
        members.append([index])
      }
    }
  }

  var all: [FactGroup] { members.map { FactGroup(facts: $0.map { facts[$0] }) } }
  var count: Int { members.count }
  var identifierCount: Int { identifiers.count }

  func group(of subject: [Identifier]) -> FactGroup {
    let places = Set(subject.compactMap { self.place(of: $0) })
    return FactGroup(facts: places.flatMap { members[$0] }.sorted().map { facts[$0] })
  }

  /// The first identifier of the group that `identifier` belongs to.
  func firstIdentifier(joinedWith identifier: Identifier) -> Identifier? {
    numbers[identifier].map { identifiers[root(of: $0)] }
  }

  private func place(of identifier: Identifier) -> Int? {
    numbers[identifier].flatMap { places[root(of: $0)] }
  }

  private mutating func link(_ fact: Fact) {
    var first: Int?
    func join(_ identifier: Identifier, _ groups: inout MemoryGroups) {
      let number = groups.number(of: identifier)
      if let first { groups.join(first, number) } else { first = number }
    }
    fact.forEachIdentifier { join($0, &self) }
    switch fact.content {
    case .merged(let others, _), .split(let others, _):
      for other in others { join(other, &self) }
    default: break
    }
  }

  private mutating func number(of identifier: Identifier) -> Int {
    if let number = numbers[identifier] { return number }
    numbers[identifier] = parents.count
    identifiers.append(identifier)
    parents.append(parents.count)
    return parents.count - 1
  }

  private func root(of node: Int) -> Int {
    var node = node
    while parents[node] != node { node = parents[node] }
    return node
  }

  private mutating func join(_ one: Int, _ other: Int) {
    let (one, other) = (root(of: one), root(of: other))
    if one != other { parents[max(one, other)] = min(one, other) }
  }
}

/// Names given to customers: random, and remembered.
struct MemoryNames: Sendable {
  private var names: [Identifier: CustomerID] = [:]
  private var identifiers: [CustomerID: Identifier] = [:]

  mutating func name(of identifier: Identifier) -> CustomerID {
    if let name = names[identifier] { return name }
    let name = CustomerID(
      high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    names[identifier] = name
    identifiers[name] = identifier
    return name
  }

  func identifier(of name: CustomerID) -> Identifier? { identifiers[name] }
}
