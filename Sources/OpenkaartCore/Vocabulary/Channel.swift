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
