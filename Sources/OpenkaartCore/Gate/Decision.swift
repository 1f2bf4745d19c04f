/// The answer of the gate.
///
/// Only the gate can make one.
public struct Decision: Hashable, Sendable {
  public let outcome: Outcome
  /// For ``Outcome/later``: the first moment at which the same question is allowed.
  public let until: Timestamp?
  /// Every reason, hard stops first; never empty.
  public let reasons: [Reason]
  public let policyVersion: String
  public let decidedAt: Timestamp
  /// What whoever carries out the use must do.
  public let obligations: [Obligation]
  /// The contact point the decision is about.
  public let contactPoint: ContactPoint?

  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case allow, deny, later
  }

  /// A duty that comes with an allowed use.
  public enum Obligation: String, Hashable, Sendable, CaseIterable {
    /// A working, free way to unsubscribe in the message.
    case unsubscribeLink
    /// The right to object is offered in the call.
    case offerObjection
    /// How to stop the post stands on it.
    case optOutAddress
  }
}
