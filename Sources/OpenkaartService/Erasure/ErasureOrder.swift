public import OpenkaartCore

/// Whose facts are to be erased, and what of them is to be kept.
public struct ErasureOrder: Hashable, Sendable {
  public let cause: Cause
  public let at: Timestamp
  public let people: [Person]

  public init(_ cause: Cause, at: Timestamp, people: [Person]) {
    self.cause = cause
    self.at = at
    self.people = people
  }

  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// The person as a whole, who then does not come back by an import.
    case request
    /// What was kept long enough; the person may stay.
    case retention
  }

  /// One person: what is to go.
  public struct Person: Hashable, Sendable {
    /// Every identifier of the person.
    public let identifiers: [Identifier]
    public let facts: [FactID]
    /// What is kept of some of these facts.
    public let kept: [FactID: Keeping.Kept]

    public init(
      identifiers: [Identifier], facts: [FactID], kept: [FactID: Keeping.Kept] = [:]
    ) {
      self.identifiers = identifiers
      self.facts = facts
      self.kept = kept
    }
  }
}

/// What became of an erasure, item by item.
public struct ErasureReport: Hashable, Sendable {
  /// The number of the job; `nil` of a plan.
  public var number: Int?
  public var cause: ErasureOrder.Cause
  public var at: Timestamp
  /// How many people it was about.
  public var people: Int
  public var items: [Item]
  public var state: State

  public init(
    number: Int?, cause: ErasureOrder.Cause, at: Timestamp, people: Int, items: [Item],
    state: State
  ) {
    self.number = number
    self.cause = cause
    self.at = at
    self.people = people
    self.items = items
    self.state = state
  }

  /// How far an erasure is.
  public enum State: String, Hashable, Sendable, CaseIterable {
    case planned
    /// Rows and keys are gone; a reader still holds the journal in which the bytes may stand.
    case notFinal
    case final
  }

  /// So many of one kind, and what became of them.
  public struct Item: Hashable, Sendable {
    public let what: What
    public let count: Int
    public let outcome: Outcome

    public init(_ what: What, _ count: Int, _ outcome: Outcome) {
      self.what = what
      self.count = count
      self.outcome = outcome
    }
  }

  public enum What: Hashable, Sendable {
    case facts(RetentionClass)
    /// Look-ups by identifier.
    case identifiers
    /// Rows remembered of full exports.
    case rows
    case keys
    /// Messages that waited to be sent.
    case mail
  }

  public enum Outcome: Hashable, Sendable {
    case erased
    case kept(ground: String, until: Day)
    /// Other people have it too.
    case shared
  }

  /// The classes of which something is kept.
  public var kept: [RetentionClass] {
    RetentionClass.allCases.filter { part in
      items.contains { item in
        if case .kept = item.outcome { item.what == .facts(part) } else { false }
      }
    }
  }
}
