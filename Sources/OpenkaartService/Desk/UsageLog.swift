/// Where it is written down that something was done with personal data.
///
/// Every store passes one contract suite, `UsageContractTests`.
public protocol UsageLog: Sendable {
  /// Writes down one thing that was done; durable when this returns.
  ///
  /// Not for what becomes a fact, such as a recorded decision about a known person: facts are in the
  /// log too. A decision that is only asked for hands out nothing of a person and needs no entry.
  ///
  /// - Returns: The number of the entry.
  /// - Throws: Whatever keeps it from being written; then nothing may be handed out.
  @discardableResult
  func append(_ entry: UsageEntry) async throws -> EntryNumber

  /// Writes down one thing that was done with the data of many people, as one entry.
  ///
  /// - Parameters:
  ///   - entry: What was done; its number of people is that of the members.
  ///   - members: Whose data it was, and what each of them may be shown of it.
  /// - Returns: The entry, and where in it each member stands, in the order given.
  /// - Throws: Whatever keeps it from being written; then nothing may be handed out.
  func append(_ entry: UsageEntry, about members: [UsageMember]) async throws -> LoggedBatch

  /// What was done with the data of one customer, and of everybody ever joined with them.
  ///
  /// A recorded decision is a fact, and stands among the facts.
  ///
  /// - Parameters:
  ///   - customer: The opaque name.
  ///   - number: Only entries before this one; from the newest on if `nil`.
  ///   - limit: At most so many.
  /// - Returns: The entries, newest first.
  /// - Throws: Whatever keeps them from being read.
  func entries(
    of customer: CustomerID, before number: EntryNumber?, limit: Int
  ) async throws -> [LoggedUse]
}

/// The number of an entry, counted from 0; a later entry has a higher one.
public typealias EntryNumber = UInt64

/// One of many people with whose data something was done.
public struct UsageMember: Hashable, Sendable {
  public let customer: CustomerID
  /// What this person may be shown of it: the bytes to which the log commits.
  public let record: [UInt8]

  public init(_ customer: CustomerID, record: [UInt8] = []) {
    self.customer = customer
    self.record = record
  }
}

/// An entry about many people, as it was written.
public struct LoggedBatch: Hashable, Sendable {
  public let number: EntryNumber
  /// Where in the entry each member stands, from 0: an order that says nothing of them.
  public let places: [UInt64]

  public init(number: EntryNumber, places: [UInt64]) {
    self.number = number
    self.places = places
  }
}

/// Something that was done with the data of a customer, as it stands in the log.
public struct LoggedUse: Hashable, Sendable {
  public let number: EntryNumber
  /// Its place in an entry about many people.
  public let place: UInt64?
  public let entry: UsageEntry
  /// For an entry about many people: what was recorded of this one.
  public let record: [UInt8]

  public init(
    number: EntryNumber, place: UInt64? = nil, entry: UsageEntry, record: [UInt8] = []
  ) {
    self.number = number
    self.place = place
    self.entry = entry
    self.record = record
  }
}

extension UsageLog {
  /// What was done with the data of one customer, newest first.
  public func entries(of customer: CustomerID, limit: Int = 100) async throws -> [LoggedUse] {
    try await entries(of: customer, before: nil, limit: limit)
  }
}

/// A log that keeps nothing, for tests and for facts that are read from files.
public struct NoUsageLog: UsageLog {
  public init() {}
  public func append(_: UsageEntry) -> EntryNumber { 0 }

  public func append(_: UsageEntry, about members: [UsageMember]) -> LoggedBatch {
    LoggedBatch(number: 0, places: members.indices.map { UInt64($0) })
  }

  public func entries(of _: CustomerID, before _: EntryNumber?, limit _: Int) -> [LoggedUse] { [] }
}
