import OpenkaartCore
import Testing

/// What an outcome says about its reasons, over random worlds.
struct OutcomeTests {
  @Test func `D1 a use that nothing permits is denied`() {
    for (world, gate) in RandomCases(seeds: PropertyTests.seeds) {
      let decision = gate.decision(on: world)
      let permits = decision.reasons.contains { $0.effect == .allow }
      if !permits { #expect(decision.outcome == .deny, "\(world.seed)") }
    }
  }

  @Test func `D2 a deny outweighs every allow, and every later`() {
    for (world, gate) in RandomCases(seeds: PropertyTests.seeds) {
      let decision = gate.decision(on: world)
      let effects = Set(decision.reasons.map(\.effect))
      if effects.contains(.deny) { #expect(decision.outcome == .deny, "\(world.seed)") }
      if effects.contains(.later) { #expect(decision.outcome != .allow, "\(world.seed)") }
    }
  }
}
