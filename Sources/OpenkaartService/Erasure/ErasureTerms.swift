package import OpenkaartCore

/// Since when somebody is erased, and what is kept of them.
package struct ErasureTerms: Hashable, Sendable {
  package let since: Timestamp
  /// Each class once, in their order.
  package let kept: [RetentionClass]

  package init(since: Timestamp, kept: some Sequence<RetentionClass>) {
    self.since = since
    self.kept = Set(kept).sorted { $0.rawValue < $1.rawValue }
  }
}

extension Fact {
  /// That people of these names were erased: one fact for all names that went on the same terms.
  package static func erasures(of names: [(Identifier, ErasureTerms)]) -> [Fact] {
    Dictionary(grouping: names, by: \.1).sorted { $0.key.since < $1.key.since }
      .map { terms, names in
        Fact(
          id: FactID(source: FactID.ownSource, id: "erased-\(terms.since.milliseconds)"),
          subject: names.map(\.0), occurredAt: terms.since, recordedAt: terms.since,
          content: .erased(scope: .everything, kept: terms.kept.map(\.name)))
      }
  }
}
