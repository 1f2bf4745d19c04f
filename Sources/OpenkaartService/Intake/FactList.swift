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

extension Fact {
  fileprivate func saysTheSame(as other: Fact) -> Bool {
    subject == other.subject && occurredAt == other.occurredAt && content == other.content
      && unknownFields.count == other.unknownFields.count
      && zip(unknownFields, other.unknownFields).allSatisfy { $0.saysTheSame(as: $1) }
  }
}

extension Node.Member {
  /// Whether key and value are equal, wherever they were written.
  fileprivate func saysTheSame(as other: Node.Member) -> Bool {
    key == other.key && value.saysTheSame(as: other.value)
  }
}

extension Node {
  fileprivate func saysTheSame(as other: Node) -> Bool {
    switch (content, other.content) {
    case (.array(let one), .array(let other)):
      one.count == other.count && zip(one, other).allSatisfy { $0.saysTheSame(as: $1) }
    case (.object(let one), .object(let other)):
      one.count == other.count && zip(one, other).allSatisfy { $0.saysTheSame(as: $1) }
    default: content == other.content
    }
  }
}
