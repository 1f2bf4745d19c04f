import OpenkaartCore
import OpenkaartFiles

/// The gate under test, asked in the way of the random cases.
enum Engine {
  static let zones: ZoneTable = {
    do {
      return try ZoneTable.system(names: RandomWords.zones)
    } catch {
      fatalError("The zones of the random cases cannot be read: \(error)")
    }
  }()

  static func decision(on world: RandomCase) -> Decision {
    decision(
      on: world.use, facts: world.facts, policy: world.policy, now: world.now)
  }

  static func decision(on use: Use, facts: [Fact], policy: Policy, now: Timestamp) -> Decision {
    let gate = Gate(policy: policy, zones: zones)
    let profile = Profile(of: use.subject, in: facts, knownAt: min(use.at ?? now, now))
    return gate.decide(use, about: profile, now: now)
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
