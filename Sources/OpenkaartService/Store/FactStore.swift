public import OpenkaartCore

/// Where facts are kept: added, read, never changed.
///
/// Every store passes one contract suite, `StoreContractTests`.
public protocol FactStore: Sendable {
  /// Adds facts in order, each id of a source once.
  ///
  /// Several calls that wait may be made durable together; a call is never made durable in part. A
  /// fact that is here already is a duplicate whatever moment it says it was recorded at.
  ///
  /// - Returns: What became of each fact. When this returns, all that were added are durable.
  /// - Throws: ``StoreError``; then none of `facts` was added.
  @discardableResult
  func append(_ facts: [Fact]) async throws -> [FactAddition]

  /// Makes facts ready to be added, as far as that needs nothing of what the store holds.
  ///
  /// So who adds many can have some made ready while others become durable.
  func ready(_ facts: [Fact]) async -> ReadyFacts

  /// Adds facts that were made ready, in order, all or none, as ``append(_:)`` does.
  func add(_ ready: [ReadyFacts]) async throws -> [FactAddition]

  /// Everything about the people these identifiers name, and everybody ever joined with them.
  ///
  /// - Returns: The facts in order of arrival; an empty group when no fact names any of them.
  func facts(about subject: [Identifier]) async throws -> FactGroup

  /// Everything about a customer and everybody ever joined with them; empty when unknown.
  func facts(of customer: CustomerID) async throws -> FactGroup

  /// That people of these names were erased at their request, as facts that lie in no group.
  ///
  /// Nobody is known by such a name any more: no audience counts them and no segment has them. Only
  /// who names them hears why.
  ///
  /// - Returns: None for a name that may come in again.
  func erasures(about subject: [Identifier]) async throws -> [Fact]

  /// Calls `body` with every group, each fact in exactly one of them.
  ///
  /// A group is complete: `Population` of it knows its people as `Population` of everything
  /// does. Facts added meanwhile may or may not be told.
  func forEachGroup(_ body: @Sendable (FactGroup) async throws -> Void) async throws

  /// Where the store stands now, for ``changes(since:atMost:_:)``.
  var mark: StoreMark { get async throws }

  /// Calls `body` with every group that facts came in about since a mark, each once and whole.
  ///
  /// A mark can be written down, so what was kept on the disk can be brought up to date after a restart.
  /// It tells that something went but not of whom. ``ChangeFeed`` tells that too, and only as long as
  /// the process lives: whoever keeps what they made in memory alone watches that.
  ///
  /// - Parameters:
  ///   - mark: Where the store stood.
  ///   - most: How many facts may have come in; with more it is quicker to read everything.
  ///   - body: Told each group, as it is now.
  /// - Returns: Where the store stands: what was there then was told. `nil` when everything has to be
  ///   read, because more came in or something went that was there at the mark.
  /// - Throws: ``StoreError``, and what `body` throws.
  func changes(
    since mark: StoreMark, atMost most: Int, _ body: @Sendable (FactGroup) async throws -> Void
  ) async throws -> StoreMark?

  /// The name of the customer whom the first known of these identifiers names; `nil` when none is.
  func customer(of subject: [Identifier]) async throws -> CustomerID?

  /// The names of customers as ``customer(of:)`` has them, of many at once, in order.
  func customers(of subjects: [[Identifier]]) async throws -> [CustomerID?]

  var counts: StoreCounts { get async throws }

  /// The latest moment at which a fact was recorded; `Timestamp.distantPast` without facts.
  var latestRecordedAt: Timestamp { get async throws }

  /// Throws away all that can be made again from the facts, and makes it again.
  ///
  /// - Parameter progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: What was made, and whether it is what was there before.
  /// - Throws: ``StoreError``; then all is as it was.
  func rebuild(progress: @escaping @Sendable (Double) -> Void) async throws -> RebuildReport
}

extension FactStore {
  /// What the gate is asked with about whom somebody names: the facts, and that people were erased.
  ///
  /// Whatever counts or lists people takes ``facts(about:)``, which is what ``forEachGroup(_:)`` tells.
  package func facts(toDecideAbout subject: [Identifier]) async throws -> FactGroup {
    // In this order: who is erased meanwhile is refused.
    try await facts(about: subject).adding(erasures(about: subject))
  }
}

extension FactStore {
  /// For stores that do not know what came in last.
  public var mark: StoreMark {
    get async throws {
      StoreMark(facts: try await counts.facts, last: try await latestRecordedAt.milliseconds)
    }
  }

  public func changes(
    since mark: StoreMark, atMost most: Int, _ body: @Sendable (FactGroup) async throws -> Void
  ) async throws -> StoreMark? {
    try await self.mark == mark ? mark : nil
  }

  public func customers(of subjects: [[Identifier]]) async throws -> [CustomerID?] {
    var customers: [CustomerID?] = []
    for subject in subjects { customers.append(try await customer(of: subject)) }
    return customers
  }

  public func ready(_ facts: [Fact]) async -> ReadyFacts { ReadyFacts(facts) }

  public func add(_ ready: [ReadyFacts]) async throws -> [FactAddition] {
    try await append(ready.flatMap(\.facts))
  }
}

/// Where a store stands: what came in later came in since.
public struct StoreMark: Hashable, Sendable {
  /// How many facts it holds.
  public var facts: Int
  /// The number of the last fact that came in, as the store counts.
  public let last: Int64

  public init(facts: Int, last: Int64) {
    self.facts = facts
    self.last = last
  }
}

/// Facts that a store made ready to be added to it.
public struct ReadyFacts: Sendable {
  /// The facts; a store that made something of them may leave them out.
  public let facts: [Fact]
  /// What the store made of them; only that store knows what it is.
  public let work: (any Sendable)?

  public init(_ facts: [Fact], work: (any Sendable)? = nil) {
    self.facts = facts
    self.work = work
  }
}

/// What became of a fact.
public enum FactAddition: Hashable, Sendable {
  case added
  /// The same fact was here already.
  case duplicate
  /// Another fact has the same id; the new one is kept out.
  case conflict
  /// It names somebody who was erased at their request; it is kept out.
  case suppressed
}

/// How much a store holds.
public struct StoreCounts: Hashable, Sendable {
  public let facts: Int
  /// Groups of people ever joined, as ``FactStore/forEachGroup(_:)`` tells them.
  public let customers: Int
  public let identifiers: Int

  public init(facts: Int, customers: Int, identifiers: Int) {
    self.facts = facts
    self.customers = customers
    self.identifiers = identifiers
  }
}

/// What a rebuild made.
public struct RebuildReport: Hashable, Sendable {
  public let counts: StoreCounts
  /// Rows that were there and could not be made from the facts.
  public let surplus: Int
  /// Rows that the facts give and that were not there.
  public let missing: Int

  public init(counts: StoreCounts, surplus: Int = 0, missing: Int = 0) {
    self.counts = counts
    self.surplus = surplus
    self.missing = missing
  }

  /// Whether what was thrown away is what was made.
  public var isEqual: Bool { surplus == 0 && missing == 0 }
}
