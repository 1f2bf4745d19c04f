internal import OpenkaartCore

/// Which facts belong together: everybody ever linked or joined is one group.
struct MemoryGroups: Sendable {
  private var numbers: [Identifier: Int] = [:]
  private var identifiers: [Identifier] = []
  private var parents: [Int] = []
  private let facts: [Fact]
  let crowded: [Identifier: Timestamp]
  /// The place of each group among ``members``, by its root.
  private var places: [Int: Int] = [:]
  /// The places of each group's facts; the groups in the order of their first fact.
  private var members: [[Int]] = []
  /// The facts that others hear of, by their origin.
  private var heard: [Identifier: [Int]] = [:]

  init(_ facts: [Fact]) {
    self.facts = facts
    var crowd = Crowd()
    for fact in facts { crowd.note(fact) }
    crowded = crowd.crowded
    for fact in facts { link(fact) }
    for (index, fact) in facts.enumerated() {
      guard let origin = fact.origin, let number = numbers[origin] else { continue }
      let root = root(of: number)
      if let place = places[root] {
        members[place].append(index)
      } else {
        places[root] = members.count
        members.append([index])
      }
      if fact.isHeardByOthers { heard[origin, default: []].append(index) }
    }
  }

  var count: Int { members.count }
  var identifierCount: Int { identifiers.count }
  var all: [FactGroup] { members.indices.map { group(of: [$0]) } }

  func all(at place: Int) -> FactGroup { group(of: [place]) }

  func group(of subject: [Identifier]) -> FactGroup {
    group(of: places(of: subject))
  }

  /// The places of the groups that these identifiers belong to.
  func places(of subject: [Identifier]) -> Set<Int> { Set(subject.compactMap { place(of: $0) }) }

  private func group(of places: Set<Int>) -> FactGroup {
    let facts = places.flatMap { members[$0] }.sorted().map { self.facts[$0] }
    var named: Set<Identifier> = []
    for fact in facts { fact.forEachNaming { named.formUnion($0) } }
    let apart = named.filter { identifier in
      guard crowded[identifier] != nil || identifier.isBlocked else { return false }
      return place(of: identifier).map { !places.contains($0) } ?? false
    }
    return FactGroup(
      facts: facts, crowded: crowded.filter { named.contains($0.key) },
      heard: apart.flatMap { heard[$0] ?? [] }.sorted().map { self.facts[$0] })
  }

  /// The first identifier of the group that `identifier` belongs to, if any fact does.
  func firstIdentifier(joinedWith identifier: Identifier) -> Identifier? {
    guard let number = numbers[identifier] else { return nil }
    let root = root(of: number)
    return places[root].map { _ in identifiers[root] }
  }

  private func place(of identifier: Identifier) -> Int? {
    numbers[identifier].flatMap { places[root(of: $0)] }
  }

  // MARK: Linking

  private mutating func link(_ fact: Fact) {
    fact.forEachNaming { identifiers in
      for identifier in identifiers { _ = number(of: identifier) }
      link(identifiers.filter { !isApart($0, since: fact.recordedAt) })
    }
    guard let origin = fact.origin, !isApart(origin, since: fact.recordedAt) else { return }
    switch fact.content {
    case .merged(let others, _), .split(let others, _):
      for other in others where !isApart(other, since: fact.recordedAt) { link([origin, other]) }
    default: break
    }
  }

  /// Whether an identifier links nobody by a fact that was recorded at a moment.
  private func isApart(_ identifier: Identifier, since moment: Timestamp) -> Bool {
    identifier.isBlocked || crowded[identifier].map { $0 <= moment } ?? false
  }

  private mutating func link(_ identifiers: [Identifier]) {
    guard let first = identifiers.first else { return }
    for other in identifiers.dropFirst() { join(number(of: first), number(of: other)) }
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
