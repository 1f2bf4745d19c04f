/// All facts about people who were ever joined, by a shared identifier or by a merge.
///
/// What is known of these people lies in these facts and nowhere else, with one exception: an
/// identifier that too many people share links nobody, and some of the others may stand outside.
/// So the group says which of its identifiers those are.
public struct FactGroup: Hashable, Sendable {
  /// In order of arrival.
  public let facts: [Fact]
  /// The identifiers that too many people share, and since when that is known.
  public let crowded: [Identifier: Timestamp]

  public init(facts: [Fact], crowded: [Identifier: Timestamp] = [:]) {
    self.facts = facts
    self.crowded = crowded
  }

  /// Nobody.
  public static let empty = FactGroup(facts: [])
}

extension Population {
  /// Assembles the people of a group, as far as known at a moment.
  public init(_ group: FactGroup, knownAt moment: Timestamp = .distantFuture) {
    self.init(facts: group.facts, knownAt: moment)
  }
}
