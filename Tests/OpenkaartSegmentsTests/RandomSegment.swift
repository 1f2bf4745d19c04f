import OpenkaartCore
import OpenkaartSegments

@testable import OpenkaartCoreTests

/// Random conditions, in few words so that they meet random facts.
struct RandomSegment {
  let random: SplitMix64
  /// The names that may stand in it.
  var lines = RandomWords.lines
  var topics = RandomWords.topics
  var purposes = ["offers", "news"]
  var spans: [Span] = []
  var texts = ["true", "consumer", "company", "1", "Anna"]
  var attributes = ["birthDate", "isOver16", "personType", "givenName", "houseNumber"]
  var events = ["seen"]

  func condition(depth: Int = 0) -> SegmentCondition {
    switch depth > 3 ? 9 : random.number(0...9) {
    case 0: .not(condition(depth: depth + 1))
    case 1, 2: .all(parts(depth))
    case 3: .any(parts(depth))
    default: .test(test())
    }
  }

  private func parts(_ depth: Int) -> [SegmentCondition] {
    (0..<random.number(2...3)).map { _ in condition(depth: depth + 1) }
  }

  private func bound(_ values: [Int64]) -> Bound {
    Bound(random.pick(Bound.Kind.allCases), random.pick(values)) ?? .once
  }

  private var span: Span {
    guard let span = Span(random.pick([1, 2, 7, 30]), random.pick([.hours, .days, .months])) else {
      fatalError("no span")
    }
    return spans.isEmpty || random.chance(30) ? span : random.pick(spans)
  }

  private let times: [Int64] = [0, 1, 2, 3]
  private let cents: [Int64] = [0, 1, 1_000, 250_000, Bound.most]

  init(random: SplitMix64) { self.random = random }

  func test() -> SegmentTest {
    switch random.number(0...9) {
    case 0, 1:
      .bought(
        line: random.maybe(60, random.pick(lines)), times: random.maybe(50, bound(times)),
        cents: random.maybe(30, bound(cents)), within: random.maybe(70, span))
    case 2:
      .did(
        event: random.pick(events), with: random.maybe(20, .init("place", random.pick(texts))),
        times: bound(times), within: random.maybe(70, span))
    case 3, 4: .attribute(random.pick(attributes), attributeTest())
    case 5: .age(bound([0, 15, 16, 17, 18, 46]))
    case 6:
      random.chance(60)
        ? .topic(random.pick(topics), isWanted: random.chance(50))
        : .channel(random.pick(Channel.allCases), isWanted: random.chance(50))
    case 7:
      .consent(
        purpose: random.pick(purposes), channel: random.pick(Channel.allCases),
        state: random.pick(ConsentState.allCases))
    case 8: .recency(isWithin: random.chance(50), span)
    default:
      random.chance(50)
        ? .frequency(bound(times), within: random.maybe(70, span))
        : .monetary(bound(cents), within: random.maybe(70, span))
    }
  }

  private func attributeTest() -> SegmentTest.AttributeTest {
    let day = Day(year: random.pick([1980, 2008, 2010]), month: 5, day: random.pick([1, 2]))
    return switch random.number(0...4) {
    case 0: .isOneOf((0..<random.number(1...3)).map { _ in random.pick(texts) })
    case 1: .before(day ?? .first)
    case 2: .since(day ?? .first)
    case 3: .number(bound([0, 1, 12]))
    default: .isKnown
    }
  }
}
