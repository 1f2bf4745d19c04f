public import OpenkaartCore

/// What a customer wishes now: of each field what they said last.
public struct Wishes: Hashable, Sendable {
  public private(set) var topics: [String: Bool] = [:]
  public private(set) var frequency: [Channel: Frequency] = [:]
  public private(set) var quietHours: QuietHours?
  /// The channels they want, in order; `nil` when they never said.
  public private(set) var channels: [Channel]?
  public private(set) var pausedUntil: Preference.PauseEnd?

  init(_ timeline: [CustomerCard.Entry]) {
    for entry in timeline.reversed() {
      guard case .preferred(let preference) = entry.fact.content else { continue }
      topics.merge(preference.topics) { $1 }
      frequency.merge(preference.frequency) { $1 }
      switch preference.quietHours {
      case .set(let hours): quietHours = hours
      case .cleared: quietHours = nil
      case nil: break
      }
      switch preference.channels {
      case .set(let wanted): channels = wanted
      case .cleared: channels = nil
      case nil: break
      }
      switch preference.pausedUntil {
      case .set(let end): pausedUntil = end
      case .cleared: pausedUntil = nil
      case nil: break
      }
    }
  }
}

extension CustomerCard {
  public var wishes: Wishes { Wishes(timeline) }

  /// The requests of the customer, newest first, and whether each is closed.
  public var requests: [OwnRequest] {
    var closed: Set<String> = []
    for case .requestClosed(let number?) in timeline.map(\.fact.content) { closed.insert(number) }
    return timeline.compactMap { entry in
      guard case .requested(let number, let right) = entry.fact.content else { return nil }
      return OwnRequest(
        number: number, right: right, at: entry.fact.placedAt,
        isClosed: number.map { closed.contains($0) } ?? false)
    }
  }

  /// Whether the customer had the use of their data restricted, and did not lift it.
  public var isRestricted: Bool {
    for entry in timeline {
      switch entry.fact.content {
      case .restricted: return true
      case .restrictionLifted: return false
      default: continue
      }
    }
    return false
  }
}

/// A call of a customer upon a right.
public struct OwnRequest: Hashable, Sendable {
  public let number: String?
  public let right: Right
  public let at: Timestamp
  public let isClosed: Bool
}
