import ArgumentParser
import OpenkaartCore
import OpenkaartFiles

/// Times a decision and a fold in this process, on one core.
struct BenchGate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Time one decision and the fold of facts, in process.",
    discussion: """
      Decides on a profile of 100 facts under a policy with 20 rules or more, and folds a million \
      facts. The fold is not part of a decision, and sentences are made only when shown. Of five \
      rounds the quietest counts, and the loudest is told beside it.
      """)

  @Option(help: "How many decisions to time.") var decisions = 200_000
  @Flag(help: "Print the figures as JSON.") var json = false

  func run() throws {
    let policy = BenchWorld.policy
    let zones = try ZoneTable.system(names: ["Europe/Amsterdam"])
    let gate = Gate(policy: policy, zones: zones)
    let facts = BenchWorld.facts(ofPerson: 1)
    let profile = Profile(folding: facts)
    let uses = BenchWorld.uses(ofPerson: 1)
    let rounds = rounds(gate, profile, uses)
    let decision = rounds[0]
    let fold = foldRate()
    if json {
      var writer = JSONWriter()
      writer.object { writer in
        writer.key("rules")
        writer.integer(gate.rules.count)
        writer.key("factsInProfile")
        writer.integer(facts.count)
        writer.key("decisionMedianNanoseconds")
        writer.integer(decision.median)
        writer.key("decisionMedianOfLoudestRoundNanoseconds")
        writer.integer(rounds[rounds.count - 1].median)
        writer.key("decisionP99Nanoseconds")
        writer.integer(decision.p99)
        writer.key("factsFoldedPerSecond")
        writer.integer(fold)
      }
      print(writer.text)
    } else {
      print("\(gate.rules.count) rules, a profile of \(facts.count) facts")
      for (use, median) in zip(uses, decision.perUse) {
        print("  \(use.purpose) by \(use.channel.rawValue): \(median) ns")
      }
      print(
        """
        one decision: median \(decision.median) ns, p99 \(decision.p99) ns in the quietest of five \
        rounds, median \(rounds[rounds.count - 1].median) ns in the loudest (goal: 2,000 ns)
        """)
      print("fold: \(fold) facts/s on one core (goal: 2,000,000)")
    }
  }

  /// The times of one round: over all questions, and the median of each.
  private struct Times {
    let median: Int
    let p99: Int
    let perUse: [Int]
  }

  /// The rounds, the quietest first: other work on the machine only ever makes a round slower.
  private func rounds(_ gate: Gate, _ profile: Profile, _ uses: [Use]) -> [Times] {
    let count = max(1, decisions / 5)
    return (0..<5).map { _ in decisionTimes(gate, profile, uses, count) }
      .sorted { $0.median < $1.median }
  }

  /// Times batches of ten, so that reading the clock does not count.
  private func decisionTimes(
    _ gate: Gate, _ profile: Profile, _ uses: [Use], _ count: Int
  ) -> Times {
    var all: [Int] = []
    var perUse: [Int] = []
    var allowed = 0
    let clock = ContinuousClock()
    for use in uses {
      var times: [Int] = []
      for _ in 0..<max(1, count / uses.count / 10) {
        let time = clock.measure {
          for _ in 0..<10 {
            if gate.decide(use, about: profile, now: BenchWorld.now).outcome == .allow {
              allowed += 1
            }
          }
        }
        times.append(time.nanoseconds / 10)
      }
      times.sort()
      perUse.append(times[times.count / 2])
      all += times
    }
    all.sort()
    withExtendedLifetime(allowed) {}
    return Times(median: all[all.count / 2], p99: all[all.count * 99 / 100], perUse: perUse)
  }

  private func foldRate() -> Int {
    let people = 10_000
    let worlds = (0..<people).map { BenchWorld.facts(ofPerson: $0) }
    let clock = ContinuousClock()
    var best = 0
    for _ in 0..<5 {
      var folded = 0
      let time = clock.measure {
        for facts in worlds {
          withExtendedLifetime(Profile(folding: facts)) {}
          folded += facts.count
        }
      }
      best = max(best, folded * 1_000_000 / max(1, time.nanoseconds / 1000))
    }
    return best
  }
}

extension Duration {
  var nanoseconds: Int {
    Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000)
  }
}
