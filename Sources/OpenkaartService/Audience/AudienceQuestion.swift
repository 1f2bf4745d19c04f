public import OpenkaartCore
public import OpenkaartSegments

/// One question about everybody: whether their data may be used for this, over this channel, now.
public struct AudienceQuestion: Hashable, Sendable {
  public var purpose: String
  public var channel: Channel
  public var activity: Use.Activity?
  /// The data categories; `nil` is what the gate takes without them.
  public var data: [String]?
  public var recipient: String?
  /// Only the people of this segment are asked about; everybody if `nil`.
  ///
  /// ``limited(to:under:)`` sets it together with the data that it reads.
  public var segment: Segment?
  /// The moment asked about.
  public var at: Timestamp

  public init(
    purpose: String, channel: Channel, activity: Use.Activity? = nil, data: [String]? = nil,
    recipient: String? = nil, at: Timestamp
  ) {
    self.purpose = purpose
    self.channel = channel
    self.activity = activity
    self.data = data
    self.recipient = recipient
    self.at = at
  }

  /// Whether it is about direct marketing: by its purpose, or as the activity promotes something.
  public func isMarketing(under policy: Policy) -> Bool {
    activity?.isPromotional == true || policy.purpose(purpose)?.isMarketing == true
  }

  /// Whether somebody is asked about.
  func includes(_ person: @autoclosure () -> SegmentPerson?) -> Bool {
    guard let segment else { return true }
    return person().map { segment.contains($0, at: at) } ?? false
  }

  /// The question about one person, over one contact point if `subject` names one of the channel.
  public func use(about subject: [Identifier]) -> Use {
    Use(
      subject: subject, purpose: purpose, channel: channel, activity: activity, data: data,
      recipient: recipient, at: at)
  }
}
