/// A person's yes to one purpose over one channel.
///
/// - SeeAlso: GDPR 4(11), 7; ISO/IEC TS 27560.
public struct Consent: Hashable, Sendable {
  public let purpose: String
  public let channel: Channel
  /// `nil` is the person's contact point of that channel.
  public let contactPoint: ContactPoint?
  /// The notice the person saw; without it consent is not informed.
  public let notice: NoticeReference?
  public let method: Method?
  /// Given by an express statement, as special categories ask.
  public let isExplicit: Bool
  public let isByGuardian: Bool

  public init(
    purpose: String, channel: Channel, contactPoint: ContactPoint? = nil,
    notice: NoticeReference? = nil, method: Method? = nil, isExplicit: Bool = false,
    isByGuardian: Bool = false
  ) {
    self.purpose = purpose
    self.channel = channel
    self.contactPoint = contactPoint
    self.notice = notice
    self.method = method
    self.isExplicit = isExplicit
    self.isByGuardian = isByGuardian
  }

  /// The act by which the answer was given.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    case form, doubleOptIn, paper, phone, preTicked
    /// The original act is not evidenced.
    case imported
  }
}

/// A version of a notice, written `marketing@2`.
public struct NoticeReference: Hashable, Sendable {
  public let id: String
  public let version: String

  public init(id: String, version: String) {
    self.id = id
    self.version = version
  }

  public init?(parsing text: some StringProtocol) {
    guard let at = text.lastIndex(of: "@"), at != text.startIndex else { return nil }
    let version = text[text.index(after: at)...]
    guard !version.isEmpty else { return nil }
    self.init(id: String(text[..<at]), version: String(version))
  }

  public var text: String { "\(id)@\(version)" }
}

/// A no to a purpose: a refusal when asked, or a withdrawal.
///
/// What is `nil` means all.
public struct Refusal: Hashable, Sendable {
  public let purpose: String?
  public let channel: Channel?
  public let contactPoint: ContactPoint?

  public init(purpose: String?, channel: Channel?, contactPoint: ContactPoint? = nil) {
    self.purpose = purpose
    self.channel = channel
    self.contactPoint = contactPoint
  }
}

/// The second step of a double opt-in.
public struct Confirmation: Hashable, Sendable {
  public let purpose: String
  public let channel: Channel
  public let contactPoint: ContactPoint?

  public init(purpose: String, channel: Channel, contactPoint: ContactPoint? = nil) {
    self.purpose = purpose
    self.channel = channel
    self.contactPoint = contactPoint
  }
}

/// An objection to processing.
///
/// What is `nil` means all.
///
/// - SeeAlso: GDPR 21.
public struct Objection: Hashable, Sendable {
  public let scope: Scope
  public let purpose: String?
  public let channel: Channel?
  public let topic: String?
  public let contactPoint: ContactPoint?

  public init(
    scope: Scope, purpose: String? = nil, channel: Channel? = nil, topic: String? = nil,
    contactPoint: ContactPoint? = nil
  ) {
    self.scope = scope
    self.purpose = purpose
    self.channel = channel
    self.topic = topic
    self.contactPoint = contactPoint
  }

  public enum Scope: String, Hashable, Sendable, CaseIterable {
    case directMarketing, purpose, channel, topic
  }

  /// An objection to all direct marketing, which also withdraws every marketing consent.
  public var isUnlimited: Bool {
    scope == .directMarketing && purpose == nil && channel == nil && topic == nil
      && contactPoint == nil
  }
}
