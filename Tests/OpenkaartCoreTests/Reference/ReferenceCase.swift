import OpenkaartCore

/// One question at one moment, and everything the answer rests on.
final class ReferenceCase {
  let use: Use
  let policy: Policy
  let person: ReferencePerson
  let zones: ReferenceZones
  let at: Timestamp
  /// The zone of the controller, in which days are counted.
  let zone: ReferenceZone
  /// The purpose in the register, if it is there.
  let purpose: Purpose?

  lazy var point = findPoint()
  lazy var responses = findResponses()
  lazy var nos = findNos()
  lazy var consents = findConsents()
  lazy var holdingConsents = consents.filter { consentCodes(of: $0).isEmpty && beatsEveryNo($0) }
  lazy var carryingBases = (purpose?.bases ?? []).filter(holds)

  init(
    use: Use, policy: Policy, person: ReferencePerson, zones: ReferenceZones, at: Timestamp
  ) {
    self.use = use
    self.policy = policy
    self.person = person
    self.zones = zones
    self.at = at
    guard let zone = zones[policy.controller.timeZone] else {
      fatalError("The reference does not know the zone of the controller.")
    }
    self.zone = zone
    purpose = policy.purposes.first { $0.id == use.purpose }
  }

  // "A *marketing use* is one whose purpose is marketing or whose activity is promotional."
  var isMarketing: Bool { purpose?.isMarketing == true || use.activity?.isPromotional == true }

  /// The facts that count.
  var entries: [ReferenceEntry] { person.entries }

  // "`data` defaults to `[contact]` for a use with a channel, and to all the purpose's categories on
  // channel `none`."
  var data: [String] {
    use.data ?? (use.channel == .none ? purpose?.dataCategories ?? [] : ["contact"])
  }

  // "A use of special data (a category of `data` that is special)."
  var usesSpecialData: Bool {
    policy.dataCategories.contains { $0.isSpecial && data.contains($0.id) }
  }

  // "A consent at moment *c* on side *s*" beats what stands at moment *n* on side *r* "when *c > n*
  // and, if *s ≠ r*, also *c >* the merge moment."
  func beats(_ lift: ReferenceEntry, _ place: Timestamp, side: Int) -> Bool {
    guard lift.place > place else { return false }
    guard lift.side != side else { return true }
    guard let mergeMoment = person.mergeMoment else { return false }
    return lift.place > mergeMoment
  }

  /// Whether one of these bases is listed and carries this use.
  func isCarried(by bases: [LegalBasis]) -> Bool {
    carryingBases.contains { bases.contains($0) }
  }

  /// Whether a civil day, counted whole, lies in the past.
  func isOver(_ day: Day) -> Bool { at >= zone.start(ofDay: Int(day.number) + 1) }

  /// Whether a civil day has begun.
  func hasBegun(_ day: Day) -> Bool { at >= zone.start(ofDay: Int(day.number)) }
}

extension ReferenceCase {
  /// Every reason, in no order.
  func findings() -> [ReferenceFinding] {
    var findings = subjectAndRegister() + rights() + basis() + pointReasons()
    // "House rules, caps, quiet hours, preferences and freshness apply to marketing only."
    if isMarketing { findings += house() + waits() + preferences() }
    return findings
  }

  private func subjectAndRegister() -> [ReferenceFinding] {
    deny([
      (.subjectUnknown, entries.allSatisfy(\.isHeard)),
      (.subjectErased, isErased),
      (.subjectDeceased, isDeceased),
      (.registerUnknownPurpose, purpose == nil),
      (.registerPurposeInactive, isPurposeInactive),
      (.registerActivityIncomplete, isActivityIncomplete),
      (.registerChannelNotCovered, isChannelNotCovered),
      (.registerDataNotCovered, isDataNotCovered),
      (.registerRecipientNotCovered, isRecipientNotCovered),
      (.retentionPassed, hasRetentionPassed),
    ])
  }

  private func rights() -> [ReferenceFinding] {
    deny([
      (.rightRestricted, isRestricted),
      (.rightErasurePending, isErasurePending),
      (.objectionDirectMarketing, isObjected(.directMarketing)),
      (.objectionPurpose, isObjected(.purpose)),
      (.objectionChannel, isObjected(.channel)),
      (.objectionTopic, isObjected(.topic)),
      (.signalGpc, isSignalled),
    ])
  }

  private func pointReasons() -> [ReferenceFinding] {
    deny([
      (.contactPointMissing, point == nil),
      (.contactPointBounced, point.map { isBounced($0, at: at) } ?? false),
      (.contactPointSpamComplaint, isMarketing && isSpamComplained),
      (.contactPointUnverified, isMarketing && isUnverified),
    ])
  }

  private func house() -> [ReferenceFinding] {
    deny([
      (.houseOpenComplaint, hasOpenComplaint),
      (.houseBrokenPromise, hasBrokenPromise),
      (.rightOpenRequest, hasOpenRequest),
      (.houseBreachAffected, isBreachAffected),
      (.houseRecentlyBought, isRecentlyBought),
      (.housePriceRegret, isPriceRegretted),
      (.profileStale, isStale),
    ])
  }

  private func preferences() -> [ReferenceFinding] {
    deny([(.preferenceTopic, isTopicUnwanted), (.preferenceChannel, isChannelUnwanted)])
  }

  // "Only `cap.frequency`, `preference.frequency`, `preference.paused`, `quiet.hours` and
  // `profile.mergeConflict` have effect `later`."
  private func waits() -> [ReferenceFinding] {
    let waits: [(ReasonCode, ReferenceWait?)] = [
      (.profileMergeConflict, mergeConflict()),
      (.capFrequency, fullCap()),
      (.quietHours, quiet()),
      (.preferenceFrequency, fullWish()),
      (.preferencePaused, pause()),
    ]
    return waits.compactMap { code, wait in
      switch wait {
      case nil: nil
      case .until(let end): ReferenceFinding(code: code, effect: .later, ends: end)
      case .forever: ReferenceFinding(code: code, effect: .later, ends: nil)
      }
    }
  }

  private func deny(_ clauses: [(code: ReasonCode, holds: Bool)]) -> [ReferenceFinding] {
    clauses.filter(\.holds).map { .deny($0.code) }
  }
}

/// How long a reason of effect `later` lasts.
enum ReferenceWait: Hashable {
  case until(Timestamp)
  case forever

  /// The one that ends last.
  static func latest(_ waits: [Self]) -> Self? {
    guard !waits.isEmpty else { return nil }
    var latest: Timestamp?
    for wait in waits {
      guard case .until(let end) = wait else { return .forever }
      latest = max(latest ?? end, end)
    }
    return latest.map { .until($0) }
  }
}
