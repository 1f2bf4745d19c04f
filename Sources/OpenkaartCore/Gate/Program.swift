/// Conditions laid out flat, so that the gate can walk them without touching memory it does not need.
///
/// The same expressions as ``Condition``, in prefix order: an operator stands before its operands and
/// knows where they end. Steps hold no references, so reading one copies nothing and counts nothing.
struct Program: Sendable {
  /// A test, or an operator over the steps behind it, and where the expression it begins ends.
  struct Step: Sendable {
    let test: Test
    var end: Int32
  }

  enum Test: Sendable {
    case constant(Bool)
    case not
    case all
    case any
    case asks(Ask)
    case holds(Feature)
    case carried(bit: UInt8)
    case on(from: Int32, to: Int32)
    case ended(Span, since: Purpose.Retention.Anchor)
    case bought(lines: Int32, within: Span)
    case paidMoreThanOffered(within: Span)
    case sent(over: ChannelSet, atLeast: Int, within: Int64)
    case quiet(QuietHours)
    case mergedInConflict(within: Span)
  }

  /// What only the whole question tells; names of lines stand in a table.
  enum Ask: Sendable {
    case dataIsCovered, usesSpecialData, namesRecipient, recipientIsCovered
    case names(Purpose.ActivityField)
    case offers(line: Int32)
  }

  private(set) var steps: [Step] = []
  private(set) var lines: [[String]] = []

  /// Adds a condition and returns where it starts.
  mutating func add(_ condition: Condition) -> Int {
    let start = steps.count
    steps.append(Step(test: test(condition), end: 0))
    switch condition {
    case .not(let condition): _ = add(condition)
    case .all(let conditions), .any(let conditions):
      for condition in conditions { _ = add(condition) }
    default: break
    }
    steps[start].end = Int32(steps.count)
    return start
  }

  private mutating func test(_ condition: Condition) -> Test {
    switch condition {
    case .always: .constant(true)
    case .never: .constant(false)
    case .not: .not
    case .all: .all
    case .any: .any
    case .asks(let question): test(asking: question)
    case .holds(let feature): .holds(feature)
    case .carried(let basis): .carried(bit: 1 << UInt8(basis.index))
    case .on(let from, let to): .on(from: (from ?? .first).number, to: (to ?? .last).number)
    case .ended(let span, let anchor): .ended(span, since: anchor)
    case .bought(let names, let span): .bought(lines: table(names), within: span)
    case .paidMoreThanOffered(let span): .paidMoreThanOffered(within: span)
    case .sent(let channels, let count, let span):
      .sent(over: channels, atLeast: count, within: span.windowMilliseconds)
    case .quiet(let hours): .quiet(hours)
    case .mergedInConflict(let span): .mergedInConflict(within: span)
    }
  }

  private mutating func test(asking question: Question) -> Test {
    switch question {
    case .dataIsCovered: .asks(.dataIsCovered)
    case .usesSpecialData: .asks(.usesSpecialData)
    case .namesRecipient: .asks(.namesRecipient)
    case .recipientIsCovered: .asks(.recipientIsCovered)
    case .names(let field): .asks(.names(field))
    case .offers(let line): .asks(.offers(line: table([line])))
    // Everything else is known of purpose and channel, and was filled in.
    default: .constant(false)
    }
  }

  private mutating func table(_ names: [String]) -> Int32 {
    lines.append(names)
    return Int32(lines.count - 1)
  }
}
