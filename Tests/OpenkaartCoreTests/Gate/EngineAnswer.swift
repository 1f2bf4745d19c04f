import OpenkaartCore
import OpenkaartFiles

/// The gate under test.
enum Engine {
  static let zones: ZoneTable = {
    do {
      return try ZoneTable.system(names: RandomWords.zones)
    } catch {
      fatalError("The zones of the random cases cannot be read: \(error)")
    }
  }()

  static func gate(_ policy: Policy) -> Gate { Gate(policy: policy, zones: zones) }
}

extension Gate {
  /// The decision on a random case, or on another use or other facts in it.
  func decision(
    on world: RandomCase, use: Use? = nil, facts: [Fact]? = nil
  ) -> Decision {
    let use = use ?? world.use
    let profile = Profile(
      of: use.subject, in: facts ?? world.facts, knownAt: min(use.at ?? world.now, world.now))
    return decide(use, about: profile, now: world.now)
  }
}

/// Random cases one by one, with the gate of their policy made once.
struct RandomCases: Sequence {
  let seeds: Range<UInt64>

  func makeIterator() -> some IteratorProtocol<(world: RandomCase, gate: Gate)> {
    var gate: (number: UInt64, gate: Gate)?
    return seeds.lazy.map { seed in
      let world = RandomCase(seed: seed)
      let number = seed / RandomCase.casesPerPolicy
      if let gate, gate.number == number { return (world: world, gate: gate.gate) }
      let made = Engine.gate(world.policy)
      gate = (number, made)
      return (world: world, gate: made)
    }.makeIterator()
  }
}

extension Decision {
  /// The parts of the decision that the reference knows.
  func comparable(on channel: Channel) -> ReferenceAnswer {
    let reasons = Set(reasons.map { ReferenceAnswer.Given(code: $0.code, effect: $0.effect) })
    // What an address looks like is not compared.
    let point = channel == .post ? contactPoint.map { _ in "address" } : contactPoint
    return ReferenceAnswer(
      outcome: outcome, until: until, reasons: reasons.sorted(), contactPoint: point)
  }
}
