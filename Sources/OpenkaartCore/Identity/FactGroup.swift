/// All facts about people who were ever joined, by a shared identifier or by a merge.
///
/// What is known of these people lies in these facts and nowhere else, with one exception: an
/// identifier that too many people share links nobody, and some of the others may stand outside.
/// So the group says which of its identifiers those are, and what was told about them alone.
public struct FactGroup: Hashable, Sendable {
  /// In order of arrival.
  public let facts: [Fact]
  /// The identifiers that too many people share, and since when that is known.
  public let crowded: [Identifier: Timestamp]
  /// Facts of other groups that these people hear of: see ``Fact/isHeardByOthers``.
  ///
  /// Those whose origin links nobody and is named by a fact of this group.
  public let heard: [Fact]
  /// Everybody in it by all that is known, and since when that is all; once somebody folded it.
  private(set) var folded: (people: Population, since: Timestamp)?

  public init(
    facts: [Fact], crowded: [Identifier: Timestamp] = [:], heard: [Fact] = []
  ) {
    self.facts = facts
    self.crowded = crowded
    self.heard = heard
  }

  /// The group with facts that came after all others.
  public func adding(_ more: [Fact]) -> FactGroup {
    more.isEmpty ? self : FactGroup(facts: facts + more, crowded: crowded, heard: heard)
  }

  /// The same group, with its people at hand: for whoever keeps it to be asked about again.
  public func folding() -> FactGroup {
    guard folded == nil else { return self }
    var group = self
    let moments = (facts + heard).lazy.map(\.recordedAt)
    let latest = max(moments.max() ?? .distantPast, crowded.values.max() ?? .distantPast)
    group.folded = (Population(self), latest)
    return group
  }

  public static func == (one: Self, other: Self) -> Bool {
    one.facts == other.facts && one.crowded == other.crowded && one.heard == other.heard
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(facts)
    hasher.combine(crowded)
    hasher.combine(heard)
  }

  /// Nobody.
  public static let empty = FactGroup(facts: [])
}
