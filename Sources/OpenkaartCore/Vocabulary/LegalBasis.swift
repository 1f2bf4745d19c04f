/// What justifies processing.
///
/// - SeeAlso: GDPR 6(1); ePrivacy Directive 13(2) for ``softOptIn``.
public enum LegalBasis: String, Hashable, Sendable, CaseIterable {
  case consent, contract, legalObligation, vitalInterest, publicInterest, legitimateInterest
  /// The exception for own, similar products after a sale; not a basis of GDPR 6 but the rule that
  /// takes its place for sending (Inteligo, C-654/23).
  case softOptIn

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
