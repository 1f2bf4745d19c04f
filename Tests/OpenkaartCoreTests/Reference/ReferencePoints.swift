import OpenkaartCore

/// Where a use reaches somebody.
enum ReferencePoint: Hashable {
  case identifier(Identifier)
  /// The one address of post.
  case address
  /// App, web and none have no contact point and need none.
  case nowhere

  // "Email, sms, phone and push have identifiers of the type email, phone, phone and pushToken."
  static func identifierType(of channel: Channel) -> IdentifierType? {
    switch channel {
    case .email: IdentifierType("email")
    case .sms, .phone: IdentifierType("phone")
    case .push: IdentifierType("pushToken")
    case .post, .app, .web, .none: nil
    }
  }

  static let identifierTypes = ["email", "phone", "pushToken"].map { IdentifierType($0) }
}

/// Contact points.
extension ReferenceCase {
  /// What a fact says about the points it names.
  enum Offer { case given, known, nothing }

  // "A point is *given* by every fact that counts, names it … and is not one of: …"
  static func offer(of content: FactContent) -> Offer {
    switch content {
    // "These offer no point at all."
    case .withdrew, .refused, .objected, .restricted, .complained, .requested: .nothing
    // "These make it known, as given before all others."
    case .contacted, .responded, .used, .decided, .erased, .listed, .merged, .split, .deceased,
      .affectedByBreach, .breachClosed:
      .known
    default: .given
    }
  }

  /// Each time a point of this type was given; `nil` is before all others.
  private func offers(
    _ type: IdentifierType, side: Int? = nil
  ) -> [(point: Identifier, named: Timestamp, place: Timestamp?)] {
    entries.filter { !$0.isHeard && (side == nil || $0.side == side) }.flatMap { entry in
      let named = ReferenceWorld.identifiersNamed(by: entry.fact).filter { $0.type == type }
      switch Self.offer(of: entry.content) {
      case .given: return named.map { ($0, entry.place, Optional(entry.place)) }
      case .known: return named.map { ($0, entry.place, Timestamp?.none) }
      case .nothing: return []
      }
    }
  }

  // The points of a type that were given until a moment, "most recently given" first; "a tie goes to
  // the smaller text".
  private func mostRecent(
    _ type: IdentifierType, until moment: Timestamp, side: Int? = nil
  ) -> [Identifier] {
    var latest: [Identifier: Timestamp] = [:]
    for offer in offers(type, side: side) {
      let place = offer.place ?? .distantPast
      guard offer.named <= moment else { continue }
      latest[offer.point] = max(latest[offer.point] ?? .distantPast, place)
    }
    return latest.sorted { one, other in
      one.value == other.value ? one.key.value < other.key.value : one.value > other.value
    }.map(\.key)
  }

  // "The point is the one the use's subject names, else the most recently given one that is not bounced
  // at that moment, else the most recently given one."
  func findPoint() -> ReferencePoint? {
    switch use.channel {
    case .app, .web, .none: return .nowhere
    case .post: return hasAddress ? .address : nil
    case .email, .sms, .phone, .push: break
    }
    guard let type = ReferencePoint.identifierType(of: use.channel) else { return nil }
    if let named = use.subject.first(where: { $0.type == type }) { return .identifier(named) }
    let given = mostRecent(type, until: at)
    let working = given.first { !isBounced(.identifier($0), at: at) }
    return (working ?? given.first).map { .identifier($0) }
  }

  /// The text of the point; what an address looks like is not compared.
  var shownPoint: String? {
    switch point {
    case .identifier(let identifier): identifier.value
    case .address: "address"
    case .nowhere, nil: nil
    }
  }

  // "The address when the latest `postalCode` and `houseNumber` of one side are both known."
  private var hasAddress: Bool {
    person.sides.contains { side in
      ["postalCode", "houseNumber"].allSatisfy { name in
        let values = latestValues(name, side: side)
        return !values.isEmpty && !values.contains(nil)
      }
    }
  }

  // Whether one of the points that a fact names is the use's; `nil` names none, which means all.
  // "On channels without a point, and for post, the contact point is always the same, whatever is
  // named."
  func isUsePoint(_ named: Set<String>?) -> Bool {
    guard let named else { return true }
    switch point {
    case .identifier(let identifier): return named.contains(identifier.value)
    case .address, .nowhere: return true
    case nil: return use.channel == .post
    }
  }

  // "The contact point of a `consented` or `confirmed` that names none: the one of its type its subject
  // names, else the most recently given one not bounced when the fact was placed, else the first one
  // given afterwards; without any it concerns no point." "Each side is folded on its own history": no
  // side's fact takes a point from another.
  func resolvedPoint(_ named: String?, _ channel: Channel, of entry: ReferenceEntry)
    -> ReferencePoint?
  {
    if channel == .post { return .address }
    guard let type = ReferencePoint.identifierType(of: channel) else { return .nowhere }
    if let named { return Identifier(type, named).map { .identifier($0) } }
    if let own = entry.fact.subject.first(where: { $0.type == type }) { return .identifier(own) }
    let given = mostRecent(type, until: entry.place, side: entry.side)
    if let working = given.first(where: { !isBounced(.identifier($0), at: entry.place) }) {
      return .identifier(working)
    }
    let afterwards = offers(type, side: entry.side).filter {
      ($0.place ?? .distantPast) > entry.place
    }
    guard let first = afterwards.compactMap(\.place).min() else { return nil }
    let points = afterwards.filter { $0.place == first }.map(\.point)
    return points.min { $0.value < $1.value }.map { .identifier($0) }
  }
}

extension ReferenceCase {
  // "By rule `contactPoint.bouncedHard: never` one hard bounce; by `bouncedSoft: N in W` at least N soft
  // bounces placed in (at − W, at]. Without the rule nothing bounces."
  func isBounced(_ point: ReferencePoint, at moment: Timestamp) -> Bool {
    guard let rules = policy.rules.contactPoint else { return false }
    let back = responses.filter { $0.entry.place <= moment && $0.concerns(point) }
    if rules.stopsAtHardBounce, back.contains(where: { $0.kind == .bouncedHard }) { return true }
    guard let soft = rules.softBounces else { return false }
    let opens = moment.milliseconds - referenceWindow(soft.window)
    // "A send or response that several sides hear counts once."
    let soon = back.filter { $0.kind == .bouncedSoft && $0.entry.place.milliseconds > opens }
    return Set(soon.map(\.entry.fact.id)).count >= soft.count
  }

  // "`contactPoint.spamComplaint`: a spam complaint concerned the point; marketing only; never lifted."
  var isSpamComplained: Bool {
    guard let point else { return false }
    return responses.contains { $0.kind == .spamComplaint && $0.concerns(point) }
  }

  // "`contactPoint.unverified`: only with `contactPoint: {unverified: never}`: no `verified` and no
  // `confirmed` of the point counts."
  var isUnverified: Bool {
    guard policy.rules.contactPoint?.requiresVerified == true, let point, point != .nowhere else {
      return false
    }
    return !entries.contains { entry in
      switch entry.content {
      case .verified(let named, let channel): isVerification(named, channel, of: point)
      case .confirmed(let confirmation):
        resolvedPoint(confirmation.contactPoint, confirmation.channel, of: entry) == point
      default: false
      }
    }
  }

  /// A `verified` that names no point verifies none.
  private func isVerification(_ named: String?, _ channel: Channel?, of point: ReferencePoint)
    -> Bool
  {
    guard let named else { return false }
    switch point {
    case .address: return channel == .post
    case .nowhere: return false
    case .identifier(let identifier):
      guard named == identifier.value else { return false }
      guard let channel else { return true }
      let type = ReferencePoint.identifierType(of: channel)
      return type == identifier.type || (type == nil && identifier.type.name == "email")
    }
  }
}
