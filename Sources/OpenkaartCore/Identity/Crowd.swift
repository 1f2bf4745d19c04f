/// How many people an identifier was told of, and whether those are too many for it to link any.
///
/// A telephone that three customers share says which household answers, not who. The count is over
/// what facts name, in whatever order they came.
package struct Crowd: Sendable {
  private var holders: [Identifier: Holders] = [:]

  package init() {}

  /// Counts what a fact names.
  package mutating func note(_ fact: Fact) {
    fact.forEachNaming { identifiers in
      Naming(identifiers: identifiers).forEachHolding { holding in
        holders[identifiers[holding.identifier], default: Holders()].note(
          identifiers[holding.holder], since: fact.recordedAt, limit: holding.limit)
      }
    }
  }

  /// The identifiers that too many people share, and since when that was known.
  package var crowded: [Identifier: Timestamp] {
    var crowded: [Identifier: Timestamp] = [:]
    for (identifier, holders) in holders {
      guard let limit = identifier.type.mostHolders,
        let moment = holders.crowdedSince(limit: limit)
      else { continue }
      crowded[identifier] = moment
    }
    return crowded
  }
}

/// The first different people of one identifier; nobody counts beyond the limit.
private struct Holders: Sendable {
  private var numbers: [Known] = []
  private var emails: [Known] = []

  private struct Known: Sendable {
    let holder: Identifier
    let since: Timestamp
  }

  mutating func note(_ holder: Identifier, since moment: Timestamp, limit: Int) {
    if holder.type == .customerNumber {
      Self.note(Known(holder: holder, since: moment), limit, in: &numbers)
    } else {
      Self.note(Known(holder: holder, since: moment), limit, in: &emails)
    }
  }

  /// Keeps the `limit + 1` people who were known first, in the order in which they were.
  private static func note(_ known: Known, _ limit: Int, in list: inout [Known]) {
    if let place = list.firstIndex(where: { $0.holder == known.holder }) {
      guard known.since < list[place].since else { return }
      list.remove(at: place)
    }
    let place = list.firstIndex { known.since < $0.since } ?? list.count
    guard place <= limit else { return }
    list.insert(known, at: place)
    if list.count > limit + 1 { list.removeLast() }
  }

  func crowdedSince(limit: Int) -> Timestamp? {
    [numbers, emails].compactMap { $0.count > limit ? $0[limit].since : nil }.min()
  }
}

extension IdentifierType {
  /// Of how many different customer numbers, or e-mail addresses, an identifier may be told before it
  /// links nobody; `nil` is no limit.
  public var mostHolders: Int? {
    switch self {
    case .customerNumber: nil
    case .phone: 2
    default: 5
    }
  }

  /// Whether different e-mail addresses in facts without customer number count as different people.
  package var isCountedByEmail: Bool { self != .customerNumber && self != .email }
}
