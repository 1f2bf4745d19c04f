/// What decides about one person, whatever is asked: for keeping everybody in columns.
///
/// It is true from the moment it was made, as long as no fact is added: what changes by the passing
/// of time is given as the moment from which it counts, and what cannot be told so is *open*, to be
/// asked of the gate itself.
package struct Outline: Hashable, Sendable {
  /// What is known of the person on any question.
  package struct Marks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let isDeceased = Marks(rawValue: 1 << 0)
    package static let isCompany = Marks(rawValue: 1 << 1)
    package static let isCustomer = Marks(rawValue: 1 << 2)
    package static let restrictionStands = Marks(rawValue: 1 << 3)
    package static let erasureIsRequested = Marks(rawValue: 1 << 4)
    package static let requestIsOpen = Marks(rawValue: 1 << 5)
    package static let complaintIsOpen = Marks(rawValue: 1 << 6)
    package static let promiseIsBroken = Marks(rawValue: 1 << 7)
    package static let breachIsOpen = Marks(rawValue: 1 << 8)
    // What is known, and has to be looked at closer where it matters.
    package static let hasListings = Marks(rawValue: 1 << 9)
    package static let hasOtherClock = Marks(rawValue: 1 << 10)
    package static let hasQuietHours = Marks(rawValue: 1 << 11)
    package static let hasObjections = Marks(rawValue: 1 << 12)
    package static let hasOpenPromise = Marks(rawValue: 1 << 13)
    package static let isPaused = Marks(rawValue: 1 << 14)
    package static let hasTopicWishes = Marks(rawValue: 1 << 15)

    /// How many there are.
    package static let count = 16
  }

  /// What is known of the person on a channel.
  package struct Reach: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not one contact point but several, or it cannot be told for good.
    package static let isOpen = Reach(rawValue: 1 << 0)
    package static let isMissing = Reach(rawValue: 1 << 1)
    package static let isBounced = Reach(rawValue: 1 << 2)
    package static let complainedOfSpam = Reach(rawValue: 1 << 3)
    package static let isVerified = Reach(rawValue: 1 << 4)
    package static let isUnwanted = Reach(rawValue: 1 << 5)
    /// The wished number of messages is reached; when that ends has to be asked.
    package static let wishIsReached = Reach(rawValue: 1 << 6)

    /// How many there are.
    package static let count = 7
  }

  /// How yes and no stand for a purpose over a channel.
  package struct Standing: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let holds = Standing(rawValue: 1 << 0)
    package static let isWithdrawn = Standing(rawValue: 1 << 1)
    package static let isRefused = Standing(rawValue: 1 << 2)
    package static let isMissing = Standing(rawValue: 1 << 3)
    package static let objectsToMarketing = Standing(rawValue: 1 << 4)
    package static let objectsToPurpose = Standing(rawValue: 1 << 5)
    package static let objectsToChannel = Standing(rawValue: 1 << 6)
    package static let privacyControl = Standing(rawValue: 1 << 7)
    package static let optedOut = Standing(rawValue: 1 << 8)

    /// A consent that was given fails for this.
    package static func fails(_ flaw: ConsentFlaw) -> Standing {
      Standing(rawValue: 1 << UInt32(16 + flaw.rawValue))
    }
  }

  /// A standing and how long it lasts.
  package enum Consent: Hashable, Sendable {
    /// For good.
    case settled(Standing)
    /// A consent holds that was given then, until the purpose lets it end; if it is the only word,
    /// it has then expired, and otherwise the rest has to be asked.
    case given(Timestamp, isOnly: Bool)
    case open
  }

  package var marks: Marks = []
  /// Per channel of the form.
  package var reach: [Reach] = []
  /// Per pair of the form.
  package var consents: [Consent] = []
  /// Topics of the policy that the person does not want.
  package var unwantedTopics: [String] = []
  /// The last activity, or without any the first that is known.
  package var lastActivity: Timestamp?
  package var lastPurchase: Timestamp?
  /// Per purpose of the form: the last consent, or without any the first that is known.
  package var lastConsents: [Timestamp?] = []
  /// Per product line the latest purchase that was not returned, latest first.
  package var bought: [Purchase] = []
  /// Per count of the form: the send from which it is reached, if it is.
  package var sends: [Timestamp?] = []

  /// A product line and when it was bought last.
  package struct Purchase: Hashable, Sendable {
    package let line: String
    package let at: Timestamp

    package init(line: String, at: Timestamp) {
      self.line = line
      self.at = at
    }
  }

  package init() {}
}

/// What an outline is to tell, made once from a policy's rules.
package struct OutlineForm: Hashable, Sendable {
  /// A purpose and a channel of it.
  package struct Pair: Hashable, Sendable {
    package let purpose: String
    package let channel: Channel

    package init(purpose: String, channel: Channel) {
      self.purpose = purpose
      self.channel = channel
    }
  }

  /// A number of messages in a rolling window, as a rule counts them.
  package struct Count: Hashable, Sendable {
    package let channels: ChannelSet
    package let limit: Int
    /// In milliseconds.
    package let window: Int64
  }

  package private(set) var pairs: [Pair] = []
  package private(set) var channels: [Channel] = []
  package private(set) var lines: [String] = []
  package private(set) var topics: [String] = []
  package private(set) var counts: [Count] = []
  /// What the rules count spans from.
  package private(set) var anchors: Set<Purpose.Retention.Anchor> = []

  package init(of gate: Gate) {
    topics = gate.policy.topics
    for purpose in gate.policy.purposes {
      for channel in purpose.channels {
        pairs.append(Pair(purpose: purpose.id, channel: channel))
        if !channels.contains(channel) { channels.append(channel) }
      }
      if let retention = purpose.retention, purpose.bases.contains(.contract) {
        anchors.insert(retention.after == .endOfBookYear ? .endOfBookYear : .lastPurchase)
      }
    }
    for rule in gate.rules { note(rule.condition) }
  }

  private mutating func note(_ condition: Condition) {
    switch condition {
    case .not(let inner): note(inner)
    case .all(let inner), .any(let inner): for condition in inner { note(condition) }
    case .ended(_, let anchor): anchors.insert(anchor)
    case .bought(let names, _): for name in names where !lines.contains(name) { lines.append(name) }
    case .sent(let channels, let limit, let window):
      let count = Count(channels: channels, limit: limit, window: window.windowMilliseconds)
      if limit > 0, !counts.contains(count) { counts.append(count) }
    default: break
    }
  }
}
