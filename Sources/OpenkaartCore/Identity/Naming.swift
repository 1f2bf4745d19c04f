/// Identifiers that one fact says belong to one person.
package struct Naming {
  package let identifiers: [Identifier]
  /// Whether each of them links nobody, whoever has it.
  package let isBlocked: [Bool]

  package init(identifiers: [Identifier]) {
    self.identifiers = identifiers
    isBlocked = identifiers.map(\.isBlocked)
  }

  /// That an identifier was told of a person, both by their places.
  package struct Holding {
    package let identifier: Int
    package let holder: Int
    /// How many people may have the identifier.
    package let limit: Int
  }

  /// Calls `body` with each identifier that was told of a person: of each of their customer numbers,
  /// or else of their e-mail addresses.
  package func forEachHolding(_ body: (Holding) -> Void) {
    guard identifiers.count > 1 else { return }
    let areNumbers = identifiers.indices.contains { isHolder($0, .customerNumber) }
    let type = areNumbers ? IdentifierType.customerNumber : .email
    for (place, identifier) in identifiers.enumerated() where !isBlocked[place] {
      guard let limit = identifier.type.mostHolders,
        areNumbers || identifier.type.isCountedByEmail
      else { continue }
      for holder in identifiers.indices where isHolder(holder, type) {
        guard identifiers[holder] != identifier else { continue }
        body(Holding(identifier: place, holder: holder, limit: limit))
      }
    }
  }

  private func isHolder(_ place: Int, _ type: IdentifierType) -> Bool {
    !isBlocked[place] && identifiers[place].type == type
  }
}

extension Fact {
  /// What the fact names together: the identifiers of its subject, and of a merge or split also
  /// those of the other.
  package func forEachNaming(_ body: ([Identifier]) -> Void) {
    var own: [Identifier] = []
    forEachIdentifier { own.append($0) }
    body(own)
    switch content {
    case .merged(let others, _), .split(let others, _): body(others)
    default: break
    }
  }

  /// Whether it names nothing but the identifiers of its subject.
  package var namesItsSubjectOnly: Bool {
    switch content {
    case .merged, .split: return false
    case .described(let description): return description.identifiers.isEmpty
    default: return content.contactPointIdentifier.map(subject.contains) ?? true
    }
  }

  /// The identifier whose fact this is: the strongest its subject names; `nil` names nobody.
  ///
  /// A blocked value comes after all others, also after those that the fact names elsewhere. That an
  /// identifier is crowded does not matter here, so that a fact keeps its origin whatever is learned
  /// later.
  package var origin: Identifier? {
    let strongest = Self.strongest(of: subject)
    guard let strongest, strongest.isBlocked else { return strongest }
    var named: [Identifier] = []
    forEachIdentifier { if !$0.isBlocked { named.append($0) } }
    return Self.strongest(of: named) ?? strongest
  }

  private static func strongest(of identifiers: [Identifier]) -> Identifier? {
    guard identifiers.count > 1 else { return identifiers.first }
    // Nothing is stronger than a customer number, and nearly everybody has one.
    let numbers = identifiers.lazy.filter { $0.type == .customerNumber && !$0.isPlaceholder }
    if let first = numbers.min() { return first }
    return identifiers.min { one, other in
      let (left, right) = (one.strength, other.strength)
      return left == right ? one < other : left < right
    }
  }
}

extension Identifier {
  /// How well it names one person; smaller is better.
  fileprivate var strength: Int {
    let rank =
      switch type {
      case .customerNumber: 0
      case .loyaltyCard: 1
      case .email: 2
      case .phone: 3
      case .pushToken: 4
      case .anonymousId: 6
      default: 5
      }
    return isPlaceholder ? rank + 20 : isRoleAddress ? rank + 10 : rank
  }
}
