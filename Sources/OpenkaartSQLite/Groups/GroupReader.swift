internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// Reads groups: who was ever joined, all facts about them, and what they hear of others.
struct GroupReader: Sendable {
  let opener: FactOpener
  let hashes: StoreHashes

  /// The nodes of identifiers by their hashes; those that no fact names are left out.
  func nodes(
    of hashes: [Digest128], _ database: Database
  ) throws -> [(hash: Digest128, node: Int64)] {
    let select = try Command(database, "SELECT node FROM identifier WHERE hash = ?")
    return try hashes.compactMap { hash in
      select.bind(hash, at: 1)
      guard try select.step() else { return nil }
      defer { select.reset() }
      return (hash, select.integer(0))
    }
  }

  /// The nodes of identifiers; those that no fact names are left out.
  func nodes(of identifiers: [Identifier], _ database: Database) throws -> [Int64] {
    try nodes(
      of: identifiers.map { hashes.identifier.hash($0.type.name, $0.value) }, database
    ).map(\.node)
  }

  /// Every node ever joined with these, directly or through others, in no particular order.
  func component(of nodes: [Int64], _ database: Database) throws -> [Int64] {
    try component(of: nodes, Command(database, Self.selectLinks))
  }

  /// For each node every node ever joined with it.
  func components(of nodes: [Int64], _ database: Database) throws -> [[Int64]] {
    let select = try Command(database, Self.selectLinks)
    return try nodes.map { try component(of: [$0], select) }
  }

  private static let selectLinks = "SELECT links FROM node WHERE node = ?"

  private func component(of nodes: [Int64], _ select: Command) throws -> [Int64] {
    var members = NodeSet(nodes)
    var index = 0
    while index < members.nodes.count {
      select.bind(members.nodes[index], at: 1)
      while try select.step() {
        try NodeRow.forEachLink(select.bytes(0)) { members.insert($0) }
      }
      index += 1
    }
    return members.nodes
  }

  /// The facts of a component, as they stand now.
  func group(of members: [Int64], _ database: Database) throws -> GroupCache.Reading {
    guard !members.isEmpty else {
      return .init(group: .empty, trace: GroupTrace(members: [], named: []))
    }
    return try groups(of: [members], database)[0]
  }

  /// The facts of components, as they stand now.
  func groups(of components: [[Int64]], _ database: Database) throws -> [GroupCache.Reading] {
    // Mostly nobody shares an identifier with so many.
    let any = try Command(database, "SELECT 1 FROM crowded LIMIT 1")
    defer { any.reset() }
    guard try any.step() else {
      return try groups(of: components, upTo: .max, database) { _ in nil }
    }
    let select = try Command(database, "SELECT seq FROM crowded WHERE node = ?")
    return try groups(of: components, upTo: .max, database) { node in
      select.bind(node, at: 1)
      guard try select.step() else { return nil }
      defer { select.reset() }
      return select.integer(0)
    }
  }

  /// The facts of components, up to the one numbered `last`.
  ///
  /// What is read together is opened together, which is quicker than one after another.
  ///
  /// - Parameters:
  ///   - components: The nodes of each component.
  ///   - last: The number of the last fact that counts.
  ///   - database: Where to read.
  ///   - crowdedBy: Tells by which fact a node is known as crowded.
  /// - Returns: The groups; empty is one of which no fact has its origin here.
  /// - Throws: ``StoreError/corrupt(file:)`` when a cell does not open.
  func groups(
    of components: [[Int64]], upTo last: Int64, _ database: Database,
    crowdedBy: (Int64) throws -> Int64?
  ) throws -> [GroupCache.Reading] {
    var sealed = FactOpener.Sealed()
    let ends = try opener.find(underEach: components, upTo: last, database, into: &sealed)
    let opened = try opener.openAsFound(sealed)
    var start = 0
    return try zip(components, ends).map { members, end in
      defer { start = end }
      return try group(of: members, inOrder(opened[start..<end]), upTo: last, database, crowdedBy)
    }
  }

  /// Facts in the order of their numbers: those under one node are found in it.
  private func inOrder(_ opened: ArraySlice<OpenedFact>) -> ArraySlice<OpenedFact> {
    let isInOrder = zip(opened, opened.dropFirst()).allSatisfy { $0.seq < $1.seq }
    return isInOrder ? opened : opened.sorted { $0.seq < $1.seq }[...]
  }

  private func group(
    of members: [Int64], _ opened: ArraySlice<OpenedFact>, upTo last: Int64, _ database: Database,
    _ crowdedBy: (Int64) throws -> Int64?
  ) throws -> GroupCache.Reading {
    let own = NodeSet(members)
    var seen = NodeSet()
    var crowded: [Identifier: Timestamp] = [:]
    var apart: [Int64] = []
    for item in opened {
      for (place, node) in item.nodes.enumerated() where seen.insert(node) {
        // Hardly any: only now is it worth knowing which identifier this is.
        let since = try crowdedBy(node)
        guard since != nil || !own.contains(node) else { continue }
        let identifiers = FactNames.identifiers(in: item.fact)
        guard place < identifiers.count else { continue }
        if let since { crowded[identifiers[place]] = try opener.recordedAt(since, database) }
        let linksNobody = since != nil || identifiers[place].isBlocked
        if linksNobody, !own.contains(node) { apart.append(node) }
      }
    }
    let group = FactGroup(
      facts: opened.map(\.fact), crowded: crowded,
      heard: try heard(from: apart, upTo: last, database))
    let origin = opened.first?.origin
    let isUnderOne = opened.allSatisfy { $0.origin == origin }
    return GroupCache.Reading(
      group: group,
      trace: GroupTrace(
        members: members, named: seen.nodes, origin: isUnderOne ? origin : nil,
        first: opened.first?.nodes ?? []))
  }

  /// What was told about identifiers that link nobody, and those hear who have them.
  private func heard(
    from nodes: [Int64], upTo last: Int64, _ database: Database
  ) throws -> [Fact] {
    guard !nodes.isEmpty else { return [] }
    var sealed = FactOpener.Sealed()
    try opener.find(under: nodes, upTo: last, database, into: &sealed)
    return try opener.open(sealed).map(\.fact).filter(\.isHeardByOthers)
  }

  /// Whether any fact has its origin among these nodes.
  func hasFacts(under members: [Int64], _ database: Database) throws -> Bool {
    let select = try Command(database, "SELECT 1 FROM fact WHERE origin = ? LIMIT 1")
    for node in members {
      select.bind(node, at: 1)
      if try select.step() {
        select.reset()
        return true
      }
    }
    return false
  }
}
