public import OpenkaartCore

/// What stands between a person and the company, as far as a link from a message shows it.
public struct LinkStanding: Sendable {
  public let policy: Policy
  public let zone: ZoneRules
  /// Every marketing purpose, and over which channels it may reach the person.
  public let purposes: [Standing]
  public let wishes: StandingWishes

  public struct Standing: Sendable {
    public let purpose: Purpose
    public let channels: [Channel]
    public var isOn: Bool { !channels.isEmpty }
  }
}

/// What a person last wished, field by field.
///
/// A later answer replaces an earlier one per topic, per channel and per field.
public struct StandingWishes: Hashable, Sendable {
  public private(set) var topics: [String: Bool] = [:]
  public private(set) var frequency: [Channel: Frequency] = [:]
  public private(set) var channels: [Channel]?
  public private(set) var quietHours: QuietHours?
  public private(set) var pausedUntil: Preference.PauseEnd?

  /// Folds the wishes among `facts`, in the order in which they were given.
  public init(_ facts: some Sequence<Fact>) {
    let ordered = facts.compactMap { fact -> (fact: Fact, wish: Preference)? in
      guard case .preferred(let wish) = fact.content else { return nil }
      return (fact, wish)
    }.sorted { ($0.fact.placedAt, $0.fact.id) < ($1.fact.placedAt, $1.fact.id) }
    for (_, wish) in ordered {
      topics.merge(wish.topics) { $1 }
      frequency.merge(wish.frequency) { $1 }
      Self.set(&channels, wish.channels)
      Self.set(&quietHours, wish.quietHours)
      Self.set(&pausedUntil, wish.pausedUntil)
    }
  }

  private static func set<Value>(_ place: inout Value?, _ setting: Preference.Setting<Value>?) {
    switch setting {
    case .set(let value): place = value
    case .cleared: place = nil
    case nil: break
    }
  }
}
