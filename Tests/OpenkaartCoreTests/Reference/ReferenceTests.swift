import OpenkaartCore
import Testing

struct ReferenceTests {
  @Test(arguments: try GoldenScenario.all())
  func `the reference gives the golden answers`(scenario: GoldenScenario) throws {
    let dealer = try #require(try GoldenScenario.dealer())
    let answer = Reference.answer(
      to: scenario.use, facts: scenario.facts, policy: dealer, zones: .usual, now: scenario.now)
    let codes = Set(answer.reasons.map(\.code.rawValue))
    #expect(answer.outcome.rawValue == scenario.outcome, "\(codes.sorted())")
    #expect(codes.isSuperset(of: scenario.reasons), "\(codes.sorted())")
    #expect(codes.isDisjoint(with: scenario.absent), "\(codes.sorted())")
    if let until = scenario.until { #expect(answer.until == until) }
  }

  @Test func `there are golden scenarios`() throws {
    #expect(try GoldenScenario.all().count == 37)
  }
}
