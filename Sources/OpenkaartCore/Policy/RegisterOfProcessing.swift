/// The register of processing activities, derived from the policy: never written twice.
///
/// - SeeAlso: GDPR 30(1).
public struct RegisterOfProcessing: Hashable, Sendable {
  public let controller: Controller
  public let entries: [Entry]
  /// The policy it was made from, as decisions cite it.
  public let policyVersion: String

  /// One purpose, with everything the register must say about it.
  public struct Entry: Hashable, Sendable {
    public let purpose: String
    public let label: LocalizedText
    public let isMarketing: Bool
    public let bases: [LegalBasis]
    /// The record of the balancing test.
    public let assessment: String?
    public let people: [String]
    public let data: [DataCategory]
    public let recipients: [String]
    public let transfers: [String]
    public let retention: Purpose.Retention?
    public let channels: [Channel]
    public let security: LocalizedText?
    public let notice: String?
    public let validFrom: Day?
    public let validTo: Day?
  }

  public init(of policy: Policy) {
    controller = policy.controller
    policyVersion = policy.version
    let categories = Dictionary(policy.dataCategories.map { ($0.id, $0) }) { first, _ in first }
    entries = policy.purposes.map { purpose in
      Entry(
        purpose: purpose.id, label: purpose.label, isMarketing: purpose.isMarketing,
        bases: purpose.bases, assessment: purpose.assessment,
        people: policy.register.categoriesOfPeople,
        data: purpose.dataCategories.map { categories[$0] ?? DataCategory(id: $0) },
        recipients: purpose.recipients, transfers: policy.register.transfers,
        retention: purpose.retention, channels: purpose.channels,
        security: policy.register.security, notice: purpose.notice,
        validFrom: purpose.validFrom, validTo: purpose.validTo)
    }
  }
}
