/// Which kinds of things a profile knows at all, and how consent stands for a question.
///
/// A rule about complaints cannot apply to somebody of whom no complaint is known; most rules are
/// passed over by this one look.
struct Presence: OptionSet, Hashable, Sendable {
  let rawValue: UInt32

  static let erasures = Presence(rawValue: 1 << 0)
  static let deaths = Presence(rawValue: 1 << 1)
  static let listings = Presence(rawValue: 1 << 2)
  static let restrictions = Presence(rawValue: 1 << 3)
  static let requests = Presence(rawValue: 1 << 4)
  static let objections = Presence(rawValue: 1 << 5)
  static let signals = Presence(rawValue: 1 << 6)
  static let refusals = Presence(rawValue: 1 << 7)
  static let returns = Presence(rawValue: 1 << 8)
  static let complaints = Presence(rawValue: 1 << 9)
  static let promises = Presence(rawValue: 1 << 10)
  static let breaches = Presence(rawValue: 1 << 11)
  static let purchases = Presence(rawValue: 1 << 13)
  static let contacts = Presence(rawValue: 1 << 14)
  static let joins = Presence(rawValue: 1 << 15)
  /// What sort of person, and the person's own time zone.
  static let personTypes = Presence(rawValue: 1 << 16)
  static let zones = Presence(rawValue: 1 << 17)
  // Wishes, by what they are about.
  static let topics = Presence(rawValue: 1 << 18)
  static let channels = Presence(rawValue: 1 << 19)
  static let pauses = Presence(rawValue: 1 << 20)
  static let frequencies = Presence(rawValue: 1 << 21)
  static let quietHours = Presence(rawValue: 1 << 22)
  // How consent stands for the question.
  static let holdingConsent = Presence(rawValue: 1 << 23)
  static let flawedConsent = Presence(rawValue: 1 << 24)
  static let noConsent = Presence(rawValue: 1 << 25)
  static let conflictingConsent = Presence(rawValue: 1 << 26)
  static let standingRefusals = Presence(rawValue: 1 << 27)
  static let preferences: Presence = [.topics, .channels, .pauses, .frequencies, .quietHours]
}

extension FactContent {
  /// What a profile knows of by this fact.
  var presence: Presence {
    switch self {
    case .erased: .erasures
    case .deceased: .deaths
    case .listed: .listings
    case .restricted: .restrictions
    case .requested: .requests
    case .objected: .objections
    case .signalled: .signals
    case .refused, .withdrew: .refusals
    case .responded(let response): response.kind.isRefusing ? .returns : []
    case .complained: .complaints
    case .promiseBroken: .promises
    case .affectedByBreach: .breaches
    case .preferred(let preference): preference.presence
    case .described(let description): description.presence
    case .purchased: .purchases
    case .contacted, .used: .contacts
    default: []
    }
  }
}

extension Preference {
  fileprivate var presence: Presence {
    var presence: Presence = []
    if !topics.isEmpty { presence.insert(.topics) }
    if channels != nil { presence.insert(.channels) }
    if pausedUntil != nil { presence.insert(.pauses) }
    if !frequency.isEmpty { presence.insert(.frequencies) }
    if quietHours != nil { presence.insert(.quietHours) }
    return presence
  }
}

extension Description {
  fileprivate var presence: Presence {
    var presence: Presence = []
    for attribute in attributes {
      if attribute.name == "personType" { presence.insert(.personTypes) }
      if attribute.name == "timeZone" { presence.insert(.zones) }
    }
    return presence
  }
}
