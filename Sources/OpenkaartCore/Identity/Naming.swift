/// Identifiers that one fact says belong to one person.
package struct Naming {
  package let identifiers: [Identifier]

  package init(identifiers: [Identifier]) { self.identifiers = identifiers }

  /// The people they were told of: their customer numbers, or else their e-mail addresses.
  ///
  /// Blocked values are nobody's.
  var holders: [Identifier] {
    let numbers = identifiers.filter { $0.type == .customerNumber && !$0.isBlocked }
    if !numbers.isEmpty { return numbers }
    return identifiers.filter { $0.type == .email && !$0.isBlocked }
  }

  /// Calls `body` with each identifier that was told of a person, that person, and how many people
  /// may have it.
  package func forEachHolding(
    _ body: (_ identifier: Identifier, _ holder: Identifier, _ limit: Int) -> Void
  ) {
    guard identifiers.count > 1 else { return }
    let people = holders
    guard let first = people.first else { return }
    for identifier in identifiers {
      guard let limit = identifier.type.mostHolders, !identifier.isBlocked else { continue }
      if first.type == .email, !identifier.type.isCountedByEmail { continue }
      for holder in people where holder != identifier { body(identifier, holder, limit) }
    }
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
