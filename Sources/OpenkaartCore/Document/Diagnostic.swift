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
  public let message: LocalizedText
  /// How to mend it, in one sentence.
  public let remedy: LocalizedText
  public let position: Position

  /// What is wrong and how to mend it.
  public var sentences: LocalizedText {
    LocalizedText(nl: "\(message.nl) \(remedy.nl)", en: "\(message.en) \(remedy.en)")
  }

  public init(
    severity: Severity, code: String, message: LocalizedText, remedy: LocalizedText,
    position: Position
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.remedy = remedy
    self.position = position
  }
}
