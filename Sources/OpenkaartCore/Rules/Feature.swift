/// What is known of a person in the light of a question, by name: yes, no, or unknown.
public enum Feature: Hashable, Sendable {
  // The person
  case isUnknown
  case isErased
  /// An erasure kept data on another ground.
  case erasureKeptData
  case isDeceased
  case isCompany
  /// Ever bought anything: a customer or ex-customer.
  case isCustomer
  // Rights
  case restrictionStands
  case consentedSinceRestriction
  case erasureIsRequested
  case requestIsOpen
  case objectionStands(Objection.Scope)
  case privacyControlStands
  // Consent
  case consentHolds
  case refusalStands(isWithdrawal: Bool)
  case consentIsMissing
  case consentFails(ConsentFlaw)
  case consentIsInConflict
  // Other bases
  case agreementStands
  case optOutIsUsed
  case saleCarries
  case saleFails(SaleFlaw)
  case isOnPostfilter
  // Contact point
  case pointIsMissing
  case pointIsBounced
  case pointComplainedOfSpam
  case pointIsVerified
  // House
  case complaintIsOpen
  case promiseIsBroken
  case breachIsOpen
  case topicIsUnwanted
  case channelIsUnwanted
  case isPaused
  case wishedFrequencyIsReached
  case ownQuietHours

  /// What an unknown value counts as: always the answer that refuses.
  ///
  /// Most features are about whether something was said, and not said is no. Listed are those whose
  /// subject has a value that may be unknown.
  public var whenUnknown: Bool {
    switch self {
    // Unknown whether a company: the rules for natural persons hold.
    case .isCompany: false
    // Unknown whether the point is verified, the sale carries, the agreement stands: it does not.
    case .pointIsVerified, .saleCarries, .agreementStands: false
    case .consentHolds, .consentedSinceRestriction, .erasureKeptData, .isCustomer: false
    // Nothing known of the person at all.
    case .isUnknown, .pointIsMissing: true
    default: false
    }
  }
}

/// Why a consent that was given does not hold.
public enum ConsentFlaw: Int, Hashable, Sendable, CaseIterable {
  case unconfirmed, unproven, expired, noticeOutdated, notAffirmative, notExplicit, guardianRequired

  public var code: ReasonCode {
    switch self {
    case .unconfirmed: .consentUnconfirmed
    case .unproven: .consentUnproven
    case .expired: .consentExpired
    case .noticeOutdated: .consentNoticeOutdated
    case .notAffirmative: .consentNotAffirmative
    case .notExplicit: .consentNotExplicit
    case .guardianRequired: .consentGuardianRequired
    }
  }
}

/// Several flaws, as a set of bits.
struct ConsentFlaws: OptionSet, Sendable {
  let rawValue: UInt8

  mutating func insert(_ flaw: ConsentFlaw) {
    self = ConsentFlaws(rawValue: rawValue | Self.bit(flaw))
  }
  func contains(_ flaw: ConsentFlaw) -> Bool { rawValue & Self.bit(flaw) != 0 }

  private static func bit(_ flaw: ConsentFlaw) -> UInt8 { 1 << UInt8(flaw.rawValue) }
}

/// Which condition of the soft opt-in the best sale does not meet.
public enum SaleFlaw: Int, Hashable, Sendable, CaseIterable {
  case noOptOutAtCollection, notOwnSimilar, otherEntity, noSale

  public var code: ReasonCode {
    switch self {
    case .noSale: .softOptInNoSale
    case .notOwnSimilar: .softOptInNotOwnSimilar
    case .noOptOutAtCollection: .softOptInNoOptOutAtCollection
    case .otherEntity: .softOptInOtherEntity
    }
  }
}
