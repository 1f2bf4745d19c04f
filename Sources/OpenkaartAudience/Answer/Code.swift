import ColumnKernels

/// A question laid out as steps over blocks of rows, each one simple loop.
///
/// Nothing in a step depends on where the columns lie: ``BlockRun`` puts that in. What was asked of a
/// column once is not asked again.
struct Code: Sendable {
  /// Bits of a block: in the memory of whoever runs the steps, or a column.
  enum Bits: Hashable {
    case slot(Int)
    case column(Int)
  }

  /// Bits, or what is known of all rows beforehand.
  enum Term: Hashable {
    case no, yes
    case bits(Bits)
  }

  struct Comparison: Hashable {
    let kind: column_step_kind
    let values: ShortColumn.Name
    let mask: UInt16
    let value: UInt16
  }

  /// What is counted of reasons: `denying` of them deny and come first, the others wait.
  struct Tally {
    let first: Int
    let count: Int
    let denying: Int
    let denied: Int
    let waiting: Int
    /// Three for each reason: how many have it, have no other, and have it first.
    let counter: Int
  }

  enum Step {
    case compare(Comparison, to: Int)
    case line(UInt8, to: Int)
    case join(column_step_kind, Bits, Bits, to: Int)
    case not(Bits, to: Int)
    case fill(Bool, to: Int)
    case count(Bits, counter: Int)
    case take(Bits, from: Int, counter: Int)
    /// Counts the rows of reasons in slots that follow each other: see ``CountCode``.
    case tally(Tally)
    case skipIfNone(Bits, steps: Int)
    /// Adds the rows of those who bought several lines, and one of these on the day or after it.
    case moreLines([UInt8], from: UInt16, to: Int)
  }

  /// Which column of consents is read.
  let consentColumn: Int
  private(set) var steps: [Step] = []
  /// How many pieces of memory of a block there are.
  private(set) var slots = 0
  private(set) var counters = 0
  private var comparisons: [Comparison: Int] = [:]
  private var lines: [UInt8: Int] = [:]

  init(consentColumn: Int) { self.consentColumn = consentColumn }
}

// MARK: - Steps

extension Code {
  mutating func slot() -> Int {
    slots += 1
    return slots - 1
  }

  mutating func counter() -> Int {
    counters += 1
    return counters - 1
  }

  mutating func compare(_ comparison: Comparison) -> Term {
    if let known = comparisons[comparison] { return .bits(.slot(known)) }
    let slot = slot()
    steps.append(.compare(comparison, to: slot))
    comparisons[comparison] = slot
    return .bits(.slot(slot))
  }

  mutating func bought(line: UInt8) -> Term {
    if let known = lines[line] { return .bits(.slot(known)) }
    let slot = slot()
    steps.append(.line(line, to: slot))
    lines[line] = slot
    return .bits(.slot(slot))
  }

  mutating func and(_ one: Term, _ other: Term) -> Term {
    switch (one, other) {
    case (.no, _), (_, .no): .no
    case (.yes, let term), (let term, .yes): term
    case (.bits(let one), .bits(let other)):
      one == other ? .bits(one) : join(.bits_and, one, other)
    }
  }

  mutating func or(_ one: Term, _ other: Term) -> Term {
    switch (one, other) {
    case (.yes, _), (_, .yes): .yes
    case (.no, let term), (let term, .no): term
    case (.bits(let one), .bits(let other)):
      one == other ? .bits(one) : join(.bits_or, one, other)
    }
  }

  /// What is in `one` and not in `other`.
  mutating func and(_ one: Term, not other: Term) -> Term {
    switch (one, other) {
    case (.no, _), (_, .yes): .no
    case (let term, .no): term
    case (.yes, let term): not(term)
    case (.bits(let one), .bits(let other)): join(.bits_and_not, one, other)
    }
  }

  mutating func not(_ term: Term) -> Term {
    switch term {
    case .no: return .yes
    case .yes: return .no
    case .bits(let bits):
      let slot = slot()
      steps.append(.not(bits, to: slot))
      return .bits(.slot(slot))
    }
  }

  private mutating func join(_ kind: column_step_kind, _ one: Bits, _ other: Bits) -> Term {
    let slot = slot()
    steps.append(.join(kind, one, other, to: slot))
    return .bits(.slot(slot))
  }

  /// A slot of its own for what is in both.
  mutating func own(_ one: Term, and other: Term) -> Int {
    if case (.bits(let one), .bits(let other)) = (one, other), one != other,
      case .bits(.slot(let slot)) = join(.bits_and, one, other)
    {
      return slot
    }
    return own(and(one, other))
  }

  /// A slot of its own for what is in `one` and not in `other`.
  mutating func own(_ one: Term, not other: Term) -> Int {
    if case (.bits(let one), .bits(let other)) = (one, other),
      case .bits(.slot(let slot)) = join(.bits_and_not, one, other)
    {
      return slot
    }
    return own(and(one, not: other))
  }

  /// A slot of its own for a term, which may be changed.
  mutating func own(_ term: Term) -> Int {
    let slot = slot()
    put(term, in: slot)
    return slot
  }

  mutating func put(_ term: Term, in slot: Int) {
    switch term {
    case .no: steps.append(.fill(false, to: slot))
    case .yes: steps.append(.fill(true, to: slot))
    case .bits(let bits): steps.append(.join(.bits_and, bits, bits, to: slot))
    }
  }

  mutating func add(_ term: Term, to slot: Int) {
    switch term {
    case .no: break
    case .yes: steps.append(.fill(true, to: slot))
    case .bits(let bits): steps.append(.join(.bits_or, .slot(slot), bits, to: slot))
    }
  }

  mutating func remove(_ term: Term, from slot: Int) {
    switch term {
    case .no: break
    case .yes: steps.append(.fill(false, to: slot))
    case .bits(let bits): steps.append(.join(.bits_and_not, .slot(slot), bits, to: slot))
    }
  }

  mutating func addMoreLines(_ lines: [UInt8], from day: UInt16, to slot: Int) {
    steps.append(.moreLines(lines, from: day, to: slot))
  }

  mutating func tally(_ tally: Tally) { steps.append(.tally(tally)) }

  mutating func count(_ bits: Bits, counter: Int) {
    steps.append(.count(bits, counter: counter))
  }

  mutating func take(_ term: Term, from slot: Int, counter: Int) {
    switch term {
    case .no: break
    case .yes: steps.append(.take(.slot(own(.yes)), from: slot, counter: counter))
    case .bits(let bits): steps.append(.take(bits, from: slot, counter: counter))
    }
  }

  /// Passes over the steps that `body` adds where no row has a bit.
  mutating func skipping(ifNone bits: Bits, _ body: (inout Code) -> Void) {
    let place = steps.count
    steps.append(.skipIfNone(bits, steps: 0))
    body(&self)
    steps[place] = .skipIfNone(bits, steps: steps.count - place - 1)
  }
}
