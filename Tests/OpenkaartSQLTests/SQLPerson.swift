import OpenkaartCore
import OpenkaartSQL
import OpenkaartSegments

@testable import OpenkaartAudienceTests
@testable import OpenkaartCoreTests

/// Somebody of a random base, with the rows of their facts.
struct SQLPerson {
  /// Texts that another reading could take apart.
  static let texts = ["a'b", "a\\'b", "é", "e\u{301}", "\"", "x\ny", "", "%", "x -- y", "\0"]

  let number: Int64
  let person: SegmentPerson
  let rows: FactRows

  /// Everybody of a base, who did and told some more.
  static func all(of base: RandomBase, _ random: SplitMix64) -> [SQLPerson] {
    var people: [SQLPerson] = []
    for (index, world) in base.worlds.enumerated() {
      let group = FactGroup(facts: world.facts + more(random, world, index))
      let population = Population(group, knownAt: base.moment)
      for person in population.people(at: base.moment) {
        let known = SegmentPerson(person, in: group, by: base.gate, knownAt: base.moment)
        people.append(
          SQLPerson(
            number: Int64(people.count), person: known,
            rows: FactRows(
              of: known, number: Int64(people.count), policy: base.gate.policy, at: base.moment)))
      }
    }
    return people
  }

  /// Facts with texts and properties such as the random worlds do not have.
  private static func more(_ random: SplitMix64, _ world: RandomCase, _ index: Int) -> [Fact] {
    let place = Position(line: 1, column: 1)
    return (0..<random.number(0...6)).compactMap { number in
      guard let about = random.pick(RandomWords.people).first else { return nil }
      let text = random.pick(texts.filter { $0 != "\0" || random.chance(5) })
      let content: FactContent =
        switch random.number(0...2) {
        case 0:
          .behaved(
            event: "seen",
            properties: [
              .init(
                key: "place", keyPosition: place,
                value: Node(random.chance(50) ? .string(text) : .bool(true), at: place))
            ])
        case 1: .described(Description(attributes: [.init("givenName", text)]))
        default: .preferred(Preference(topics: [text: random.chance(50)]))
        }
      let at = world.now.before(random.pick([0, 1, 3_600_000, 90_000_000, 9_000_000_000]))
      return Fact(
        id: FactID(source: "web", id: "more-\(index)-\(number)"), subject: [about],
        occurredAt: at, recordedAt: at, content: content)
    }
  }

  /// Whether the tables may not tell: what they hold counts for the moment they were made at, and
  /// longer for all but consent and people who are joined later.
  func mayBeOpen(_ condition: SegmentCondition, _ later: Int64) -> Bool {
    if isUnwritten { return true }
    guard later > 0 else { return false }
    let asksConsent = condition.tests.contains {
      if case .consent = $0 { true } else { false }
    }
    return asksConsent || !person.joinings.isEmpty
  }

  /// Told a text that no database takes.
  private var isUnwritten: Bool { rows.lines.count == 1 }
}
