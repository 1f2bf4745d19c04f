import ColumnKernels
import OpenkaartCore

/// A program run on a block of rows: a bit per row for everything that was found.
///
/// All bits live in one piece of memory that a worker uses for one block after another; it fits into
/// the nearest cache.
struct BlockRun {
  /// Rows in a block; a multiple of 64.
  static let rows = 4_096
  static let words = rows / 64

  typealias Bits = UnsafeMutablePointer<UInt64>

  let columns: Columns
  let program: Program
  private let memory: Bits
  /// The first word of the block, and how many words it has.
  private(set) var first = 0
  private(set) var words = 0
  /// Which standings were looked up in this block.
  private var knownStandings: UInt64 = 0

  // What the memory holds, in words of a block.
  private static let fixed = 10
  private static let depth = 24
  private var carriedAt: Int { Self.fixed }
  private var reasonsAt: Int { carriedAt + LegalBasis.allCases.count }
  private var basesAt: Int { reasonsAt + program.reasons.count }
  private var standingsAt: Int { basesAt + program.bases.count }
  private var stackAt: Int { standingsAt + Int(Cell.firstDay) }

  static func memoryNeeded(for program: Program) -> Int {
    let slots =
      fixed + LegalBasis.allCases.count + program.reasons.count + program.bases.count
      + Int(Cell.firstDay) + depth
    return slots * words
  }

  init(_ columns: Columns, _ program: Program, memory: Bits) {
    self.columns = columns
    self.program = program
    self.memory = memory
  }

  private func slot(_ index: Int) -> Bits { memory + index * Self.words }

  /// The rows with somebody in them, of whom the columns tell.
  var told: Bits { slot(0) }
  /// The rows to be asked one by one.
  var open: Bits { slot(1) }
  var hasBasis: Bits { slot(2) }
  /// The rows that something stops, or that no basis carries.
  var denied: Bits { slot(3) }
  var waiting: Bits { slot(4) }
  private var holding: Bits { slot(5) }
  private var dated: Bits { slot(6) }
  /// No basis, and nothing more exact to say.
  var nothingElse: Bits { slot(7) }

  /// For whoever looks at the answers.
  var rest: Bits { slot(8) }
  var spare: Bits { slot(9) }

  func carried(by basis: LegalBasis) -> Bits { slot(carriedAt + basis.index) }
  func reason(_ index: Int) -> Bits { slot(reasonsAt + index) }
  /// The rows that a basis is the first to carry.
  func firstBasis(_ index: Int) -> Bits { slot(basesAt + index) }
}

// MARK: - Running

extension BlockRun {
  /// Turns to a block and finds who is to be asked one by one.
  mutating func begin(block: Int) {
    first = block * Self.words
    words = min(Self.words, (columns.count + 63) / 64 - first)
    knownStandings = 0
    fill(open, 0)
    if program.isConsentAsked { readConsents() }
    let top = slot(stackAt)
    for test in program.open { or(open, with: run(test, stack: top)) }
    copy(columns.bits[0], to: told)
    for word in 0..<words {
      open[word] &= told[word]
      told[word] &= ~open[word]
    }
  }

  /// Applies every rule to the rows that the columns tell of.
  mutating func run() {
    findBases()
    for word in 0..<words {
      denied[word] = told[word] & ~hasBasis[word]
      nothingElse[word] = denied[word]
      waiting[word] = 0
    }
    for (index, reason) in program.reasons.enumerated() {
      guard reason.kind != .nothingElse else { continue }
      let found = self.reason(index)
      copy(run(reason.test, stack: slot(stackAt)), to: found)
      if reason.kind == .failure {
        for word in 0..<words {
          found[word] &= told[word] & ~hasBasis[word]
          nothingElse[word] &= ~found[word]
        }
      } else {
        let kept = reason.kind == .wait ? waiting : denied
        for word in 0..<words {
          found[word] &= told[word]
          kept[word] |= found[word]
        }
      }
    }
    for (index, reason) in program.reasons.enumerated() where reason.kind == .nothingElse {
      copy(nothingElse, to: self.reason(index))
    }
  }

  mutating func findBases() {
    for basis in LegalBasis.allCases { fill(carried(by: basis), 0) }
    fill(hasBasis, 0)
    for (index, rule) in program.bases.enumerated() {
      let (carried, first) = (carried(by: rule.basis), firstBasis(index))
      copy(run(rule.test, stack: slot(stackAt)), to: first)
      for word in 0..<words {
        let found = first[word] & told[word]
        carried[word] |= found
        first[word] = found & ~hasBasis[word]
        hasBasis[word] |= found
      }
    }
  }

  /// The rows that something would stop at the end of a wait.
  mutating func findStopsBroughtByTime() {
    findBases()
    for word in 0..<words { denied[word] = ~hasBasis[word] }
    for test in program.stopsBroughtByTime { or(denied, with: run(test, stack: slot(stackAt))) }
  }

  /// Finds which consents hold, and the rows with other words that matter.
  private mutating func readConsents() {
    let column = columns.consents[program.consentColumn]
    column.withUnsafeBufferPointer { column in
      guard let start = column.baseAddress.map({ $0 + first * 64 }) else { return }
      column_at_least_16(start, words, Cell.dayMask, program.firstDayOfConsent, holding)
      column_at_least_16(start, words, Cell.dayMask, Cell.firstDay, dated)
      let top = slot(stackAt)
      column_at_least_16(start, words, Cell.hasMore, Cell.hasMore, top)
      for word in 0..<words {
        open[word] |= top[word] & (program.isOptOutAsked ? dated[word] : ~holding[word])
      }
      column_equals_16(start, words, Cell.open, top)
      or(open, with: top)
    }
  }

  // MARK: Tests

  /// Answers a test for every row of the block; the answer stands at the top of the stack.
  private mutating func run(_ test: Test, stack: Bits) -> Bits {
    switch test {
    case .constant(let value): fill(stack, value ? .max : 0)
    case .bit(let column): return copy(columns.bits[column], to: stack)
    case .carried(let basis): return carried(by: basis)
    case .not(let inner):
      let answer = run(inner, stack: stack)
      for word in 0..<words { stack[word] = ~answer[word] }
    case .all(let tests):
      fill(stack, .max)
      for test in tests {
        let answer = run(test, stack: stack + Self.words)
        for word in 0..<words { stack[word] &= answer[word] }
      }
    case .any(let tests):
      fill(stack, 0)
      for test in tests { or(stack, with: run(test, stack: stack + Self.words)) }
    case .consent(let test): runConsent(test, stack: stack)
    case .before(let day, let days):
      atLeast(column(of: days), day, stack)
      for word in 0..<words { stack[word] = ~stack[word] }
    case .sent(let count, let hour): atLeast(columns.sends[count], hour, stack)
    case .sentWithin(let count, let hour): equals(columns.sends[count], hour, stack)
    case .bought(let lines, let day): runBought(lines, day, stack: stack)
    }
    return stack
  }

  private func column(of days: Test.Days) -> [UInt16] {
    switch days {
    case .activity: columns.activity
    case .purchase: columns.purchase
    case .consent(let index): columns.lastConsents[index]
    }
  }

  private mutating func runConsent(_ test: ConsentTest, stack: Bits) {
    for word in 0..<words {
      let ended = dated[word] & ~holding[word]
      stack[word] = (test.holding ? holding[word] : 0) | (test.ended ? ended : 0)
    }
    var rest = test.standings
    while rest != 0 {
      let number = rest.trailingZeroBitCount
      rest &= rest - 1
      let rows = slot(standingsAt + number)
      if knownStandings & (1 << UInt64(number)) == 0 {
        equals(columns.consents[program.consentColumn], UInt16(number), rows)
        knownStandings |= 1 << UInt64(number)
      }
      or(stack, with: rows)
    }
  }

  private mutating func runBought(_ lines: [UInt8], _ day: UInt16, stack: Bits) {
    fill(stack, 0)
    let top = stack + Self.words
    columns.line.withUnsafeBufferPointer { column in
      guard let start = column.baseAddress.map({ $0 + first * 64 }) else { return }
      for line in lines {
        column_equals_8(start, words, line, top)
        or(stack, with: top)
      }
    }
    atLeast(columns.lineDay, day, top)
    for word in 0..<words { stack[word] &= top[word] }
    guard let more = columns.layout.index(of: .boughtMore), !columns.bits[more].isEmpty else {
      return
    }
    copy(columns.bits[more], to: top)
    for word in 0..<words {
      var rest = top[word] & ~stack[word]
      while rest != 0 {
        let row = UInt32((first + word) * 64 + rest.trailingZeroBitCount)
        let bought = columns.otherLines[row] ?? []
        if bought.contains(where: { $0.day >= day && lines.contains($0.line) }) {
          stack[word] |= rest & ~(rest - 1)
        }
        rest &= rest - 1
      }
    }
  }

  // MARK: Words

  private func fill(_ bits: Bits, _ value: UInt64) {
    bits.update(repeating: value, count: words)
  }

  private func copy(_ source: Bits, to bits: Bits) {
    if source != bits { bits.update(from: source, count: words) }
  }

  @discardableResult
  private func copy(_ column: [UInt64], to bits: Bits) -> Bits {
    if column.isEmpty {
      fill(bits, 0)
    } else {
      column.withUnsafeBufferPointer { column in
        guard let start = column.baseAddress else { return }
        bits.update(from: start + first, count: words)
      }
    }
    return bits
  }

  private func or(_ bits: Bits, with other: Bits) {
    for word in 0..<words { bits[word] |= other[word] }
  }

  private func atLeast(_ column: [UInt16], _ value: UInt16, _ bits: Bits) {
    column.withUnsafeBufferPointer { column in
      guard let start = column.baseAddress else { return fill(bits, 0) }
      column_at_least_16(start + first * 64, words, .max, value, bits)
    }
  }

  private func equals(_ column: [UInt16], _ value: UInt16, _ bits: Bits) {
    column.withUnsafeBufferPointer { column in
      guard let start = column.baseAddress else { return fill(bits, 0) }
      column_equals_16(start + first * 64, words, value, bits)
    }
  }
}
