public import OpenkaartCore

/// One thing that is asked of a person; every test reads facts of one kind.
public enum SegmentTest: Hashable, Sendable {
  /// Purchases of a product line, or of anything where none is named.
  ///
  /// What came back whole does not count. Without `times` at least one is meant.
  case bought(line: String?, times: Bound?, cents: Bound?, within: Span?)
  /// Things done, by the name of the event; with a property, only those that have it.
  case did(event: String, with: Property?, times: Bound, within: Span?)
  case attribute(String, AttributeTest)
  /// Whole years since the birth date.
  case age(Bound)
  /// What the person last said of a topic; who said nothing neither wants nor rejects it.
  case topic(String, isWanted: Bool)
  /// Whether the person last listed a channel among those they want.
  case channel(Channel, isWanted: Bool)
  /// How consent stands, by the gate's own reading.
  case consent(purpose: String, channel: Channel, state: ConsentState)
  /// Whether the last purchase is within a span, or before it; nobody without a purchase.
  case recency(isWithin: Bool, Span)
  /// Days on which something was bought.
  case frequency(Bound, within: Span?)
  /// What was paid, in cents, less what came back.
  case monetary(Bound, within: Span?)

  /// A property of an event and the value it must have, as text.
  public struct Property: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What is asked of an attribute; unknown is neither.
  public enum AttributeTest: Hashable, Sendable {
    /// One of these texts, letter by letter; at least one.
    case isOneOf([String])
    case before(Day)
    case since(Day)
    /// For values that are whole numbers.
    case number(Bound)
    case isKnown
  }
}

/// Which people are meant: tests, joined by and, or and not.
///
/// A value, like the rules of the gate: it is printed, read back, explained and counted, and nothing
/// but this evaluates it.
public indirect enum SegmentCondition: Hashable, Sendable {
  case test(SegmentTest)
  case not(SegmentCondition)
  /// All of at least two.
  case all([SegmentCondition])
  /// At least one of at least two.
  case any([SegmentCondition])

  /// How deep conditions may stand inside each other, and how many tests one may have.
  public static let deepest = 32
  public static let mostTests = 200

  /// Every test, in the order written.
  public var tests: [SegmentTest] {
    switch self {
    case .test(let test): [test]
    case .not(let inner): inner.tests
    case .all(let parts), .any(let parts): parts.flatMap(\.tests)
    }
  }
}
