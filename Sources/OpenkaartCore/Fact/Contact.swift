/// A message that was sent, by whoever sends for the controller.
public struct Contact: Hashable, Sendable {
  public let channel: Channel
  public let purpose: String?
  public let activity: String?
  public let contactPoint: ContactPoint?
  public let sender: String?

  public init(
    channel: Channel, purpose: String? = nil, activity: String? = nil,
    contactPoint: ContactPoint? = nil, sender: String? = nil
  ) {
    self.channel = channel
    self.purpose = purpose
    self.activity = activity
    self.contactPoint = contactPoint
    self.sender = sender
  }
}

/// What came back on a message.
public struct Response: Hashable, Sendable {
  /// The id of the `contacted` fact it answers.
  public let contact: String
  public let kind: Kind

  public init(to contact: String, _ kind: Kind) {
    self.contact = contact
    self.kind = kind
  }

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case delivered, opened, clicked, bouncedHard, bouncedSoft, spamComplaint, unsubscribed

    /// Whether it says no, or that the contact point does not work.
    public var isRefusing: Bool {
      switch self {
      case .bouncedHard, .bouncedSoft, .spamComplaint, .unsubscribed: true
      case .delivered, .opened, .clicked: false
      }
    }

    public var isBounce: Bool { self == .bouncedHard || self == .bouncedSoft }
  }
}
