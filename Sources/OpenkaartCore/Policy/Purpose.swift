/// Why data is used, on what basis, over which channels and for how long.
///
/// - SeeAlso: GDPR 5(1)(b), 6(1), 13, 30(1)(b).
public struct Purpose: Hashable, Sendable {
  public var id: String
  public var label: LocalizedText
  /// The term of the W3C Data Privacy Vocabulary.
  public var dpv: String?
  /// Whether this is direct marketing; never the caller's word.
  public var isMarketing: Bool
  /// The bases, in the order in which they are tried.
  public var bases: [LegalBasis]
  public var channels: [Channel]
  public var dataCategories: [String]
  public var recipients: [String]
  /// The record of the balancing test, without which legitimate interest does not hold.
  public var assessment: String?
  /// The id of the notice.
  public var notice: String?
  public var benefit: LocalizedText?
  public var consent: ConsentRules
  public var retention: Retention?
  public var validFrom: Day?
  /// The last day, which counts whole.
  public var validTo: Day?
  /// What an activity must name.
  public var requires: [ActivityField]

  public init(
    id: String, label: LocalizedText, dpv: String? = nil, isMarketing: Bool = false,
    bases: [LegalBasis], channels: [Channel], dataCategories: [String], recipients: [String] = [],
    assessment: String? = nil, notice: String? = nil, benefit: LocalizedText? = nil,
    consent: ConsentRules = ConsentRules(), retention: Retention? = nil, validFrom: Day? = nil,
    validTo: Day? = nil, requires: [ActivityField] = []
  ) {
    self.id = id
    self.label = label
    self.dpv = dpv
    self.isMarketing = isMarketing
    self.bases = bases
    self.channels = channels
    self.dataCategories = dataCategories
    self.recipients = recipients
    self.assessment = assessment
    self.notice = notice
    self.benefit = benefit
    self.consent = consent
    self.retention = retention
    self.validFrom = validFrom
    self.validTo = validTo
    self.requires = requires
  }

  /// What a consent to this purpose must be.
  public struct ConsentRules: Hashable, Sendable {
    public var isDoubleOptIn: Bool
    /// How long a consent lasts; `nil` until it is withdrawn.
    public var expiresAfter: Span?
    public var isExplicit: Bool
    /// Below this age, in years, a guardian decides.
    public var minimumAge: Int?

    public init(
      isDoubleOptIn: Bool = false, expiresAfter: Span? = nil, isExplicit: Bool = false,
      minimumAge: Int? = nil
    ) {
      self.isDoubleOptIn = isDoubleOptIn
      self.expiresAfter = expiresAfter
      self.isExplicit = isExplicit
      self.minimumAge = minimumAge
    }
  }

  /// How long data may be used for a purpose.
  ///
  /// - SeeAlso: GDPR 5(1)(e).
  public struct Retention: Hashable, Sendable {
    public var keepFor: Span
    public var after: Anchor

    public init(keepFor: Span, after: Anchor) {
      self.keepFor = keepFor
      self.after = after
    }

    /// The moment from which retention counts.
    public enum Anchor: String, Hashable, Sendable, CaseIterable {
      /// The last thing the person did; without any, the earliest fact that is no message of ours.
      case lastActivity
      case lastPurchase
      /// The last day of the year of the last purchase.
      case endOfBookYear
      /// The last consent to the purpose; without any, as ``lastActivity`` without activity.
      case consent
    }
  }

  /// A field of an activity that a purpose may demand.
  public enum ActivityField: String, Hashable, Sendable, CaseIterable {
    case productLine, topic, product, priceCents
  }
}

/// The house's own rules, with their numbers.
///
/// A rule that is absent is switched off.
public struct HouseRules: Hashable, Sendable {
  public var openComplaint: Bool
  public var brokenPromise: Bool
  public var openRightsRequest: Bool
  public var breachAffected: Bool
  /// Per product line offered: for how long after a purchase it is not offered.
  public var recentlyBought: [LineSpan]
  /// How long a lower price than was paid is not offered.
  public var priceRegret: Span?
  public var frequency: [Cap]
  public var quietHours: Quiet?
  public var staleAfter: Span?
  public var contactPoint: ContactPointRules?
  public var mergeConflictHold: Span?

  public init(
    openComplaint: Bool = false, brokenPromise: Bool = false, openRightsRequest: Bool = false,
    breachAffected: Bool = false, recentlyBought: [LineSpan] = [], priceRegret: Span? = nil,
    frequency: [Cap] = [], quietHours: Quiet? = nil, staleAfter: Span? = nil,
    contactPoint: ContactPointRules? = nil, mergeConflictHold: Span? = nil
  ) {
    self.openComplaint = openComplaint
    self.brokenPromise = brokenPromise
    self.openRightsRequest = openRightsRequest
    self.breachAffected = breachAffected
    self.recentlyBought = recentlyBought
    self.priceRegret = priceRegret
    self.frequency = frequency
    self.quietHours = quietHours
    self.staleAfter = staleAfter
    self.contactPoint = contactPoint
    self.mergeConflictHold = mergeConflictHold
  }

  public struct LineSpan: Hashable, Sendable {
    public var line: String
    public var span: Span

    public init(line: String, span: Span) {
      self.line = line
      self.span = span
    }
  }

  /// At most `max` messages over `channels` in a rolling window, of all senders together.
  public struct Cap: Hashable, Sendable {
    /// Empty means every channel.
    public var channels: [Channel]
    public var max: Int
    public var per: Span

    public init(channels: [Channel], max: Int, per: Span) {
      self.channels = channels
      self.max = max
      self.per = per
    }
  }

  public struct Quiet: Hashable, Sendable {
    /// Empty means every channel.
    public var channels: [Channel]
    public var hours: QuietHours

    public init(channels: [Channel], hours: QuietHours) {
      self.channels = channels
      self.hours = hours
    }
  }

  /// When a contact point is dead or not good enough.
  public struct ContactPointRules: Hashable, Sendable {
    /// Whether one hard bounce ends the use of a contact point for good.
    public var stopsAtHardBounce: Bool
    /// So many soft bounces in a rolling window end it too, until fewer remain.
    public var softBounces: SoftBounces?
    /// Whether marketing needs a verified or confirmed contact point.
    public var requiresVerified: Bool

    public init(
      stopsAtHardBounce: Bool = false, softBounces: SoftBounces? = nil,
      requiresVerified: Bool = false
    ) {
      self.stopsAtHardBounce = stopsAtHardBounce
      self.softBounces = softBounces
      self.requiresVerified = requiresVerified
    }

    public struct SoftBounces: Hashable, Sendable {
      public var count: Int
      public var window: Span

      public init(count: Int, window: Span) {
        self.count = count
        self.window = window
      }
    }
  }
}
