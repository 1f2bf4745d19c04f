import OpenkaartCore
import Testing

/// The gate against its slow model, over random worlds.
struct DifferentialTests {
  @Test(arguments: CaseCount.chunks(of: CaseCount.all))
  func `the gate agrees with the reference`(seeds: Range<UInt64>) {
    for seed in seeds {
      let world = RandomCase(seed: seed)
      let expected = world.answer
      let decision = Engine.decision(on: world)
      let given = decision.comparable(on: world.use.channel)
      #expect(given == expected, "\(Difference(of: given, from: expected))\n\(world)")
      let codes = decision.reasons.map(\.code)
      #expect(codes == codes.sorted { $0.rank < $1.rank }, "seed \(seed): hard stops first")
      #expect(Set(codes).count == codes.count, "seed \(seed): each code once")
    }
  }
}

/// What two answers say differently.
struct Difference: CustomStringConvertible {
  let description: String

  init(of given: ReferenceAnswer, from expected: ReferenceAnswer) {
    var parts: [String] = []
    if given.outcome != expected.outcome {
      parts.append("\(given.outcome.rawValue), not \(expected.outcome.rawValue)")
    }
    if given.until != expected.until {
      parts.append("until \(Self.shown(given.until)), not \(Self.shown(expected.until))")
    }
    let more = Set(given.reasons).subtracting(expected.reasons).sorted()
    let less = Set(expected.reasons).subtracting(given.reasons).sorted()
    if !more.isEmpty { parts.append("also gives \(more)") }
    if !less.isEmpty { parts.append("lacks \(less)") }
    if given.contactPoint != expected.contactPoint {
      parts.append("point \(given.contactPoint ?? "-"), not \(expected.contactPoint ?? "-")")
    }
    description = parts.joined(separator: "; ")
  }

  private static func shown(_ moment: Timestamp?) -> String { moment.map { $0.rfc3339() } ?? "-" }
}
