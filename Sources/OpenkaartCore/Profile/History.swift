/// One side of a person: everything known under identifiers that facts link to each other.
///
/// A history is a fold over facts in any order: each is put in its place, nothing is overwritten, and
/// what counts at a moment is read at that moment. So the same history answers for every moment.
struct History: Sendable {
  private(set) var identifiers: [Identifier] = []
  private(set) var facts: [FactID] = []
  /// Those of ``facts`` that it only heard of.
  private(set) var heard: Set<Int32> = []
  /// The earliest place of a fact that is no message of ours.
  private(set) var earliest: Timestamp?
  private(set) var earliestOfAll: Timestamp?
  /// The latest place of anything it knows or heard; before all others without facts.
  private(set) var latest = Timestamp.distantPast

  /// The kinds of things it knows.
  private(set) var presence: Presence = []

  private(set) var points: [KnownPoint] = []
  private(set) var attributes = Timeline<Description.Attribute>()
  private(set) var described = Timeline<Void>()
  private(set) var consents = Timeline<RecordedConsent>()
  private(set) var confirmations = Timeline<Pointed<Confirmation>>()
  private(set) var refusals = Timeline<RecordedRefusal>()
  private(set) var objections = Timeline<Objection>()
  private(set) var contacts = Timeline<Pointed<Contact>>()
  /// Bounces, spam complaints and unsubscribes.
  private(set) var returns = Timeline<RecordedResponse>()
  private(set) var purchases = Timeline<RecordedPurchase>()
  private(set) var goodsReturned = Timeline<Return>()
  private(set) var promises = Timeline<Step<PromiseStep>>()
  private(set) var complaints = Timeline<Step<Bool>>()
  private(set) var breaches = Timeline<Step<Bool>>()
  private(set) var requests = Timeline<Step<Right?>>()
  private(set) var restrictions = Timeline<Step<Bool>>()
  private(set) var preferences = Timeline<RecordedPreference>()
  private(set) var verifications = Timeline<Verification>()
  private(set) var signals = Timeline<Signal>()
  private(set) var listings = Timeline<Listing>()
  private(set) var deaths = Timeline<Void>()
  private(set) var guardians = Timeline<Void>()
  private(set) var erasures = Timeline<Erasure>()
  /// What the person did, apart from consents, whose worth depends on the policy.
  private(set) var activities = Timeline<Void>()

  /// Puts `fact` in its place.
  mutating func apply(_ fact: Fact) {
    let index = Int32(truncatingIfNeeded: facts.count)
    let at = fact.placedAt
    facts.append(fact.id)
    earliestOfAll = min(earliestOfAll ?? at, at)
    latest = max(latest, at)
    presence.formUnion(fact.content.presence)
    switch fact.content {
    case .contacted, .used: break
    default: earliest = min(earliest ?? at, at)
    }
    fact.forEachIdentifier { note($0, of: fact, at: at) }
    let place = Place(at: at, fact: index)
    if !applyDialogue(fact, place) { applyStanding(fact, place) }
  }

  /// Puts what was told about an address of this side in its place, though it was told of nobody.
  ///
  /// It says nothing of the person: not that they are known, nor what they did.
  mutating func hear(_ fact: Fact) {
    let place = Place(at: fact.placedAt, fact: Int32(truncatingIfNeeded: facts.count))
    heard.insert(place.fact)
    latest = max(latest, place.at)
    facts.append(fact.id)
    presence.formUnion(fact.content.presence)
    _ = applyDialogue(fact, place)
  }

  /// The moment and the fact of an entry that is being put in its place.
  private struct Place {
    let at: Timestamp
    let fact: Int32

    func dated<Value: Sendable>(_ value: Value) -> Dated<Value> {
      Dated(value: value, at: at, fact: fact)
    }
  }

  /// What was said, sold, sent and consented; false when the fact is of another kind.
  private mutating func applyDialogue(_ fact: Fact, _ place: Place) -> Bool {
    switch fact.content {
    case .described(let description):
      described.insert(place.dated(()), among: facts)
      for attribute in description.attributes {
        attributes.insert(place.dated(attribute), among: facts)
      }
    case .purchased(let purchase):
      purchases.insert(
        place.dated(RecordedPurchase(purchase, points: subjectPoints(of: fact))), among: facts)
      activities.insert(place.dated(()), among: facts)
    case .returned(let goods): goodsReturned.insert(place.dated(goods), among: facts)
    case .behaved, .answered: activities.insert(place.dated(()), among: facts)
    case .contacted(let contact), .used(let contact):
      let point = point(contact.contactPoint, contact.channel, of: fact)
      contacts.insert(place.dated(Pointed(contact, point: point)), among: facts)
    case .responded(let response):
      if response.kind == .opened || response.kind == .clicked {
        activities.insert(place.dated(()), among: facts)
      } else if response.kind.isRefusing {
        returns.insert(
          place.dated(
            RecordedResponse(
              to: FactID(source: fact.id.source, id: response.contact), kind: response.kind,
              points: subjectPoints(of: fact))), among: facts)
      }
    case .consented(let consent):
      let point = point(consent.contactPoint, consent.channel, of: fact)
      consents.insert(place.dated(RecordedConsent(consent, point: point)), among: facts)
    case .confirmed(let confirmation):
      let point = point(confirmation.contactPoint, confirmation.channel, of: fact)
      confirmations.insert(place.dated(Pointed(confirmation, point: point)), among: facts)
    case .refused(let no):
      refusals.insert(place.dated(RecordedRefusal(no, isWithdrawal: false)), among: facts)
    case .withdrew(let no):
      refusals.insert(place.dated(RecordedRefusal(no, isWithdrawal: true)), among: facts)
    case .objected(let objection): objections.insert(place.dated(objection), among: facts)
    default: return false
    }
    return true
  }

  /// What stands until something ends it.
  private mutating func applyStanding(_ fact: Fact, _ place: Place) {
    switch fact.content {
    case .complained(let key, _): complaints.insert(place.dated(Step(key, true)), among: facts)
    case .complaintResolved(let key):
      complaints.insert(place.dated(Step(key, false)), among: facts)
    case .promised(let promise):
      promises.insert(place.dated(Step(promise.promise, .made)), among: facts)
    case .promiseKept(let key): promises.insert(place.dated(Step(key, .kept)), among: facts)
    case .promiseBroken(let key): promises.insert(place.dated(Step(key, .broken)), among: facts)
    case .promiseMadeGood(let key):
      promises.insert(place.dated(Step(key, .madeGood)), among: facts)
    case .affectedByBreach(let key): breaches.insert(place.dated(Step(key, true)), among: facts)
    case .breachClosed(let key): breaches.insert(place.dated(Step(key, false)), among: facts)
    case .requested(let key, let right):
      requests.insert(place.dated(Step(key, right)), among: facts)
    case .requestClosed(let key): requests.insert(place.dated(Step(key, nil)), among: facts)
    case .restricted(let ground):
      restrictions.insert(place.dated(Step(ground, true)), among: facts)
    case .restrictionLifted(let ground):
      restrictions.insert(place.dated(Step(ground, false)), among: facts)
    case .preferred(let preference):
      preferences.insert(place.dated(RecordedPreference(preference)), among: facts)
      if preference.method != .imported { activities.insert(place.dated(()), among: facts) }
    case .verified(let point, let channel):
      guard let point else { break }
      verifications.insert(
        place.dated(Verification(point: point, channel: channel)), among: facts)
    case .signalled(let signal, let value):
      signals.insert(place.dated(Signal(signal: signal, value: value)), among: facts)
    case .listed(let listing): listings.insert(place.dated(listing), among: facts)
    case .deceased: deaths.insert(place.dated(()), among: facts)
    case .guardianLinked: guardians.insert(place.dated(()), among: facts)
    case .erased(let scope, let kept):
      erasures.insert(
        place.dated(Erasure(isWhole: scope == .everything, keepsData: !kept.isEmpty)),
        among: facts)
    default: break
    }
  }
}

// MARK: - Contact points

extension History {
  /// Remembers an identifier of the person, and when it was given if it is a contact point.
  private mutating func note(_ identifier: Identifier, of fact: Fact, at moment: Timestamp) {
    if !identifiers.contains(identifier) { identifiers.append(identifier) }
    guard identifier.type.isContactPoint else { return }
    let isOffered = fact.content.offersContactPoint
    // A no offers no contact point at all: nobody becomes reachable by refusing.
    if !isOffered, fact.content.isRefusal { return }
    if let index = points.firstIndex(where: { $0.identifier == identifier }) {
      points[index].note(moment, isGiven: isOffered)
    } else {
      var point = KnownPoint(identifier: identifier)
      point.note(moment, isGiven: isOffered)
      points.append(point)
    }
  }

  /// The point a fact concerns: the one it names, else the one of the channel its subject names.
  private func point(
    _ named: ContactPoint?, _ channel: Channel, of fact: Fact
  ) -> ConcernedPoint {
    guard let type = channel.pointType else { return .unnamed }
    guard let named else {
      let own = fact.subject.first { $0.type == type }
      return own.flatMap { pointIndex($0) }.map { .known($0) } ?? .unnamed
    }
    return Identifier(type, named).flatMap { pointIndex($0) }.map { .known($0) } ?? .impossible
  }

  private func pointIndex(_ identifier: Identifier) -> Int? {
    points.firstIndex { $0.identifier == identifier }
  }

  private func subjectPoints(of fact: Fact) -> [Int] {
    guard fact.subject.contains(where: { $0.type.isContactPoint }) else { return [] }
    return points.indices.filter { fact.subject.contains(points[$0].identifier) }
  }
}

extension IdentifierType {
  /// Whether an identifier of this type is a place to reach a person.
  public var isContactPoint: Bool { self == .email || self == .phone || self == .pushToken }
}
