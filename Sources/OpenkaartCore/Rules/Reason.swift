/// One reason of a decision.
public struct Reason: Hashable, Sendable {
  public let code: ReasonCode
  public let effect: Effect
  /// The id of the rule that gave it.
  public let rule: String
  /// The article or house rule it rests on.
  public let source: String
  /// The facts it rests on.
  public let evidence: [FactID]
  /// When this reason ends by itself, if that can be computed.
  public let ends: Timestamp?

  public enum Effect: String, Hashable, Sendable, CaseIterable {
    case allow, deny, later
  }
}
