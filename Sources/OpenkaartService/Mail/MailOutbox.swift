public import OpenkaartCore

/// Messages that wait to be carried; sealed, and gone once they are handed over.
///
/// Whoever wants to send puts a message here, durably, and goes on: so nothing is lost when the mail
/// server is away, and no answer takes longer because a message went out.
///
/// Every store passes one contract suite, `MailOutboxContractTests`.
public protocol MailOutbox: Sendable {
  /// Keeps a message; durable when this returns. One of the same id is kept once.
  func put(_ mail: OutgoingMail) async throws

  /// The messages that are due, oldest first.
  func due(at moment: Timestamp, atMost count: Int) async throws -> [WaitingMail]

  /// Takes a message away that was handed over.
  func carried(_ id: String) async throws

  /// Keeps a message for a later try.
  func failed(_ id: String, tryAgainAt moment: Timestamp) async throws
}

/// A message that waits, and how often it was tried in vain.
public struct WaitingMail: Hashable, Sendable {
  public let mail: OutgoingMail
  public let failures: Int

  public init(mail: OutgoingMail, failures: Int) {
    self.mail = mail
    self.failures = failures
  }
}

/// What brings messages to a mail server, a folder, or whatever takes them.
public protocol MailCarrier: Sendable {
  /// Hands over a message; it is safe with the other side when this returns.
  ///
  /// A message may be handed over twice when the first time was cut short; both have the same id.
  func carry(_ mail: OutgoingMail) async throws
}
