internal import OpenkaartCore

/// What is known beforehand of a fact that is added to a group.
struct KnownBefore: Sendable {
  /// The key under which it is kept once.
  let key: Digest128
  /// The nodes of what it names, in the order of ``FactNames/identifiers(in:)``; 0 is not known.
  let nodes: [Int64]
  /// Whether a fact of the group says the same of who is who, and was known before.
  ///
  /// To hear it again changes nothing, as long as the group is as it was read.
  let areTold: Bool

  /// Compares a fact with those of a group.
  init(_ fact: Fact, under key: Digest128, in reading: GroupCache.Reading) {
    self.key = key
    let facts = reading.group.facts
    let told = facts.first.map { FactNames.identifiers(in: $0) } ?? []
    let first = reading.trace.first
    // Where the rules have changed since about what a fact names, its nodes are of other names.
    let isInOrder = told.count == first.count
    nodes = FactNames.identifiers(in: fact).map { identifier in
      isInOrder ? told.firstIndex(of: identifier).map { first[$0] } ?? 0 : 0
    }
    // Who has an identifier that too many share may hear something new in it.
    areTold =
      reading.group.crowded.isEmpty && fact.namesItsSubjectOnly
      && facts.contains { other in
        other.namesItsSubjectOnly && other.recordedAt <= fact.recordedAt
          && Self.isSame(other.subject, fact.subject)
      }
  }

  /// Whether two subjects join the same: of two identifiers in whatever order.
  private static func isSame(_ one: [Identifier], _ other: [Identifier]) -> Bool {
    one == other || one.count == 2 && other.count == 2 && one[0] == other[1] && one[1] == other[0]
  }
}
