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
    let make: RandomSegment

    init?(seed: UInt64, gate: Gate) {
      world = RandomCase(seed: seed)
      moment = world.use.at ?? world.now
      let known = min(moment, world.now)
      let group = FactGroup(facts: world.facts)
      guard let found = Population(group, knownAt: known).person(world.use.subject) else {
        return nil
      }
      person = SegmentPerson(found, in: group, by: gate, knownAt: known)
      var make = RandomSegment(random: SplitMix64(seed: ~seed))
      make.spans = world.policy.spans
      make.purposes = world.policy.purposes.map(\.id)
      self.make = make
    }
  }

  private func forEachWorld(_ body: (World) -> Bool) {
    var gate: Gate?
    for seed in Self.first..<(Self.first + Self.cases) {
      if seed % RandomCase.casesPerPolicy == 0 || gate == nil {
        gate = Engine.gate(RandomCase(seed: seed).policy)
      }
      guard let gate, let world = World(seed: seed, gate: gate) else { continue }
      guard body(world) else { return }
    }
  }

  @Test func `S1: conditions hold as the reference says`() {
    var answers: [SegmentAnswer: Int] = [:]
    var differences = 0
    forEachWorld { world in
      let reference = SegmentReference(world.world, at: world.moment)
      for _ in 0..<4 {
        let condition = world.make.condition()
        let answer = world.person.answer(to: condition, at: world.moment)
        answers[answer, default: 0] += 1
        let expected: SegmentAnswer =
          switch reference.holds(condition) {
          case true: .yes
          case false: .no
          default: .unknown
          }
        #expect(answer == expected, "\(condition.line)\n\(world.world)")
        if answer != expected { differences += 1 }
        let explained = world.person.explanation(of: condition, at: world.moment)
        #expect(explained.answer == answer)
      }
      return differences < 3
    }
    #expect(answers[.yes] ?? 0 > 300 && answers[.no] ?? 0 > 300 && answers[.unknown] ?? 0 > 100)
  }

  @Test func `S2: until the next change nothing changes by time alone`() {
    var (changes, differences) = (0, 0)
    forEachWorld { world in
      let random = world.make.random
      let condition = world.make.condition()
      var moment = world.moment
      for _ in 0..<4 {
        let now = world.person.answer(to: condition, at: moment)
        let next = world.person.nextChange(of: condition, after: moment)
        let end = next ?? moment.advanced(by: 400 * 86_400_000)
        let length = end.milliseconds - moment.milliseconds
        #expect(length > 0)
        let looks = [1, length - 1] + (0..<6).map { _ in Int64(random.next() % UInt64(length)) }
        for look in looks where look < length {
          let then = world.person.answer(to: condition, at: moment.advanced(by: look))
          #expect(then == now, "\(condition.line) +\(look)\n\(world.world)")
          if then != now { differences += 1 }
        }
        guard let next else { break }
        if world.person.answer(to: condition, at: next) != now { changes += 1 }
        moment = next
      }
      return differences < 3
    }
    #expect(changes > 100)
  }
}
