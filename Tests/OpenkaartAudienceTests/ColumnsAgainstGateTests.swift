import Foundation
import OpenkaartAudience
import OpenkaartCore
import Synchronization
import Testing

@testable import OpenkaartCoreTests

/// The columns against the gate, asked one by one over random worlds.
struct ColumnsAgainstGateTests {
  /// How many decisions the columns are to give in all.
  static let wanted =
    ProcessInfo.processInfo.environment["OPENKAART_COLUMN_DECISIONS"].flatMap { Int($0) } ?? 20_000

  @Test func `A2: the columns answer as the gate does`() {
    var counts = Counts()
    var group: UInt64 = 0
    while counts.told < Self.wanted {
      let base = RandomBase(group: group)
      for _ in 0..<40 { counts.add(base.compare()) }
      group += 1
    }
    print(
      "\(counts.told) decisions of columns, \(counts.open) left open,",
      "\(counts.refused) of \(counts.questions) questions refused, \(group) policies")
    #expect(counts.told > counts.open / 4)
  }

  @Test func `A3: a row written again is as a rebuild writes it`() {
    for group in 0..<20 {
      let base = RandomBase(group: UInt64(group))
      #expect(base.grown() == base.answers(of: base.columns))
    }
  }
}

struct Counts {
  var told = 0
  var open = 0
  var questions = 0
  var refused = 0

  mutating func add(_ other: Counts) {
    told += other.told
    open += other.open
    questions += other.questions
    refused += other.refused
  }
}

/// The people of twenty random worlds under one policy, in columns.
final class RandomBase {
  let worlds: [RandomCase]
  let gate: Gate
  let moment: Timestamp
  let people: [Population.Person]
  let columns: Columns
  let random: SplitMix64

  init(group: UInt64) {
    let seeds = group * RandomCase.casesPerPolicy..<(group + 1) * RandomCase.casesPerPolicy
    worlds = seeds.map { seed in
      var world = RandomCase(seed: seed)
      world.facts = world.facts.enumerated().map { place, fact in
        place % 7 == 0 ? fact.sayingYesToNoPoint : fact
      }
      return world
    }
    gate = Engine.gate(worlds[0].policy)
    let moment = worlds.map { max($0.use.at ?? $0.now, $0.now) }.max() ?? .distantPast
    self.moment = moment
    people = worlds.flatMap { world in
      Population(facts: world.facts, knownAt: moment).people(at: moment)
    }
    var columns = Columns(Layout(of: gate), since: moment)
    for (index, person) in people.enumerated() {
      _ = columns.add(person.profile, key: UInt32(index), at: moment)
    }
    self.columns = columns
    random = SplitMix64(seed: group)
  }

  /// A random question, at the moment or after it.
  func question() -> (use: Use, at: Timestamp) {
    var use = RandomUse(
      random: random, policy: gate.policy, mood: random.pick([.kind, .pressed, .wild])
    ).use()
    if random.chance(60) { use.data = nil }
    if random.chance(70) { use.recipient = nil }
    let hour: Int64 = 3_600_000
    let later = random.pick([0, 0, 0, 1, hour, 5 * hour, 24 * hour, 240 * hour, 9_000 * hour])
    return (use, moment.advanced(by: later))
  }

  /// Asks a random question in both ways.
  func compare() -> Counts {
    let (use, at) = question()
    var counts = Counts(questions: 1)
    guard let question = ColumnQuestion(columns, use: use, at: at) else {
      counts.refused = 1
      return counts
    }
    question.forEachRow(in: 0..<question.blockCount) { row, answer in
      guard let answer else {
        counts.open += 1
        return
      }
      counts.told += 1
      let decision = decision(on: use, about: people[row], at: at)
      if decision.outcome != answer.outcome || decision.reasons.map(\.code) != answer.reasons {
        Issue.record(
          """
          \(answer.outcome) \(answer.reasons.map(\.rawValue)) instead of \
          \(decision.outcome) \(decision.reasons.map(\.code.rawValue)) at \(at.rfc3339()), \
          written at \(moment.rfc3339()): \(use), person \(row), seed \(worlds[0].seed)
          """)
      }
    }
    return counts
  }

  /// What the gate says of one person, at the contact point that an audience is asked for.
  private func decision(on use: Use, about person: Population.Person, at: Timestamp) -> Decision {
    var use = use
    let point = person.profile.contactPoints(on: use.channel, at: at, under: gate.policy).first
    use.subject = person.identifiers(at: at).filter { $0.type != use.channel.pointType }
    if let point, let type = use.channel.pointType, let named = Identifier(type, point) {
      use.subject.append(named)
    }
    use.at = at
    return gate.decide(use, about: person.profile, now: at)
  }

  /// What the columns answer to a fixed list of questions.
  func answers(of columns: Columns) -> [[ColumnAnswer?]] {
    worlds.map { world in
      guard let question = ColumnQuestion(columns, use: world.use, at: moment) else { return [] }
      var answers: [ColumnAnswer?] = []
      question.forEachRow(in: 0..<question.blockCount) { answers.append($1) }
      return answers
    }
  }

  /// The answers of columns in which every row was first somebody else's.
  func grown() -> [[ColumnAnswer?]] {
    var grown = Columns(Layout(of: gate), since: moment)
    for index in people.indices.reversed() {
      _ = grown.add(people[index].profile, key: UInt32(index), at: moment)
    }
    for index in people.indices { grown.replace(index, with: people[index].profile, at: moment) }
    return answers(of: grown)
  }
}
