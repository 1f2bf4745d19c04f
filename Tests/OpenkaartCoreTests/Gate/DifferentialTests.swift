import OpenkaartCore
import Testing

/// The gate against its slow model, over random worlds.
struct DifferentialTests {
  @Test(arguments: CaseCount.chunks(of: CaseCount.all))
  func `the gate agrees with the reference`(seeds: Range<UInt64>) {
    for (world, gate) in RandomCases(seeds: seeds) {
      let expected = world.answer
      let decision = gate.decision(on: world)
      let given = decision.comparable(on: world.use.channel)
      // Not `#expect`: taking two answers apart for a message costs more than asking a hundred.
      if given != expected {
        Issue.record("\(Difference(of: given, from: expected))\n\(world)")
      }
      let ranks = decision.reasons.map(\.code.rank)
      if !zip(ranks, ranks.dropFirst()).allSatisfy(<) {
        Issue.record(
          "seed \(world.seed): \(decision.reasons.map(\.code.rawValue)): hard stops first, each once"
        )
      }
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
