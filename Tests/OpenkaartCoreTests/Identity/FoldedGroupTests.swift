import OpenkaartCore
import Testing

/// A group that brings its people along.
struct FoldedGroupTests {
  @Test(arguments: CaseCount.chunks(of: 2000))
  func `a group folded beforehand gives the same answer at every moment`(seeds: Range<UInt64>) {
    for (world, gate) in RandomCases(seeds: seeds) {
      let group = FactGroup(facts: world.facts)
      let folded = group.folding()
      #expect(folded == group)
      let latest = world.facts.map(\.recordedAt).max() ?? world.now
      for moment in [
        world.now, latest, latest.advanced(by: -1), latest.advanced(by: 1), .distantFuture,
      ] {
        let profiles = [group, folded].map {
          Population($0, knownAt: moment).profile(of: world.use.subject)
        }
        let answers = profiles.map { gate.decide(world.use, about: $0, now: moment) }
        #expect(answers[0] == answers[1], "seed \(world.seed) at \(moment.rfc3339())")
      }
    }
  }
}
