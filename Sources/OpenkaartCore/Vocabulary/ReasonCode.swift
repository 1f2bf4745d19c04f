/// Why the gate answers as it does: the stable codes of the public contract.
///
/// The cases stand in the order in which reasons are given: hard stops first, what lets a
/// use pass last. Raw values are stored and shown; add, never rename.
public enum ReasonCode: String, Hashable, Sendable, CaseIterable {
  // System
  case systemFailClosed = "system.failClosed"
  // Subject
  case subjectUnknown = "subject.unknown"
  case subjectErased = "subject.erased"
  case subjectDeceased = "subject.deceased"
  // Register
  case registerUnknownPurpose = "register.unknownPurpose"
  case registerPurposeInactive = "register.purposeInactive"
  case registerActivityIncomplete = "register.activityIncomplete"
  case registerChannelNotCovered = "register.channelNotCovered"
  case registerDataNotCovered = "register.dataNotCovered"
  case registerRecipientNotCovered = "register.recipientNotCovered"
  // Retention
  case retentionPassed = "retention.passed"
  // Rights
  case rightRestricted = "right.restricted"
  case rightErasurePending = "right.erasurePending"
  // Objections and signals
  case objectionDirectMarketing = "objection.directMarketing"
  case objectionPurpose = "objection.purpose"
  case objectionChannel = "objection.channel"
  case objectionTopic = "objection.topic"
  case signalGpc = "signal.gpc"
  // Basis
  case consentWithdrawn = "consent.withdrawn"
  case consentRefused = "consent.refused"
  case consentMissing = "consent.missing"
  case consentUnconfirmed = "consent.unconfirmed"
  case consentUnproven = "consent.unproven"
  case consentExpired = "consent.expired"
  case consentNoticeOutdated = "consent.noticeOutdated"
  case consentNotAffirmative = "consent.notAffirmative"
  case consentNotExplicit = "consent.notExplicit"
  case consentGuardianRequired = "consent.guardianRequired"
  case consentConflict = "consent.conflict"
  case softOptInNoSale = "softOptIn.noSale"
  case softOptInNotOwnSimilar = "softOptIn.notOwnSimilar"
  case softOptInNoOptOutAtCollection = "softOptIn.noOptOutAtCollection"
  case softOptInOtherEntity = "softOptIn.otherEntity"
  case softOptInOptedOut = "softOptIn.optedOut"
  case phoneConsentRequired = "phone.consentRequired"
  case postOptedOutRegister = "post.optedOutRegister"
  case basisNone = "basis.none"
  // Contact point
  case contactPointMissing = "contactPoint.missing"
  case contactPointBounced = "contactPoint.bounced"
  case contactPointSpamComplaint = "contactPoint.spamComplaint"
  case contactPointUnverified = "contactPoint.unverified"
  // Merge
  case profileMergeConflict = "profile.mergeConflict"
  // House rules
  case houseOpenComplaint = "house.openComplaint"
  case houseBrokenPromise = "house.brokenPromise"
  case rightOpenRequest = "right.openRequest"
  case houseBreachAffected = "house.breachAffected"
  case houseRecentlyBought = "house.recentlyBought"
  case housePriceRegret = "house.priceRegret"
  case profileStale = "profile.stale"
  // Pressure and preference
  case capFrequency = "cap.frequency"
  case quietHours = "quiet.hours"
  case preferenceTopic = "preference.topic"
  case preferenceChannel = "preference.channel"
  case preferenceFrequency = "preference.frequency"
  case preferencePaused = "preference.paused"
  // Hold-out
  case policyHoldOut = "policy.holdOut"
  // What lets a use pass
  case basisConsent = "basis.consent"
  case basisSoftOptIn = "basis.softOptIn"
  case basisContract = "basis.contract"
  case basisLegalObligation = "basis.legalObligation"
  case basisLegitimateInterest = "basis.legitimateInterest"
  case basisVitalInterest = "basis.vitalInterest"
  case basisPublicInterest = "basis.publicInterest"
  case serviceMessage = "service.message"

  /// The place of this code in the order of reasons, from 0.
  public var rank: Int { Self.ranks[self] ?? Self.allCases.count }

  private static let ranks = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

extension ReasonCode: Comparable {
  public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
}
