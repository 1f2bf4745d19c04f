/// Conditions laid out flat, so that the gate can walk them without touching memory it does not need.
///
/// The same expressions as ``Condition``, in prefix order: an operator stands before its operands and
/// knows where they end. Steps hold no references, so reading one copies nothing and counts nothing.
struct Program: Sendable {
  /// One step: a test, or an operator over the steps up to `end`.
  enum Step: Sendable {
    case constant(Bool)
    case not
    case all(end: Int32)
    case any(end: Int32)
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
    switch condition {
    case .always: steps.append(.constant(true))
    case .never: steps.append(.constant(false))
    case .not(let condition):
      steps.append(.not)
      _ = add(condition)
    case .all(let conditions):
      steps.append(.all(end: 0))
      for condition in conditions { _ = add(condition) }
      steps[start] = .all(end: Int32(steps.count))
    case .any(let conditions):
      steps.append(.any(end: 0))
      for condition in conditions { _ = add(condition) }
      steps[start] = .any(end: Int32(steps.count))
    case .asks(let question): steps.append(step(asking: question))
    case .holds(let feature): steps.append(.holds(feature))
    case .carried(let basis): steps.append(.carried(bit: 1 << UInt8(basis.index)))
    case .on(let from, let to):
      steps.append(.on(from: (from ?? .first).number, to: (to ?? .last).number))
    case .ended(let span, let anchor): steps.append(.ended(span, since: anchor))
    case .bought(let names, let span):
      steps.append(.bought(lines: table(names), within: span))
    case .paidMoreThanOffered(let span): steps.append(.paidMoreThanOffered(within: span))
    case .sent(let channels, let count, let span):
      steps.append(.sent(over: channels, atLeast: count, within: span.windowMilliseconds))
    case .quiet(let hours): steps.append(.quiet(hours))
    case .mergedInConflict(let span): steps.append(.mergedInConflict(within: span))
    }
    return start
  }

  private mutating func step(asking question: Question) -> Step {
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

  /// Where the condition that starts at `start` ends.
  static func end(of start: Int, in steps: UnsafeBufferPointer<Step>) -> Int {
    switch steps[start] {
    case .all(let end), .any(let end): Int(end)
    case .not: end(of: start + 1, in: steps)
    default: start + 1
    }
  }
}
