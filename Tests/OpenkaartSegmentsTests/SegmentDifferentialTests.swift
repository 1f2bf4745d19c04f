import Foundation
import OpenkaartCore
import OpenkaartSegments
import Testing

@testable import OpenkaartCoreTests

/// The evaluation of conditions against a slow second reading of the same text.
struct SegmentDifferentialTests {
  static let cases =
    ProcessInfo.processInfo.environment["OPENKAART_CASES"].flatMap { UInt64($0) } ?? 3_000

  static let first =
    ProcessInfo.processInfo.environment["OPENKAART_FIRST"].flatMap { UInt64($0) } ?? 0

  /// A random world with the person asked about; `nil` when no fact names them.
  struct World {
    let world: RandomCase
    let person: SegmentPerson
    let moment: Timestamp

    /// Makes the conditions that are asked of it: the same ones each time.
    var segments: RandomSegment {
      var segments = RandomSegment(random: SplitMix64(seed: ~world.seed))
      segments.spans = world.policy.spans
      segments.purposes = world.policy.purposes.map(\.id)
      return segments
    }

    init?(seed: UInt64, gate: Gate) {
      world = RandomCase(seed: seed)
      moment = world.use.at ?? world.now
      let known = min(moment, world.now)
      let group = FactGroup(facts: world.facts)
      guard let found = Population(group, knownAt: known).person(world.use.subject) else {
        return nil
      }
      person = SegmentPerson(found, in: group, by: gate, knownAt: known)
    }
  }

  /// What some worlds showed.
  struct Tally: Sendable {
    var answers: [SegmentAnswer: Int] = [:]
    var changes = 0
    var differences = 0

    mutating func add(_ other: Tally) {
      answers.merge(other.answers, uniquingKeysWith: +)
      changes += other.changes
      differences += other.differences
    }
  }

  /// Both in one walk, in stretches beside each other: a gate costs more to make than its questions.
  @Test func `S1, S2: conditions hold as the reference says, and do so until the next change`()
    async
  {
    let end = Self.first + Self.cases
    let stretch = 50 * RandomCase.casesPerPolicy
    let tally = await withTaskGroup { group in
      for start in stride(from: Self.first, to: end, by: Int(stretch)) {
        group.addTask { Self.tally(of: start..<min(start + stretch, end)) }
      }
      return await group.reduce(into: Tally()) { $0.add($1) }
    }
    let answers = tally.answers
    #expect(answers[.yes] ?? 0 > 300 && answers[.no] ?? 0 > 300 && answers[.unknown] ?? 0 > 100)
    #expect(tally.changes > 100)
  }

  private static func tally(of seeds: Range<UInt64>) -> Tally {
    var tally = Tally()
    var gate: Gate?
    for seed in seeds where tally.differences < 3 {
      if seed % RandomCase.casesPerPolicy == 0 || gate == nil {
        gate = Engine.gate(RandomCase(seed: seed).policy)
      }
      guard let gate, let world = World(seed: seed, gate: gate) else { continue }
      compare(world, &tally)
      followChanges(in: world, &tally)
    }
    return tally
  }

  private static func compare(_ world: World, _ tally: inout Tally) {
    let reference = SegmentReference(world.world, at: world.moment)
    let segments = world.segments
    for _ in 0..<4 {
      let condition = segments.condition()
      let answer = world.person.answer(to: condition, at: world.moment)
      tally.answers[answer, default: 0] += 1
      let expected: SegmentAnswer =
        switch reference.holds(condition) {
        case true: .yes
        case false: .no
        default: .unknown
        }
      #expect(answer == expected, "\(condition.line)\n\(world.world)")
      if answer != expected { tally.differences += 1 }
      let explained = world.person.explanation(of: condition, at: world.moment)
      #expect(explained.answer == answer)
    }
  }

  private static func followChanges(in world: World, _ tally: inout Tally) {
    let segments = world.segments
    let condition = segments.condition()
    var moment = world.moment
    for _ in 0..<4 {
      let now = world.person.answer(to: condition, at: moment)
      let next = world.person.nextChange(of: condition, after: moment)
      let end = next ?? moment.advanced(by: 400 * 86_400_000)
      let length = end.milliseconds - moment.milliseconds
      #expect(length > 0)
      let looks =
        [1, length - 1] + (0..<6).map { _ in Int64(segments.random.next() % UInt64(length)) }
      for look in looks where look < length {
        let then = world.person.answer(to: condition, at: moment.advanced(by: look))
        #expect(then == now, "\(condition.line) +\(look)\n\(world.world)")
        if then != now { tally.differences += 1 }
      }
      guard let next else { break }
      if world.person.answer(to: condition, at: next) != now { tally.changes += 1 }
      moment = next
    }
  }
}
