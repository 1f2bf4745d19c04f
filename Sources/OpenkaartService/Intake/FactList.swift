public import OpenkaartCore

/// Facts in the order in which they came in, each id of a source once.
public struct FactList: Sendable {
  /// In the order in which they came in.
  public private(set) var facts: [Fact] = []
  private var places: [FactID: Int] = [:]

  public init() {}

  /// Adds `fact`, unless one with its id is here.
  ///
  /// When it was recorded does not count: the same fact may be told again later.
  public mutating func add(_ fact: Fact) -> FactAddition {
    guard let place = places[fact.id] else {
      places[fact.id] = facts.count
      facts.append(fact)
      return .added
    }
    return facts[place].saysTheSame(as: fact) ? .duplicate : .conflict
  }
}
