/// The contact point a question is about, and where each side knows it.
struct PointInQuestion {
  /// The normal text of the point; `nil` when there is none or none is needed.
  let text: ContactPoint?
  let type: IdentifierType?
  /// The index of the point among those of each side, in the order of the person's sides.
  private let indices: [Int?]
  let isMissing: Bool

  init(
    use: Use, sides: [Profile.Side], at moment: Timestamp,
    rules: HouseRules.ContactPointRules?
  ) {
    type = use.channel.pointType
    guard let type else {
      let address =
        use.channel == .post
        ? sides.lazy.compactMap { $0.history.address(at: moment) }.first : nil
      text = address
      indices = []
      isMissing = use.channel == .post && address == nil
      return
    }
    let named = use.subject.first { $0.type == type }?.value
    text = named ?? Profile.pointsInOrder(type, sides, at: moment, rules).first
    isMissing = text == nil
    let chosen = text
    indices = sides.map { side in
      side.history.points.firstIndex {
        $0.identifier.type == type && $0.identifier.value == chosen
      }
    }
  }

  /// The index of the point on the side in a place among the person's sides.
  func index(place: Int) -> Int? { place < indices.count ? indices[place] : nil }
}

extension Profile {
  /// The contact points of a type, in the order in which a use takes them: those that work before
  /// those that bounced, then the most recently given first.
  static func pointsInOrder(
    _ type: IdentifierType, _ sides: [Side], at moment: Timestamp,
    _ rules: HouseRules.ContactPointRules?
  ) -> [ContactPoint] {
    var found: [(text: ContactPoint, given: Timestamp, isBounced: Bool)] = []
    for side in sides {
      for (index, point) in side.history.points.enumerated() where point.identifier.type == type {
        guard let given = point.lastGiven(at: moment) else { continue }
        found.append(
          (point.identifier.value, given, side.history.isBounced(index, at: moment, rules)))
      }
    }
    guard found.count > 1 else { return found.map(\.text) }
    found.sort {
      if $0.isBounced != $1.isBounced { return !$0.isBounced }
      return $0.given == $1.given ? $0.text < $1.text : $0.given > $1.given
    }
    return found.map(\.text)
  }

  /// The contact points of the person on a channel, the one a use takes first at the head.
  public func contactPoints(
    on channel: Channel, at moment: Timestamp, under policy: Policy
  ) -> [ContactPoint] {
    guard let type = channel.pointType else { return [] }
    let members = membership(at: moment).sides.map { sides[$0] }
    return Self.pointsInOrder(type, members, at: moment, policy.rules.contactPoint)
  }
}

extension History {
  /// The postal address, when postal code and house number are both known.
  func address(at moment: Timestamp) -> ContactPoint? {
    guard let code = latest("postalCode", at: moment)?.value,
      let number = latest("houseNumber", at: moment)?.value
    else { return nil }
    return "\(code) \(number)"
  }

  /// Whether the policy counts a point as dead at a moment.
  func isBounced(
    _ point: Int, at moment: Timestamp, _ rules: HouseRules.ContactPointRules?
  ) -> Bool {
    guard let rules, !returns.isEmpty else { return false }
    var soft = 0
    for entry in returns.entries(at: moment) where entry.value.kind.isBounce {
      guard concerns(entry, point) else { continue }
      if entry.value.kind == .bouncedHard, rules.stopsAtHardBounce { return true }
      if entry.value.kind == .bouncedSoft, let limit = rules.softBounces,
        entry.at > moment.advanced(by: -limit.window.windowMilliseconds)
      {
        soft += 1
        if soft >= limit.count { return true }
      }
    }
    return false
  }

  /// Whether the address bounced, as points do.
  func isAddressBounced(at moment: Timestamp, _ rules: HouseRules.ContactPointRules?) -> Bool {
    isBounced(Self.address, at: moment, rules)
  }

  /// Stands for the address among the indices of points.
  static let address = -1

  /// Whether what came back concerns a point: the one of the send it answers, or else the points its
  /// subject names, or else all.
  func concerns(_ entry: Dated<RecordedResponse>, _ point: Int) -> Bool {
    let sends = answered(by: entry.value)
    if !sends.isEmpty {
      return sends.contains { send in
        if point == Self.address { return send.value.value.channel == .post }
        guard let type = send.value.value.channel.pointType,
          type == points[point].identifier.type
        else { return false }
        return send.value.point == nil || send.value.point == point
      }
    }
    return entry.value.points.isEmpty || entry.value.points.contains(point)
  }

  /// The sends a response answers: those of its own source, or else of any.
  func answered(by response: RecordedResponse) -> [Dated<Pointed<Contact>>] {
    let named = contacts.entries.filter { facts[Int($0.fact)].id == response.to.id }
    let own = named.filter { facts[Int($0.fact)].source == response.to.source }
    return own.isEmpty ? named : own
  }

  /// The contact point of a fact that names none: the most recently given one that works at its
  /// moment, or else the first given afterwards.
  func defaultPoint(
    _ type: IdentifierType, at moment: Timestamp, _ rules: HouseRules.ContactPointRules?
  ) -> Int? {
    var best: (index: Int, isBounced: Bool, given: Timestamp)?
    for (index, point) in points.enumerated() where point.identifier.type == type {
      guard let given = point.lastGiven(at: moment) else { continue }
      let isBounced = isBounced(index, at: moment, rules)
      if let current = best {
        if isBounced != current.isBounced {
          if isBounced { continue }
        } else if given < current.given
          || given == current.given
            && points[current.index].identifier.value < point.identifier.value
        {
          continue
        }
      }
      best = (index, isBounced, given)
    }
    if let best { return best.index }
    let later = points.indices.filter { points[$0].identifier.type == type }
    return later.min { one, other in
      let (one, other) = (points[one], points[other])
      return one.firstNamed == other.firstNamed
        ? one.identifier.value < other.identifier.value : one.firstNamed < other.firstNamed
    }
  }
}
