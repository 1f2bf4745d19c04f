internal import Crypto
public import OpenkaartCore

/// What somebody can do with a link from a message, without signing in.
///
/// They can say no, and say how they wish to be reached; never yes, and never see who they are
/// beyond a masked address.
public struct LinkDesk: Sendable {
  public let desk: Desk
  public let links: PersonalLinks

  public init(desk: Desk, links: PersonalLinks) {
    self.desk = desk
    self.links = links
  }

  /// The link of a token, at this moment.
  public func link(of token: some StringProtocol) -> PersonalLink? {
    links.link(of: token, at: desk.now)
  }

  /// Ends what the message was for, at this contact point and over this channel.
  ///
  /// In force when this returns. Doing it twice leaves one fact, unless the person said yes in
  /// between.
  public func unsubscribe(_ link: PersonalLink) async throws {
    try await say(
      "unsubscribe", about: link, named: link.purpose, known: try await group(of: link)
    ) {
      .withdrew(
        Refusal(purpose: link.purpose, channel: link.channel, contactPoint: link.point.value))
    }
  }

  /// Ends one purpose over every channel, for the person behind the contact point.
  public func withdraw(_ purpose: String, by link: PersonalLink) async throws {
    try await say(
      "preferences", about: link, named: "purpose.\(purpose)", known: try await group(of: link)
    ) { .withdrew(Refusal(purpose: purpose, channel: nil)) }
  }

  /// Ends all direct marketing, for good.
  ///
  /// - SeeAlso: GDPR 21(2), 21(3).
  public func stopAll(_ link: PersonalLink) async throws {
    try await say(
      "preferences", about: link, named: "all", known: try await group(of: link)
    ) { .objected(Objection(scope: .directMarketing)) }
  }

  /// Keeps what the person wishes.
  public func prefer(_ preference: Preference, by link: PersonalLink) async throws {
    guard preference != Preference(method: preference.method) else { return }
    try await append("preferences", id: CustomerID.random().text, link, .preferred(preference))
  }

  /// What stands now, for the page.
  public func standing(of link: PersonalLink) async throws -> LinkStanding {
    let now = desk.now
    let gate = try await desk.policies.gate(at: now)
    let group = try await group(of: link)
    let population = Population(group, knownAt: now)
    let profile = population.profile(of: [link.point])
    let own = population.person([link.point])?.facts(at: now).own ?? []
    // The gate is asked, so that the page is never truer than the store.
    let purposes = gate.policy.purposes.filter(\.isMarketing).compactMap { purpose in
      let channels = purpose.channels.filter { channel in
        gate.decide(
          Use(subject: [link.point], purpose: purpose.id, channel: channel), about: profile,
          now: now
        ).isStanding
      }
      return purpose.channels.isEmpty
        ? nil : LinkStanding.Standing(purpose: purpose, channels: channels)
    }
    try await desk.log.append(
      UsageEntry(
        .ownPage, at: now, by: "link", customer: try await desk.store.customer(of: [link.point])
      ))
    return LinkStanding(
      policy: gate.policy, zone: gate.zone, purposes: purposes,
      wishes: StandingWishes(
        group.facts.filter { own.contains($0.id) && $0.placedAt <= now }))
  }

  private func group(of link: PersonalLink) async throws -> FactGroup {
    try await desk.store.facts(toDecideAbout: [link.point])
  }

  /// Appends a no, once for all that the person said before.
  private func say(
    _ source: String, about link: PersonalLink, named name: String, known group: FactGroup,
    _ content: () -> FactContent
  ) async throws {
    let yes = group.facts.filter(\.content.isYes).max { $0.placedAt < $1.placedAt }?.id
    let words = [
      source, name, link.point.type.name, link.point.value, link.channel.rawValue,
      yes?.source ?? "", yes?.id ?? "",
    ].map { "\($0.utf8.count):\($0)" }.joined()
    // Under the seal of the server, so that nobody can try addresses against ids.
    try await append(
      source, id: links.seal.name(of: words), link, content())
  }

  private func append(
    _ source: String, id: String, _ link: PersonalLink, _ content: FactContent
  ) async throws {
    let now = desk.now
    try await desk.store.append([
      Fact(
        id: FactID(source: source, id: id), subject: [link.point], occurredAt: now, recordedAt: now,
        content: content)
    ])
  }
}

extension SealedToken {
  /// A name of 32 hex digits that only the holder of the key can make.
  func name(of words: String) -> String {
    HMAC<SHA256>.authenticationCode(for: Array(words.utf8), using: nameKey).prefix(16)
      .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

extension FactContent {
  /// Whether the person opens a door by this that a no closed.
  fileprivate var isYes: Bool {
    switch self {
    case .consented, .confirmed, .preferred, .purchased: true
    default: false
    }
  }
}

extension Decision {
  /// Whether a basis holds and the person did not say no.
  fileprivate var isStanding: Bool {
    let codes = reasons.map(\.code)
    return reasons.contains { $0.effect == .allow }
      && !codes.contains { code in
        switch code {
        case .objectionDirectMarketing, .objectionPurpose, .objectionChannel, .consentWithdrawn,
          .consentRefused, .subjectErased, .subjectDeceased, .retentionPassed, .rightRestricted,
          .rightErasurePending:
          true
        default: false
        }
      }
  }
}
