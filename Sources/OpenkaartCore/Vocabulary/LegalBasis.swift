/// What justifies processing.
///
/// - SeeAlso: GDPR 6(1); ePrivacy Directive 13(2) for ``softOptIn``.
public enum LegalBasis: String, Hashable, Sendable, CaseIterable {
  case consent, contract, legalObligation, vitalInterest, publicInterest, legitimateInterest
  /// The exception for own, similar products after a sale; not a basis of GDPR 6 but the rule that
  /// takes its place for sending (Inteligo, C-654/23).
  case softOptIn

  /// The place of this basis among all, for sets of bits.
  package var index: Int {
    switch self {
    case .consent: 0
    case .contract: 1
    case .legalObligation: 2
    case .vitalInterest: 3
    case .publicInterest: 4
    case .legitimateInterest: 5
    case .softOptIn: 6
    }
  }

  /// The reason code that says this basis holds.
  public var code: ReasonCode {
    switch self {
    case .consent: .basisConsent
    case .contract: .basisContract
    case .legalObligation: .basisLegalObligation
    case .vitalInterest: .basisVitalInterest
    case .publicInterest: .basisPublicInterest
    case .legitimateInterest: .basisLegitimateInterest
    case .softOptIn: .basisSoftOptIn
    }
  }
}
