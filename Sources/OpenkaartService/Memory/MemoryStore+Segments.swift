internal import OpenkaartCore

extension MemoryStore: ChangeFeed {
  public nonisolated func watch() -> ChangeWatch { watches.add() }

  func noteChange(by fact: Fact) {
    var named: Set<Identifier> = []
    fact.forEachNaming { named.formUnion($0) }
    watches.note(named.map { node(of: $0) })
  }

  private func node(of identifier: Identifier) -> GroupNode {
    if let node = nodes[identifier] { return node }
    let node = GroupNode(UInt64(identifiers.count))
    nodes[identifier] = node
    identifiers.append(identifier)
    return node
  }

  public func group(of node: GroupNode) -> KnownGroup {
    guard
      let identifier = identifiers.indices.contains(Int(node.number))
        ? identifiers[Int(node.number)] : nil
    else { return KnownGroup(.empty, members: [node]) }
    return known(grouped.group(of: [identifier]), around: [identifier])
  }

  /// The group with the nodes of what its facts name.
  private func known(_ group: FactGroup, around own: [Identifier]) -> KnownGroup {
    var named = Set(own)
    for fact in group.facts { fact.forEachNaming { named.formUnion($0) } }
    let groups = grouped
    let places = groups.places(of: group.facts.compactMap(\.origin))
    var (members, others): ([GroupNode], [GroupNode]) = ([], [])
    for identifier in named.sorted() {
      // What links nobody, and has no facts of its own, leads to no group.
      let place = groups.places(of: [identifier])
      let isMember = own.contains(identifier) || !place.isEmpty && place.isSubset(of: places)
      if isMember {
        members.append(node(of: identifier))
      } else {
        others.append(node(of: identifier))
      }
    }
    return KnownGroup(group, members: members, named: others)
  }

  public func forEachKnownGroup(
    _ body: @Sendable (KnownGroup) async throws -> Void
  ) async throws {
    for group in grouped.all { try await body(known(group, around: [])) }
  }
}

extension MemoryStore: SegmentShelf {
  public func note(_ new: [SegmentSize]) {
    for size in new {
      sizes.removeAll { $0.segment == size.segment && $0.hour == size.hour }
      sizes.append(size)
    }
  }

  public func sizes(of segment: String) -> [SegmentSize] {
    sizes.filter { $0.segment == segment }.sorted { $0.hour < $1.hour }
  }
}
