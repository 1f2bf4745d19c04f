internal import OpenkaartCore

/// Which identifiers a fact names, and what that says about who belongs together: where that stands
/// in a ``NameTable``.
struct FactNames: Sendable {
  /// Where the hashes of its identifiers stand, in the order of first mention.
  let hashes: Range<Int>
  /// The place of the identifier whose fact it is, among them.
  let origin: Int
  /// Where the places stand of identifiers that the fact says are one person.
  let together: [Range<Int>]
  let holdings: Range<Int>
  let joins: Range<Int>

  /// The identifiers a fact names, each once, in the order of ``hashes``.
  static func identifiers(in fact: Fact) -> [Identifier] {
    var identifiers: [Identifier] = []
    fact.forEachNaming { naming in
      for identifier in naming where !identifiers.contains(identifier) {
        identifiers.append(identifier)
      }
    }
    return identifiers
  }
}

/// What many facts name, in numbers only, one fact after another.
struct NameTable: Sendable {
  private(set) var hashes: [Digest128] = []
  /// Places of identifiers that a fact says are one person; blocked ones are left out.
  private(set) var together: [Int] = []
  /// Who is told to have what.
  private(set) var holdings: [Holding] = []
  /// Places of the two sides of each `merged` or `split`.
  private(set) var joins: [(one: Int, other: Int)] = []

  /// That an identifier was told of a person.
  struct Holding: Sendable {
    /// The place of the identifier.
    let identifier: Int
    /// The place of the customer number or e-mail address that stands for the person.
    let holder: Int
    let isNumber: Bool
    /// How many people may have the identifier before it links nobody.
    let limit: Int
  }

  /// Adds what `fact` names.
  mutating func add(_ fact: Fact, using hash: KeyedHash) -> FactNames {
    let (firstHash, firstHolding, firstJoin) = (hashes.count, holdings.count, joins.count)
    var identifiers: [Identifier] = []
    var ranges: [Range<Int>] = []
    fact.forEachNaming { named in
      let places = named.map { Self.place(of: $0, in: &identifiers) }
      let naming = Naming(identifiers: named)
      let start = together.count
      for (place, isBlocked) in zip(places, naming.isBlocked) where !isBlocked {
        together.append(place)
      }
      if together.count > start + 1 {
        ranges.append(start..<together.count)
      } else {
        together.removeSubrange(start...)
      }
      naming.forEachHolding { holding in
        holdings.append(
          Holding(
            identifier: places[holding.identifier], holder: places[holding.holder],
            isNumber: named[holding.holder].type == .customerNumber, limit: holding.limit))
      }
    }
    let origin = fact.origin ?? fact.subject[0]
    let originPlace = Self.place(of: origin, in: &identifiers)
    for other in Self.others(in: fact.content) where !other.isBlocked && !origin.isBlocked {
      joins.append((originPlace, Self.place(of: other, in: &identifiers)))
    }
    for identifier in identifiers {
      hashes.append(hash.hash(identifier.type.name, identifier.value))
    }
    return FactNames(
      hashes: firstHash..<hashes.count, origin: originPlace, together: ranges,
      holdings: firstHolding..<holdings.count, joins: firstJoin..<joins.count)
  }

  private static func place(
    of identifier: Identifier, in identifiers: inout [Identifier]
  ) -> Int {
    if let place = identifiers.firstIndex(of: identifier) { return place }
    identifiers.append(identifier)
    return identifiers.count - 1
  }

  private static func others(in content: FactContent) -> [Identifier] {
    switch content {
    case .merged(let others, _), .split(let others, _): others
    default: []
    }
  }
}
