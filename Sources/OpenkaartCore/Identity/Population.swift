/// Every person that facts speak of, linked by the identifiers they share.
///
/// Identifiers that one fact names together belong to one side of one person, but for those that are
/// blocked or crowded: they say where somebody is reached and not who it is. A `merged` joins sides
/// into one person without mixing their histories; a `split` parts them again.
public struct Population: Sendable {
  private let sideOfIdentifier: [Identifier: Int]
  /// The identifiers that link nobody.
  private let apart: Set<Identifier>
  private let histories: [Profile.Side]
  private var joins: [Int: [Profile.Join]]

  /// Assembles the people of whom `facts` speak, as far as known at a moment.
  public init(facts: [Fact], knownAt moment: Timestamp = .distantFuture) {
    self.init(FactGroup(facts: facts), knownAt: moment)
  }

  /// Assembles the people of a group, as far as known at a moment.
  public init(_ group: FactGroup, knownAt moment: Timestamp = .distantFuture) {
    if let folded = group.folded, folded.since <= moment {
      self = folded.people
      return
    }
    let isAllKnown = group.facts.allSatisfy { $0.recordedAt <= moment }
    let known = isAllKnown ? group.facts : group.facts.filter { $0.recordedAt <= moment }
    if group.crowded.isEmpty, let identifiers = Self.onePerson(in: known) {
      // So it mostly is.
      var history = History()
      for fact in known { history.apply(fact) }
      sideOfIdentifier = Dictionary(identifiers.lazy.map { ($0, 0) }) { side, _ in side }
      (apart, histories, joins) = ([], [Profile.Side(history)], [:])
      return
    }
    let namings = Namings(of: known)
    var crowd = Crowd()
    for fact in namings.different { crowd.note(known[fact]) }
    var crowded = Set(crowd.crowded.keys)
    for (identifier, since) in group.crowded where since <= moment { crowded.insert(identifier) }
    var links = Links(crowded: crowded)
    for (fact, origin) in zip(namings.different, namings.origins) {
      links.link(known[fact], from: origin)
    }
    let numbering = links.numbered()
    sideOfIdentifier = numbering.sides
    apart = numbering.apart
    var histories = Array(repeating: History(), count: numbering.count)
    for (fact, place) in zip(known, namings.places) {
      guard let side = namings.origins[place].flatMap({ numbering.sides[$0] }) else { continue }
      histories[side].apply(fact)
    }
    if !apart.isEmpty {
      Self.tellOthers(
        known + group.heard.filter { $0.recordedAt <= moment }, numbering, &histories)
    }
    self.histories = histories.map { Profile.Side($0) }
    joins = [:]
    for fact in known { noteJoin(fact) }
    for side in joins.keys { joins[side]?.sort(by: Self.precedes) }
  }

  /// The identifiers by which all facts name one person, beyond doubt.
  ///
  /// So few in one fact are never crowded: see ``IdentifierType/mostHolders``.
  private static func onePerson(in facts: [Fact]) -> [Identifier]? {
    guard let subject = facts.first?.subject, subject.count <= 3,
      facts.allSatisfy({ $0.subject == subject && $0.namesItsSubjectOnly }),
      !subject.contains(where: \.isBlocked)
    else { return nil }
    return subject
  }

  /// Lets every side hear what was told about addresses it has that link nobody.
  private static func tellOthers(
    _ facts: [Fact], _ numbering: Links.Numbering, _ histories: inout [History]
  ) {
    var told: [Identifier: [Fact]] = [:]
    for fact in facts where fact.isHeardByOthers {
      guard let origin = fact.origin, numbering.apart.contains(origin) else { continue }
      told[origin, default: []] += fact.heard(at: origin)
    }
    guard !told.isEmpty else { return }
    for side in histories.indices {
      for point in histories[side].points {
        guard let facts = told[point.identifier], numbering.sides[point.identifier] != side
        else { continue }
        for fact in facts { histories[side].hear(fact) }
      }
    }
  }

  private mutating func noteJoin(_ fact: Fact) {
    let with: [Identifier]
    let isMerge: Bool
    switch fact.content {
    case .merged(let others, _): (with, isMerge) = (others, true)
    case .split(let others, _): (with, isMerge) = (others, false)
    default: return
    }
    guard let origin = fact.origin, !apart.contains(origin), let side = sideOfIdentifier[origin]
    else { return }
    for identifier in with where !apart.contains(identifier) {
      guard let other = sideOfIdentifier[identifier], other != side else { continue }
      let join = Profile.Join(
        one: min(side, other), other: max(side, other), isMerge: isMerge, at: fact.placedAt,
        fact: fact.id)
      joins[side, default: []].append(join)
      joins[other, default: []].append(join)
    }
  }

  /// Oldest first; of one moment a split before a merge, so that the merge wins.
  private static func precedes(_ one: Profile.Join, _ other: Profile.Join) -> Bool {
    if one.at != other.at { return one.at < other.at }
    if one.isMerge != other.isMerge { return !one.isMerge }
    return one.fact < other.fact
  }

  /// The side that an identifier belongs to; `nil` when no fact names it.
  package func side(of identifier: Identifier) -> Int? { sideOfIdentifier[identifier] }

  /// The number of sides: people before any merge.
  public var sideCount: Int { histories.count }

  /// The profile of the person that `subject` names; ``Profile/unknown`` when no fact does.
  ///
  /// An identifier that links nobody says who is meant only when no other does.
  public func profile(of subject: [Identifier]) -> Profile {
    let naming = subject.filter { !apart.contains($0) }
    var own: [Int] = []
    for identifier in naming.isEmpty ? subject : naming {
      if let side = sideOfIdentifier[identifier], !own.contains(side) { own.append(side) }
    }
    return own.isEmpty ? .unknown : profile(of: own)
  }

  private func profile(of own: [Int]) -> Profile {
    if own.count == 1, joins[own[0]] == nil {
      return Profile(sides: [histories[own[0]]], joins: [], subjectSides: [0])
    }
    let members = sidesEverJoined(with: own)
    let place = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    let edges = members.flatMap { member in
      (joins[member] ?? []).filter { $0.one == member }.compactMap { join -> Profile.Join? in
        guard let one = place[join.one], let other = place[join.other] else { return nil }
        return Profile.Join(
          one: one, other: other, isMerge: join.isMerge, at: join.at, fact: join.fact)
      }
    }
    return Profile(
      sides: members.map { histories[$0] }, joins: edges.sorted(by: Self.precedes),
      subjectSides: own.compactMap { place[$0] }.sorted())
  }

  /// Every side ever joined with these, directly or through others, in an order that the order of
  /// arrival does not touch.
  private func sidesEverJoined(with own: [Int]) -> [Int] {
    var members = own
    var index = 0
    while index < members.count {
      for join in joins[members[index]] ?? [] {
        let next = join.one == members[index] ? join.other : join.one
        if !members.contains(next) { members.append(next) }
      }
      index += 1
    }
    let first = members.map { (side: $0, name: histories[$0].history.identifiers.min()) }
    return first.sorted { one, other in
      guard let name = one.name else { return false }
      return other.name.map { name < $0 } ?? true
    }.map(\.side)
  }

  /// One of the people at a moment.
  public struct Person: Sendable {
    public let profile: Profile

    /// Every identifier of the person, in a fixed order.
    public func identifiers(at moment: Timestamp) -> [Identifier] {
      profile.membership(at: moment).sides.flatMap { profile.sides[$0].history.identifiers }
        .sorted()
    }

    /// Every fact of the person, told of them and only heard by them.
    public func facts(at moment: Timestamp) -> (own: Set<FactID>, heard: Set<FactID>) {
      var own: Set<FactID> = []
      var heard: Set<FactID> = []
      for side in profile.membership(at: moment).sides {
        let history = profile.sides[side].history
        for (index, fact) in history.facts.enumerated() {
          if history.heard.contains(Int32(index)) { heard.insert(fact) } else { own.insert(fact) }
        }
      }
      return (own, heard.subtracting(own))
    }
  }

  /// The person that `subject` names; `nil` when no fact does.
  public func person(_ subject: [Identifier]) -> Person? {
    let profile = profile(of: subject)
    return profile.sides.isEmpty ? nil : Person(profile: profile)
  }

  /// Everybody, as joined at a moment, in the order in which they were first named.
  public func people(at moment: Timestamp) -> [Person] {
    var people: [Person] = []
    var isSeen = Array(repeating: false, count: histories.count)
    for side in histories.indices where !isSeen[side] {
      // An address that links nobody, and of which nothing was told by itself, is nobody.
      if joins[side] == nil, histories[side].history.earliestOfAll == nil { continue }
      let profile = profile(of: [side])
      people.append(Person(profile: profile))
      guard joins[side] != nil else { continue }
      let members = sidesEverJoined(with: [side])
      for member in profile.membership(at: moment).sides { isSeen[members[member]] = true }
    }
    return people
  }
}

extension Profile {
  /// The profile of one person out of the facts of many, as far as known at a moment.
  public init(of subject: [Identifier], in facts: [Fact], knownAt moment: Timestamp) {
    self = Population(facts: facts, knownAt: moment).profile(of: subject)
  }
}

/// Which facts name others than those before them: mostly every fact of a person names the same.
///
/// To hear again that the same identifiers belong together says nothing new of who is who.
private struct Namings {
  /// The places of the facts that name others than the few before them.
  private(set) var different: [Int] = []
  /// The origin of each of these.
  private(set) var origins: [Identifier?] = []
  /// For every fact the place, among ``different``, of one that names the same.
  private(set) var places: [Int] = []

  /// So many are compared with.
  private static let most = 4

  init(of facts: [Fact]) {
    places.reserveCapacity(facts.count)
    // Of those that name somebody beside their subject none is taken for the same as another.
    var plain: [Int] = []
    for (index, fact) in facts.enumerated() {
      let isPlain = fact.namesItsSubjectOnly
      let known =
        isPlain
        ? plain.suffix(Self.most).last { facts[different[$0]].subject == fact.subject } : nil
      if let known {
        places.append(known)
        continue
      }
      places.append(different.count)
      if isPlain { plain.append(different.count) }
      different.append(index)
      origins.append(fact.origin)
    }
  }
}
