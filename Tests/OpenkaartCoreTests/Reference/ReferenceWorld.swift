import OpenkaartCore

/// A known fact in the history of one side, at its place.
struct ReferenceEntry {
  let fact: Fact
  let side: Int
  let place: Timestamp
  /// Whether the side only hears of it.
  var isHeard = false

  var content: FactContent { fact.content }
}

/// The person a use is about, at one moment.
struct ReferencePerson {
  /// The sides of the use's subject.
  let subjectSides: Set<Int>
  /// Every side that is one person with them.
  let sides: [Int]
  /// When each edge within the person was merged.
  let mergedAt: [Timestamp]
  /// Every known fact of the person, by place and id.
  let known: [ReferenceEntry]
  /// The known facts whose place is not after the moment.
  let entries: [ReferenceEntry]

  // "The *merge moment* is the latest place of the `merged` of those edges within the person."
  var mergeMoment: Timestamp? { mergedAt.max() }
}

/// What is known of everybody, and who belongs together.
struct ReferenceWorld {
  private let entries: [ReferenceEntry]
  private let sides: [Set<Identifier>]
  private let names: ReferenceNames

  init(facts: [Fact], knownAt: Timestamp, subject: [Identifier]) {
    // "A fact is *known* when `recordedAt ≤ min(at, now)`."
    let known = facts.filter { $0.recordedAt <= knownAt }
    let names = ReferenceNames(known)
    let sides = Self.sides(of: known, subject: subject, names)
    self.names = names
    self.sides = sides
    let own = known.map { fact in
      let side = sides.firstIndex { $0.contains(ReferenceNames.origin(of: fact)) } ?? -1
      return ReferenceEntry(fact: fact, side: side, place: Self.place(of: fact))
    }
    entries = (own + Self.hearsay(own, names)).sorted {
      ($0.place, $0.fact.id) < ($1.place, $1.fact.id)
    }
  }

  /// What sides hear of addresses they have.
  private static func hearsay(
    _ own: [ReferenceEntry], _ names: ReferenceNames
  ) -> [ReferenceEntry] {
    own.flatMap { entry -> [ReferenceEntry] in
      let origin = ReferenceNames.origin(of: entry.fact)
      guard names.linksNobody(origin) else { return [] }
      // A side has the points that its facts make given or known.
      let having = own.filter { other in
        ReferenceCase.offer(of: other.content) != .nothing
          && identifiersNamed(by: other.fact).contains(origin)
      }
      return Set(having.map(\.side)).subtracting([entry.side]).flatMap { side in
        heard(entry.fact, at: origin).map {
          ReferenceEntry(fact: $0, side: side, place: place(of: $0), isHeard: true)
        }
      }
    }
  }

  // "Its place is `occurredAt`; for a no or a call for care (…) it is min(`occurredAt`,
  // `recordedAt`)."
  static func place(of fact: Fact) -> Timestamp {
    switch fact.content {
    case .withdrew, .refused, .objected, .restricted, .complained, .requested:
      return min(fact.occurredAt, fact.recordedAt)
    case .responded(let response):
      switch response.kind {
      case .bouncedHard, .bouncedSoft, .spamComplaint, .unsubscribed:
        return min(fact.occurredAt, fact.recordedAt)
      case .delivered, .opened, .clicked: return fact.occurredAt
      }
    default: return fact.occurredAt
    }
  }

  // "Identifiers link people by every known fact." "`merged` and `split` do not link their subject to the
  // other."
  private static func sides(
    of known: [Fact], subject: [Identifier], _ names: ReferenceNames
  ) -> [Set<Identifier>] {
    var sides: [Set<Identifier>] = []
    func join(_ identifiers: Set<Identifier>) {
      // "It is a side of its own."
      for alone in identifiers where names.linksNobody(alone) && !sides.contains([alone]) {
        sides.append([alone])
      }
      let identifiers = identifiers.filter { !names.linksNobody($0) }
      if identifiers.isEmpty { return }
      var joined = identifiers
      for side in sides where !side.isDisjoint(with: identifiers) { joined.formUnion(side) }
      sides.removeAll { !$0.isDisjoint(with: identifiers) }
      sides.append(joined)
    }
    for fact in known {
      var named = [identifiersNamed(by: fact)]
      switch fact.content {
      case .merged(let others, _), .split(let others, _): named.append(others)
      default: break
      }
      // "If the origin links nobody, neither does the fact."
      let isLinking = !names.linksNobody(ReferenceNames.origin(of: fact))
      for identifiers in named {
        if isLinking { join(Set(identifiers)) }
        for alone in identifiers { join([alone]) }
      }
    }
    for identifier in subject { join([identifier]) }
    return sides
  }

  // "The identifiers of its subject, those of a `described`, and a `contactPoint` that it names
  // belong together."
  static func identifiersNamed(by fact: Fact) -> [Identifier] {
    var named = fact.subject
    if case .described(let description) = fact.content { named += description.identifiers }
    if let point = namedPoint(of: fact.content), let identifier = identifier(of: point) {
      named.append(identifier)
    }
    return named
  }

  /// The contact point that a fact names apart from its subject, and over which channel.
  static func namedPoint(of content: FactContent) -> (text: String, channel: Channel?)? {
    let named: (text: String?, channel: Channel?)
    switch content {
    case .contacted(let contact), .used(let contact):
      named = (contact.contactPoint, contact.channel)
    case .consented(let consent): named = (consent.contactPoint, consent.channel)
    case .confirmed(let confirmation):
      named = (confirmation.contactPoint, confirmation.channel)
    case .withdrew(let no), .refused(let no): named = (no.contactPoint, no.channel)
    case .objected(let objection): named = (objection.contactPoint, objection.channel)
    case .verified(let point, let channel): named = (point, channel)
    default: return nil
    }
    guard let text = named.text else { return nil }
    return (text, named.channel)
  }

  /// The identifier that a contact point is: by its channel, or because it can only be an e-mail.
  static func identifier(of point: (text: String, channel: Channel?)) -> Identifier? {
    if let channel = point.channel, let type = ReferencePoint.identifierType(of: channel) {
      return Identifier(type, point.text)
    }
    return point.text.contains("@") ? Identifier(IdentifierType("email"), point.text) : nil
  }
}

extension ReferenceWorld {
  /// A decision between two sides: one person, or two.
  private struct Edge {
    let sides: Set<Int>
    let place: Timestamp
    let isMerge: Bool
  }

  // "The edge between two sides is decided by its latest `merged` or `split` that counts; `merged`
  // wins a tie."
  private func standingMerges(at moment: Timestamp) -> [Edge] {
    var latest: [Set<Int>: Edge] = [:]
    for edge in edges(at: moment) {
      guard let other = latest[edge.sides] else {
        latest[edge.sides] = edge
        continue
      }
      if edge.place > other.place || (edge.place == other.place && edge.isMerge) {
        latest[edge.sides] = edge
      }
    }
    return latest.values.filter(\.isMerge)
  }

  private func edges(at moment: Timestamp) -> [Edge] {
    var edges: [Edge] = []
    for entry in entries where entry.place <= moment {
      let others: [Identifier]
      let isMerge: Bool
      switch entry.content {
      case .merged(let with, _): (others, isMerge) = (with, true)
      case .split(let with, _): (others, isMerge) = (with, false)
      default: continue
      }
      // "It joins nothing."
      let subject = [ReferenceNames.origin(of: entry.fact)]
      for one in sidesOf(subject.filter { !names.linksNobody($0) }) {
        for other in sidesOf(others.filter { !names.linksNobody($0) }) where one != other {
          edges.append(Edge(sides: [one, other], place: entry.place, isMerge: isMerge))
        }
      }
    }
    return edges
  }

  private func sidesOf(_ identifiers: [Identifier]) -> Set<Int> {
    Set(sides.indices.filter { index in identifiers.contains { sides[index].contains($0) } })
  }

  // "The person is every side that edges connect to the side of the use's subject."
  func person(_ subject: [Identifier], at moment: Timestamp) -> ReferencePerson {
    let merges = standingMerges(at: moment)
    // "One that links nobody says whom a use is about only when no other does."
    let naming = subject.filter { !names.linksNobody($0) }
    let subjectSides = sidesOf(naming.isEmpty ? subject : naming)
    var person = subjectSides
    while let edge = merges.first(where: {
      !$0.sides.isDisjoint(with: person) && !$0.sides.isSubset(of: person)
    }) {
      person.formUnion(edge.sides)
    }
    let known = entries.filter { person.contains($0.side) }
    return ReferencePerson(
      subjectSides: subjectSides, sides: person.sorted(),
      mergedAt: merges.filter { $0.sides.isSubset(of: person) }.map(\.place),
      // "A known fact *counts* when its place ≤ `at`."
      known: known, entries: known.filter { $0.place <= moment })
  }
}
