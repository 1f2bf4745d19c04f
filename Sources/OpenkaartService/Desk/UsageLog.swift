public import OpenkaartCore

/// Where it is written down that personal data was looked at or decided on.
public protocol UsageLog: Sendable {
  /// Writes down one look; durable when this returns.
  ///
  /// - Throws: Whatever keeps it from being written; then the data is not handed out.
  func append(_ entry: UsageEntry) async throws
}

/// One look at personal data: by whom, for what, at how many people.
public struct UsageEntry: Hashable, Sendable {
  public let kind: Kind
  public let at: Timestamp
  /// Who looked: the name of a key, or of a door such as `command line`.
  public let by: String
  public let purpose: String?
  public let channel: Channel?
  /// Whom it was about, when it was one customer.
  public let customer: CustomerID?
  /// How many people it was about.
  public let people: Int
  /// The policy it was decided by.
  public let policyVersion: String?

  public init(
    _ kind: Kind, at: Timestamp, by: String, purpose: String? = nil, channel: Channel? = nil,
    customer: CustomerID? = nil, people: Int = 1, policyVersion: String? = nil
  ) {
    self.kind = kind
    self.at = at
    self.by = by
    self.purpose = purpose
    self.channel = channel
    self.customer = customer
    self.people = people
    self.policyVersion = policyVersion
  }

  /// What was done.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A use was decided on; nothing was handed out.
    case decided
    /// Everybody was asked about.
    case audience
    /// The members of an audience were handed out by name.
    case members
    /// Somebody was looked up by an identifier.
    case searched
    /// The card of a customer was read.
    case card
  }
}

/// A log that keeps nothing, for tests and for facts that are read from files.
public struct NoUsageLog: UsageLog {
  public init() {}
  public func append(_: UsageEntry) {}
}
