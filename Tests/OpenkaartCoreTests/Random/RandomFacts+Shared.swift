import OpenkaartCore

/// What several people share, and what is told of it.
extension RandomFacts {
  /// An address of a role or a household that the first person has, and as many others as make it
  /// crowded, or not quite.
  mutating func share() {
    let fitting = RandomWords.shared.filter {
      $0.type == ReferencePoint.identifierType(of: use.channel)
    }
    let shared = random.pick(
      fitting.isEmpty || random.chance(15) ? RandomWords.shared : fitting)
    let others = random.pick([RandomWords.strangers.count / 2, random.number(0...6)])
    let kind = random.pick(["customerNumber", "customerNumber", "email"])
    for stranger in RandomWords.strangers.filter({ $0.type.name == kind }).prefix(others) {
      add(has(shared), subject: [stranger], at: moment())
    }
    speaker = 0
    add(has(shared), subject: [random.pick(RandomWords.people[0])], at: random.pick(moments.recent))
    if random.chance(40) {
      let person = random.pick([1, 1, 2])
      add(has(shared), subject: [random.pick(RandomWords.people[person])], at: moment())
    }
    for _ in 0..<random.number(0...3) {
      let content = random.pick([answer, answer, pressing, anything])
      let beside = random.chance(15) ? [random.pick(RandomWords.shared)] : []
      add(content, subject: [shared] + beside, at: moment())
    }
    guard random.chance(15) else { return }
    let other = random.pick(RandomWords.people[1])
    let (first, second) = random.chance(50) ? (shared, other) : (other, shared)
    add(.merged(with: [second], evidence: nil), subject: [first], at: moment())
  }

  private func has(_ shared: Identifier) -> FactContent {
    .described(Description(identifiers: [shared]))
  }
}
