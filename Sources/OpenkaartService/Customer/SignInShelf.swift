public import OpenkaartCore

/// Where it is kept who asked to be let in, and who is in.
///
/// Only digests of secrets are kept, and whom they are about as a keyed hash: who reads the file can
/// neither get in nor see who did. Every store passes one contract suite, `SignInContractTests`.
public protocol SignInShelf: Sendable {
  /// Keeps a request; an earlier one about the same and for the same is over.
  func keep(_ request: SignInRequest) async throws

  /// Counts a try at the request that a digest belongs to, and gives it.
  ///
  /// - Returns: The request; `nil` when there is none, or it is over, or had its tries.
  func attempt(_ key: SignInRequest.Key, at moment: Timestamp) async throws -> SignInRequest?

  /// Ends a request.
  ///
  /// - Returns: Whether it was open until now: of two that come at once one is told so.
  func use(request link: [UInt8]) async throws -> Bool

  /// How many requests about the same were made since a moment.
  func requestCount(about: [UInt8], since moment: Timestamp) async throws -> Int

  func keep(_ session: CustomerSession) async throws
  func session(_ digest: [UInt8]) async throws -> CustomerSession?
  /// Notes that a session was used.
  func note(session digest: [UInt8], seenAt moment: Timestamp) async throws
  /// The sessions about the same, latest first.
  func sessions(about: [UInt8]) async throws -> [CustomerSession]
  /// Ends a session; one that is over already stays so.
  func end(session digest: [UInt8]) async throws
}

/// That somebody asked to be let in, or to do something that asks for more care.
public struct SignInRequest: Hashable, Sendable {
  public let aim: Aim
  /// SHA-256 of what stands in the link.
  public let link: [UInt8]
  /// SHA-256 of what the asking browser has; for ``Aim/raise`` of its session.
  public let browser: [UInt8]
  /// The identifier that was given, as a keyed hash.
  public let about: [UInt8]
  /// Whom it names; `nil` when nobody is known by it, and then nothing ever fits.
  public let customer: CustomerID?
  public let salt: [UInt8]
  /// What is kept of the code.
  public let code: [UInt8]
  public let createdAt: Timestamp

  public enum Aim: Int, Hashable, Sendable, CaseIterable {
    case enter = 1
    /// A session may do more for a while.
    case raise = 2
  }

  /// What a request is found by.
  public enum Key: Hashable, Sendable {
    case link([UInt8])
    case browser([UInt8])
  }

  /// How long it can be used, in milliseconds.
  public static let life: Int64 = 10 * 60_000
  /// How often somebody may try.
  public static let mostTries = 5

  public init(
    aim: Aim, link: [UInt8], browser: [UInt8], about: [UInt8], customer: CustomerID?,
    salt: [UInt8], code: [UInt8], createdAt: Timestamp
  ) {
    self.aim = aim
    self.link = link
    self.browser = browser
    self.about = about
    self.customer = customer
    self.salt = salt
    self.code = code
    self.createdAt = createdAt
  }
}

/// That somebody is in.
public struct CustomerSession: Hashable, Sendable {
  /// SHA-256 of what the browser has.
  public let digest: [UInt8]
  public let customer: CustomerID
  /// The identifier it was opened for, as a keyed hash: it says which of the people that were ever
  /// joined may be seen.
  public let about: [UInt8]
  public let createdAt: Timestamp
  public let seenAt: Timestamp
  /// Until when it may do what asks for more care.
  public let raisedUntil: Timestamp

  public init(
    digest: [UInt8], customer: CustomerID, about: [UInt8], createdAt: Timestamp, seenAt: Timestamp,
    raisedUntil: Timestamp = .distantPast
  ) {
    self.digest = digest
    self.customer = customer
    self.about = about
    self.createdAt = createdAt
    self.seenAt = seenAt
    self.raisedUntil = raisedUntil
  }

  /// Without a sign for so long it is over, in milliseconds.
  public static let idle: Int64 = 15 * 60_000
  /// So long after it began it is over, in milliseconds.
  public static let life: Int64 = 8 * 3_600_000
  /// How long it may do more, in milliseconds.
  public static let raise: Int64 = 10 * 60_000

  public func isOpen(at moment: Timestamp) -> Bool {
    moment < seenAt.advanced(by: Self.idle) && moment < createdAt.advanced(by: Self.life)
  }

  public func isRaised(at moment: Timestamp) -> Bool { moment < raisedUntil }
}
