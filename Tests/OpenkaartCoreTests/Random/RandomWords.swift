import OpenkaartCore

/// The few names that random cases use, so that they meet.
enum RandomWords {
  static let zones = [
    "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
  ]
  static let sources = ["crm", "mail", "web"]
  static let topics = ["cars", "events"]
  static let lines = ["cars", "lease", "mats"]
  static let products = ["hatch", "mat"]
  static let activities = ["a", "b"]
  static let entity = "house"
  static let entities = ["house", "sister"]
  static let recipients = ["partner", "other"]
  static let categories = ["contact", "purchases", "health"]
  static let names = ["1", "2"]
  static let sends = ["m1", "m2", "m3"]

  /// The identifiers of three people: the one that is asked about, another, and hardly anybody.
  static let people: [[Identifier]] = [
    [("customerNumber", "1"), ("email", "a@x.nl"), ("phone", "+31600000001"), ("pushToken", "p1")],
    [("customerNumber", "2"), ("email", "b@x.nl"), ("phone", "+31600000002")],
    [("anonymousId", "z"), ("email", "c@x.nl")],
  ].map { pairs in pairs.compactMap { Identifier(IdentifierType($0.0), $0.1) } }

  /// What several people share: of a role, or of a household.
  static let shared: [Identifier] = [
    ("email", "info@x.nl"), ("email", "home@x.nl"), ("phone", "+31600000009"),
  ].compactMap { Identifier(IdentifierType($0.0), $0.1) }

  /// People of whom nothing is told but that they share something.
  static let strangers: [Identifier] = (1...7).flatMap { number in
    [("customerNumber", "s\(number)"), ("email", "s\(number)@x.nl")]
      .compactMap { Identifier(IdentifierType($0.0), $0.1) }
  }

  /// The contact points of a person on a channel, as texts.
  static func points(of person: Int, on channel: Channel?) -> [String] {
    let types: [String] =
      switch channel {
      case .email: ["email"]
      case .sms, .phone: ["phone"]
      case .push: ["pushToken"]
      case .post, .app, .web, .some(.none): ["email"]
      case nil: ["email", "phone"]
      }
    return people[person].filter { types.contains($0.type.name) }.map(\.value)
  }
}
