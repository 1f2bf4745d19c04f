/// The messages to a person and what came back on them, over all sides.
///
/// The id of a send is unique per source, so an answer finds its send on whichever side either is.
struct Correspondence {
  let sides: [Profile.Side]
  let rules: HouseRules.ContactPointRules?
  /// The moment asked about; what is placed later does not count.
  let at: Timestamp
  /// Whether anything ever came back.
  private let hasReturns: Bool

  init(sides: [Profile.Side], rules: HouseRules.ContactPointRules?, at: Timestamp) {
    self.sides = sides
    self.rules = rules
    self.at = at
    hasReturns = sides.contains { !$0.history.returns.isEmpty }
  }

  /// Where a message goes.
  enum Target: Equatable {
    case point(Identifier)
    case address
  }

  /// A send, and the side it is known on.
  struct Send {
    let side: Profile.Side
    let entry: Dated<Pointed<Contact>>

    var contact: Contact { entry.value.value }
    var fact: FactID { side.history.facts[Int(entry.fact)] }

    /// Where it went; `nil` when that is unknown or the channel has no contact points.
    var target: Target? {
      if contact.channel == .post { return .address }
      return entry.value.point.index.map { .point(side.history.points[$0].identifier) }
    }
  }

  /// The sends a response answers: those of its own source, or else of any.
  func answered(by response: RecordedResponse) -> [Send] {
    let named = sides.flatMap { side in
      side.history.contacts.entries.filter {
        side.history.facts[Int($0.fact)].id == response.to.id
      }.map { Send(side: side, entry: $0) }
    }
    let own = named.filter { $0.fact.source == response.to.source }
    return own.isEmpty ? named : own
  }

  /// Whether what came back concerns a target: that of the send it answers, or else the points its
  /// subject names, or else every one.
  func concerns(
    _ response: RecordedResponse, of side: Profile.Side, _ target: Target
  ) -> Bool {
    let sends = answered(by: response)
    if !sends.isEmpty { return sends.contains { concerns($0, target) } }
    guard !response.points.isEmpty else { return true }
    return response.points.contains { .point(side.history.points[$0].identifier) == target }
  }

  /// A send to an unknown point concerns every point of its type.
  private func concerns(_ send: Send, _ target: Target) -> Bool {
    switch target {
    case .address: return send.contact.channel == .post
    case .point(let identifier):
      guard send.contact.channel.pointType == identifier.type else { return false }
      return send.target.map { $0 == target } ?? true
    }
  }

  /// What came back on a target, as far as it counts at a moment.
  func returned(
    on target: Target, at moment: Timestamp, _ isWanted: (Response.Kind) -> Bool
  ) -> [(at: Timestamp, kind: Response.Kind, fact: FactID)] {
    var found: [(at: Timestamp, kind: Response.Kind, fact: FactID)] = []
    for side in sides {
      for entry in side.history.returns.entries(at: moment)
      where isWanted(entry.value.kind) && concerns(entry.value, of: side, target) {
        let fact = side.history.facts[Int(entry.fact)]
        // Several sides may hear of the same one.
        if sides.count > 1, found.contains(where: { $0.fact == fact }) { continue }
        found.append((entry.at, entry.value.kind, fact))
      }
    }
    return found
  }

  /// Whether the policy counts a target as dead at a moment.
  func isBounced(_ target: Target, at moment: Timestamp) -> Bool {
    guard hasReturns, let rules else { return false }
    let bounces = returned(on: target, at: moment) { $0.isBounce }
    if rules.stopsAtHardBounce, bounces.contains(where: { $0.kind == .bouncedHard }) { return true }
    guard let limit = rules.softBounces else { return false }
    let start = moment.advanced(by: -limit.window.windowMilliseconds)
    return bounces.count { $0.kind == .bouncedSoft && $0.at > start } >= limit.count
  }

  private func isBounced(at index: Int, of points: [KnownPoint], at moment: Timestamp) -> Bool {
    hasReturns && isBounced(.point(points[index].identifier), at: moment)
  }

  /// The contact points of a type, in the order in which a use takes them: those that work before
  /// those that bounced, then the most recently given first.
  func pointsInOrder(_ type: IdentifierType, at moment: Timestamp) -> [Identifier] {
    candidates(type, at: moment).sorted().map(\.identifier)
  }

  /// The contact point a use takes first.
  func firstPoint(_ type: IdentifierType, at moment: Timestamp) -> Identifier? {
    if let only = onlyPoint(type) {
      let points = sides[0].history.points
      return points[only].lastGiven(at: moment) == nil ? nil : points[only].identifier
    }
    return candidates(type, at: moment).min()?.identifier
  }

  /// The index of the only contact point of a type, where there is just one: so it is with most
  /// people.
  private func onlyPoint(_ type: IdentifierType) -> Int? {
    guard sides.count == 1 else { return nil }
    let points = sides[0].history.points
    var only: Int?
    for index in points.indices where points[index].identifier.type == type {
      guard only == nil else { return nil }
      only = index
    }
    return only
  }

  private func candidates(_ type: IdentifierType, at moment: Timestamp) -> [Candidate] {
    var candidates: [Candidate] = []
    for side in sides {
      let points = side.history.points
      for index in points.indices where points[index].identifier.type == type {
        guard let given = points[index].lastGiven(at: moment) else { continue }
        let identifier = points[index].identifier
        let isBounced = isBounced(.point(identifier), at: moment)
        candidates.append(Candidate(identifier: identifier, given: given, isBounced: isBounced))
      }
    }
    return candidates
  }

  /// A contact point a use could take; the better one is the smaller.
  private struct Candidate: Comparable {
    let identifier: Identifier
    let given: Timestamp
    let isBounced: Bool

    static func < (one: Self, other: Self) -> Bool {
      if one.isBounced != other.isBounced { return !one.isBounced }
      return one.given == other.given
        ? one.identifier.value < other.identifier.value : one.given > other.given
    }
  }

  /// The contact point that a consent or confirmation of a moment concerns; `nil` is none.
  func point(
    _ named: ConcernedPoint, _ type: IdentifierType, of side: Profile.Side, at moment: Timestamp
  ) -> Int? {
    switch named {
    case .known(let index): index
    case .unnamed: defaultPoint(type, of: side, at: moment)
    case .impossible: nil
    }
  }

  /// The contact point of a fact that names none: of its side, the most recently given one that works
  /// at its moment, or else the first given afterwards.
  private func defaultPoint(_ type: IdentifierType, of side: Profile.Side, at moment: Timestamp)
    -> Int?
  {
    let points = side.history.points
    var best: (index: Int, given: Timestamp)?
    for index in points.indices where points[index].identifier.type == type {
      guard let given = points[index].lastGiven(at: moment),
        !isBounced(at: index, of: points, at: moment)
      else { continue }
      let isBetter =
        best.map { best in
          best.given == given
            ? points[index].identifier.value < points[best.index].identifier.value
            : best.given < given
        } ?? true
      if isBetter { best = (index, given) }
    }
    return best?.index ?? firstPoint(type, among: points, after: moment)
  }

  /// The point first given after a moment.
  private func firstPoint(
    _ type: IdentifierType, among points: [KnownPoint], after moment: Timestamp
  ) -> Int? {
    let later = points.enumerated().compactMap { index, point -> (index: Int, at: Timestamp)? in
      guard point.identifier.type == type else { return nil }
      return point.firstGiven(after: moment, until: at).map { (index, $0) }
    }
    return later.min { one, other in
      one.at == other.at
        ? points[one.index].identifier.value < points[other.index].identifier.value
        : one.at < other.at
    }?.index
  }
}
