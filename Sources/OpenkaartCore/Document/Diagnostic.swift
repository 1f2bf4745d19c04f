/// A finding about a file that people write: what is wrong, where, and how to mend it.
///
/// Unlike a ``DocumentError``, which ends the reading, many of these may come out of one check.
public struct Diagnostic: Hashable, Sendable {
  /// How much a finding weighs.
  public enum Severity: String, Sendable {
    /// The file cannot be used as it is.
    case error
    /// The file can be used, but probably does not say what its writer means.
    case warning
  }

  public let severity: Severity
  /// A stable name for programs, such as `policy.unknownKey`.
  public let code: String
  /// What is wrong, in one sentence.
  public let message: String
  /// How to mend it, in one sentence.
  public let remedy: String
  public let position: Position

  public init(
    severity: Severity, code: String, message: String, remedy: String, position: Position
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.remedy = remedy
    self.position = position
  }
}
