internal import OpenkaartCore

/// Which identifiers a fact names, and what that says about who belongs together, in numbers only.
struct FactNames: Sendable {
  /// The hash of each identifier, in the order of first mention.
  let hashes: [Digest128]
  /// The place of the identifier whose fact it is.
  let origin: Int
  /// Places of identifiers that the fact says are one person; blocked ones are left out.
  let together: [[Int]]
  /// Places of the two sides of each `merged` or `split`.
  let joins: [(one: Int, other: Int)]
  /// Who is told to have what.
  let holdings: [Holding]

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

  init(of fact: Fact, hash: (Identifier) -> Digest128) {
    var identifiers: [Identifier] = []
    func place(_ identifier: Identifier) -> Int {
      if let place = identifiers.firstIndex(of: identifier) { return place }
      identifiers.append(identifier)
      return identifiers.count - 1
    }
    var together: [[Int]] = []
    var holdings: [Holding] = []
    fact.forEachNaming { naming in
      let places = naming.map { place($0) }
      let linking = zip(naming, places).filter { !$0.0.isBlocked }.map(\.1)
      if linking.count > 1 { together.append(linking) }
      Naming(identifiers: naming).forEachHolding { identifier, holder, limit in
        holdings.append(
          Holding(
            identifier: place(identifier), holder: place(holder),
            isNumber: holder.type == .customerNumber, limit: limit))
      }
    }
    let origin = fact.origin ?? fact.subject[0]
    self.origin = place(origin)
    joins = Self.others(in: fact.content).filter { !$0.isBlocked && !origin.isBlocked }
      .map { (place(origin), place($0)) }
    self.together = together
    self.holdings = holdings
    hashes = identifiers.map(hash)
  }

  private static func others(in content: FactContent) -> [Identifier] {
    switch content {
    case .merged(let others, _), .split(let others, _): others
    default: []
    }
  }

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
