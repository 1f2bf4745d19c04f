/// What a fact says; one case per kind.
public enum FactContent: Hashable, Sendable {
  case described(Description)
  case purchased(Purchase)
  case returned(Return)
  case behaved(event: String, properties: [Node.Member])
  case contacted(Contact)
  case responded(Response)
  case complained(case: String?, about: String?)
  case complaintResolved(case: String?)
  case promised(Promise)
  case promiseKept(promise: String?)
  case promiseBroken(promise: String?)
  case promiseMadeGood(promise: String?)
  case consented(Consent)
  case refused(Refusal)
  case withdrew(Refusal)
  case confirmed(Confirmation)
  case objected(Objection)
  case restricted(ground: String?)
  case restrictionLifted(ground: String?)
  case preferred(Preference)
  case requested(case: String?, right: Right)
  case requestClosed(case: String?)
  case answered(question: String, answer: String)
  case affectedByBreach(breach: String?)
  case breachClosed(breach: String?)
  case deceased
  case guardianLinked(guardian: [Identifier])
  case listed(Listing)
  case verified(contactPoint: ContactPoint?, channel: Channel?)
  case decided(outcome: String?)
  case used(Contact)
  case erased(scope: ErasureScope, kept: [String])
  case merged(with: [Identifier], evidence: String?)
  case split(with: [Identifier], evidence: String?)
  case signalled(signal: String, value: String)
}

extension FactContent {
  /// Whether this is a no or a call for care, which counts from the earliest moment it can.
  public var countsFromEarliest: Bool {
    if case .responded(let response) = self { return response.kind.isRefusing }
    return isRefusal
  }

  /// Whether this is a no of the person, or a call upon a right.
  var isRefusal: Bool {
    switch self {
    case .withdrew, .refused, .objected, .restricted, .complained, .requested: true
    default: false
    }
  }

  /// Whether the person shows by this fact where they can be reached.
  ///
  /// A no does not offer a contact point, and a message we sent proves none.
  public var offersContactPoint: Bool {
    switch self {
    case _ where isRefusal: false
    case .contacted, .responded, .used, .decided, .erased, .listed, .merged, .split: false
    case .deceased, .affectedByBreach, .breachClosed: false
    default: true
    }
  }

  /// The contact point this fact names apart from its subject, as an identifier.
  var contactPointIdentifier: Identifier? {
    let named: (point: ContactPoint?, channel: Channel?) =
      switch self {
      case .contacted(let contact), .used(let contact): (contact.contactPoint, contact.channel)
      case .consented(let consent): (consent.contactPoint, consent.channel)
      case .refused(let no), .withdrew(let no): (no.contactPoint, no.channel)
      case .objected(let objection): (objection.contactPoint, objection.channel)
      case .confirmed(let confirmation): (confirmation.contactPoint, confirmation.channel)
      case .verified(let point, let channel): (point, channel)
      default: (nil, nil)
      }
    guard let point = named.point else { return nil }
    let type = named.channel?.pointType ?? (point.utf8.contains(UInt8(ascii: "@")) ? .email : nil)
    return type.flatMap { Identifier($0, point) }
  }
}
