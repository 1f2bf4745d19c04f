public import OpenkaartCore

/// Lets customers in, by a message to an address that is known to be theirs.
///
/// Nobody learns here whether somebody is known: what is asked for an unknown address costs the same
/// work and gives the same answer. A message has a link and a code. The browser that asked needs one
/// of them; another needs both.
///
/// - SeeAlso: OWASP ASVS 5.0, 6.3, 6.5, 6.6, 7.
public struct Reception: Sendable {
  public typealias Store = FactStore & SignInShelf & MailOutbox & SecretSource

  let store: any Store
  let policies: PolicyBook
  let log: any UsageLog
  let letters: SignInLetters
  let clock: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - store: Where facts, requests, sessions and messages are.
  ///   - policies: The policies, which say whose name stands under a message.
  ///   - log: Where it is written down who came in.
  ///   - sender: The sender's address; the controller's from the policy if `nil`.
  ///   - address: Where the pages are, such as `https://klant.example.nl`; asked when it is needed.
  ///   - clock: The present moment.
  public init(
    store: any Store, policies: PolicyBook, log: any UsageLog, sender: String?,
    address: @escaping @Sendable () -> String, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.store = store
    self.policies = policies
    self.log = log
    letters = SignInLetters(sender: sender, address: address)
    self.clock = clock
  }

  /// Somebody who is in.
  public struct Visitor: Sendable {
    public let session: CustomerSession
    public var customer: CustomerID { session.customer }
    /// The identifier the session was opened for; it chooses among people that were ever joined.
    public let identifier: Identifier
    /// What shows that a form is from a page that was made for this session.
    public let formToken: String
  }

  /// What came of trying to get in.
  public enum Entry: Sendable {
    /// Let in: what the browser keeps, known only now.
    case entered(token: String)
    /// The link is right for another browser than this one, which must give the code too.
    case codeNeeded
    case refused
  }

  /// At most so many messages to one address in an hour.
  private static let mostPerHour = 5

  // MARK: Asking

  /// Makes a request to get in, and sends it to whom it is about if they are known.
  ///
  /// - Parameters:
  ///   - identifier: An e-mail address or a customer number.
  ///   - browser: What the asking browser keeps.
  ///   - language: The language of the message.
  /// - Throws: What keeps the request from being kept, or the message from being put out.
  public func ask(
    for identifier: Identifier, from browser: String, in language: Language
  ) async throws {
    let about = await hash(of: identifier)
    let customer = try await store.customer(of: [identifier])
    let group = try await store.facts(about: [identifier])
    let now = clock()
    let isRetired = AddressHistory(group.facts).isRetired(identifier, at: now)
    let to = customer == nil || isRetired ? nil : Self.address(of: identifier, in: group, at: now)
    try await send(
      .enter, about: about, customer: to == nil ? nil : customer, browser: browser, to: to,
      in: language)
  }

  /// Sends a code to somebody who is in and wants to do what asks for more care.
  public func askAgain(_ visitor: Visitor, token: String, in language: Language) async throws {
    let group = try await store.facts(of: visitor.customer)
    try await send(
      .raise, about: visitor.session.about, customer: visitor.customer, browser: token,
      to: Self.address(of: visitor.identifier, in: group, at: clock()), in: language)
  }

  private func send(
    _ aim: SignInRequest.Aim, about: [UInt8], customer: CustomerID?, browser: String,
    to address: MailAddress?, in language: Language
  ) async throws {
    let now = clock()
    let (link, code, salt) = (Secret.token(), Secret.code(), Array(Secret.token().utf8.prefix(16)))
    let count = try await store.requestCount(about: about, since: now.advanced(by: -3_600_000))
    let kept = Secret.stretched(code: code, salt: salt, secret: await secret)
    let request = SignInRequest(
      aim: aim, link: Secret.digest(of: link), browser: Secret.digest(of: browser), about: about,
      customer: customer, salt: salt, code: kept, createdAt: now)
    guard count < Self.mostPerHour, !kept.isEmpty else { return }
    try await store.keep(request)
    let gate = try await policies.gate(at: now)
    guard
      let mail = letters.letter(
        aim, link: link, code: code, from: gate.policy.controller, to: address, at: now, language)
    else { return }
    try await store.put(mail.outgoing)
  }

  /// Where mail to a visitor goes: the address they came in by, or the one known last.
  public func mailbox(of visitor: Visitor) async throws -> Identifier? {
    let group = try await store.facts(of: visitor.customer)
    return Self.address(of: visitor.identifier, in: group, at: clock()).flatMap {
      Identifier(.email, $0.address)
    }
  }

  /// Where mail to a person goes: the address that was given, or the one known last.
  private static func address(
    of identifier: Identifier, in group: FactGroup, at moment: Timestamp
  ) -> MailAddress? {
    if identifier.type == .email {
      return group.facts.isEmpty ? nil : MailAddress(identifier.value)
    }
    let own = Population(group).person([identifier])?.identifiers(at: moment) ?? []
    let replaced = AddressHistory(group.facts).replacedAt
    var latest: (address: MailAddress, at: Timestamp)?
    for fact in group.facts where latest.map({ fact.occurredAt >= $0.at }) ?? true {
      fact.forEachIdentifier { other in
        guard other.type == .email, replaced[other] == nil, own.contains(other),
          let address = MailAddress(other.value)
        else { return }
        latest = (address, fact.occurredAt)
      }
    }
    return latest?.address
  }

  // MARK: Getting in

  /// Lets in who has the link of a message.
  ///
  /// - Parameters:
  ///   - link: What stands in the link.
  ///   - browser: What the browser that asked keeps; another has nothing, or something else.
  ///   - code: The code, which another browser needs.
  /// - Returns: What came of it.
  /// - Throws: What keeps it from being looked up, or written down.
  public func enter(link: String, browser: String?, code: String?) async throws -> Entry {
    let found = try await store.attempt(.link(Secret.digest(of: link)), at: clock())
    guard let request = found, request.aim == .enter else { return .refused }
    let isAsker = browser.map { Secret.areEqual(Secret.digest(of: $0), request.browser) } ?? false
    guard !isAsker else { return try await enter(request) }
    guard let code, !code.isEmpty else { return .codeNeeded }
    guard await isRight(code, for: request) else { return .refused }
    return try await enter(request)
  }

  /// Lets in the browser that asked, by the code of the message.
  public func enter(code: String, browser: String) async throws -> Entry {
    let found = try await store.attempt(.browser(Secret.digest(of: browser)), at: clock())
    guard let request = found, request.aim == .enter, await isRight(code, for: request) else {
      return .refused
    }
    return try await enter(request)
  }

  /// Lets somebody who is in do more for a while; the session goes on under another token.
  ///
  /// - Returns: The new token; `nil` when the code is not right.
  public func raise(_ visitor: Visitor, code: String) async throws -> String? {
    let found = try await store.attempt(.browser(visitor.session.digest), at: clock())
    guard let request = found, request.aim == .raise, await isRight(code, for: request),
      try await store.use(request: request.link)
    else {
      return nil
    }
    let (now, new) = (clock(), Secret.token())
    try await store.keep(
      CustomerSession(
        digest: Secret.digest(of: new), customer: visitor.customer, about: visitor.session.about,
        createdAt: visitor.session.createdAt, seenAt: now,
        raisedUntil: now.advanced(by: CustomerSession.raise)))
    try await store.end(session: visitor.session.digest)
    return new
  }

  private func isRight(_ code: String, for request: SignInRequest) async -> Bool {
    Secret.areEqual(
      Secret.stretched(code: code, salt: request.salt, secret: await secret), request.code)
  }

  private func enter(_ request: SignInRequest) async throws -> Entry {
    guard let customer = request.customer, try await store.use(request: request.link) else {
      return .refused
    }
    let (now, token) = (clock(), Secret.token())
    try await log.append(UsageEntry(.signedIn, at: now, by: Self.door, customer: customer))
    try await store.keep(
      CustomerSession(
        digest: Secret.digest(of: token), customer: customer, about: request.about, createdAt: now,
        seenAt: now))
    return .entered(token: token)
  }

  /// Who asks, for the log.
  static let door = "customer page"

  // MARK: Being in

  /// Who has this token; `nil` when nobody is in by it any more.
  public func visitor(_ token: String) async throws -> Visitor? {
    let now = clock()
    guard let session = try await store.session(Secret.digest(of: token)), session.isOpen(at: now),
      let identifier = try await identifier(of: session)
    else { return nil }
    // Now and then is enough: what it is for is counted in minutes.
    if now.milliseconds - session.seenAt.milliseconds > 30_000 {
      try await store.note(session: session.digest, seenAt: now)
    }
    let mark = Secret.keyedHash(Array("form\(token)".utf8), await secret)
    return Visitor(
      session: session, identifier: identifier,
      formToken: mark.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
  }

  /// The identifier a session was opened for, out of all that its people have.
  private func identifier(of session: CustomerSession) async throws -> Identifier? {
    let group = try await store.facts(of: session.customer)
    let key = await secret
    var found: Identifier?
    var seen: Set<Identifier> = []
    for fact in group.facts where found == nil {
      fact.forEachIdentifier { identifier in
        guard found == nil, seen.insert(identifier).inserted else { return }
        if Secret.areEqual(Self.hash(of: identifier, key), session.about) { found = identifier }
      }
    }
    // Whose address was replaced a week ago has another way in.
    guard let found, !AddressHistory(group.facts).isRetired(found, at: clock()) else { return nil }
    return found
  }

  /// The sessions of the same person, latest first.
  public func sessions(of visitor: Visitor) async throws -> [CustomerSession] {
    let now = clock()
    return try await store.sessions(about: visitor.session.about).filter { $0.isOpen(at: now) }
  }

  /// Ends the session of this token.
  public func leave(_ token: String) async throws {
    try await store.end(session: Secret.digest(of: token))
  }

  /// Ends every session that was opened for an identifier.
  func endAll(about identifier: Identifier) async throws {
    for session in try await store.sessions(about: await hash(of: identifier)) {
      try await store.end(session: session.digest)
    }
  }

  /// Ends every session that was opened for the identifier of a visitor, their own too.
  public func endAll(of visitor: Visitor) async throws {
    try await endOthers(of: visitor)
    try await store.end(session: visitor.session.digest)
  }

  /// Ends every other session of the same person.
  public func endOthers(of visitor: Visitor) async throws {
    for session in try await store.sessions(about: visitor.session.about)
    where session.digest != visitor.session.digest {
      try await store.end(session: session.digest)
    }
  }

  // MARK: Hashes

  private var secret: [UInt8] { get async { await store.secret(for: "signIn") } }

  private func hash(of identifier: Identifier) async -> [UInt8] {
    Self.hash(of: identifier, await secret)
  }

  private static func hash(of identifier: Identifier, _ secret: [UInt8]) -> [UInt8] {
    Secret.keyedHash(Array("\(identifier.type.name)\u{0}\(identifier.value)".utf8), secret)
  }
}
