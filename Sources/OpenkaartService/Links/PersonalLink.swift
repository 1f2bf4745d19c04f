public import OpenkaartCore

/// What a link in a message stands for: one contact point, and the message it came with.
///
/// Whoever holds the message may say no with it, without signing in.
public struct PersonalLink: Hashable, Sendable {
  /// Where the message went.
  public let point: Identifier
  public let channel: Channel
  /// What the message was for.
  public let purpose: String
  public let activity: String?

  public init(point: Identifier, channel: Channel, purpose: String, activity: String? = nil) {
    self.point = point
    self.channel = channel
    self.purpose = purpose
    self.activity = activity
  }

  /// How long a link works, in milliseconds: three years, for messages are kept long.
  static let lifetime: Int64 = 3 * 365 * 86_400_000

  /// The address with most of it hidden, for a screen that others may see.
  public var maskedPoint: String { Self.masked(point) }

  /// Hides an identifier but for its first letter and what many share.
  ///
  /// - Parameter point: An address or a number.
  /// - Returns: `a•••@example.nl`, or the last two digits of a number.
  public static func masked(_ point: Identifier) -> String {
    let parts = point.value.split(separator: "@", omittingEmptySubsequences: false)
    guard point.type == .email, parts.count == 2, let first = parts[0].first else {
      return "•••\(point.value.suffix(2))"
    }
    return "\(first)•••@\(parts[1])"
  }
}

/// Makes the links of a server, and reads them.
public struct PersonalLinks: Sendable {
  private let token: SealedToken

  /// - Parameter source: The store whose secret seals the links.
  public init(_ source: some SecretSource) async {
    token = SealedToken(secret: await source.secret(for: "links"))
  }

  /// The token of a link, new each time.
  public func token(of link: PersonalLink, at now: Timestamp) -> String {
    token.seal(
      [
        link.point.type.name, link.point.value, link.channel.rawValue, link.purpose,
        link.activity ?? "",
      ], as: .personal, until: now.advanced(by: PersonalLink.lifetime))
  }

  /// The link of a token; `nil` for one that is not ours or has ended.
  public func link(of token: some StringProtocol, at now: Timestamp) -> PersonalLink? {
    guard let texts = self.token.open(token, as: .personal, at: now), texts.count == 5,
      let point = Identifier(IdentifierType(texts[0]), texts[1]),
      let channel = Channel(rawValue: texts[2])
    else { return nil }
    return PersonalLink(
      point: point, channel: channel, purpose: texts[3],
      activity: texts[4].isEmpty ? nil : texts[4])
  }

  var seal: SealedToken { token }
}
