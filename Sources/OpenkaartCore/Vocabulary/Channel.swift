/// A way to reach a person, or ``none`` for processing without contact.
public enum Channel: String, Hashable, Sendable, CaseIterable {
  case email, sms, phone, post, push, app, web
  /// Profiling, sharing, analysis: nobody is contacted.
  case none

  /// The type of identifier that is a contact point on this channel, if there is one.
  ///
  /// Post is reached by an address, made of attributes; app, web and none need no contact point.
  public var pointType: IdentifierType? {
    switch self {
    case .email: .email
    case .sms, .phone: .phone
    case .push: .pushToken
    case .post, .app, .web, .none: nil
    }
  }

  /// Whether a use over this channel needs to know where the person is reached.
  public var needsContactPoint: Bool { self == .post || pointType != nil }
}

/// Several channels, as a set of bits.
public struct ChannelSet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public init(_ channels: some Sequence<Channel>) {
    rawValue = channels.reduce(0) { $0 | (1 << UInt8($1.index)) }
  }

  /// Every channel by which somebody is contacted.
  public static let contact = ChannelSet(Channel.allCases.filter { $0 != .none })

  public func contains(_ channel: Channel) -> Bool { rawValue & (1 << UInt8(channel.index)) != 0 }
}

extension Channel {
  /// The place of this channel among all, for tables.
  package var index: Int {
    switch self {
    case .email: 0
    case .sms: 1
    case .phone: 2
    case .post: 3
    case .push: 4
    case .app: 5
    case .web: 6
    case .none: 7
    }
  }
}
