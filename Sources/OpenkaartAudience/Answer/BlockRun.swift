import ColumnKernels

/// Steps run on one block after another, with all bits in one piece of memory that fits into a near
/// cache.
struct BlockRun {
  typealias Bits = UnsafeMutablePointer<UInt64>

  let columns: Columns
  private let memory: Bits
  private let counts: Bits
  private let steps: UnsafeBufferPointer<column_step>
  private let code: Code
  /// The first word of the block, and how many words it has.
  private(set) var first = 0
  private(set) var words = 0

  /// The bits in a slot.
  func slot(_ index: Int) -> Bits { memory + index * Block.words }
  /// What was counted so far.
  func count(_ counter: Int) -> Int { Int(counts[counter]) }

  /// Makes room for code and runs `body` with it.
  static func with<Result>(
    _ code: Code, on columns: Columns, _ body: (inout BlockRun) -> Result
  ) -> Result {
    var memory = [UInt64](repeating: 0, count: code.slots * Block.words + code.counters + 1)
    return memory.withUnsafeMutableBufferPointer { memory in
      // There is always room for one word.
      let start = memory.baseAddress.unsafelyUnwrapped
      let counts = start + code.slots * Block.words
      let places = Places(columns: columns, code: code, memory: start, counts: counts)
      let steps = code.steps.map { places.step($0) }
      return withExtendedLifetime(columns) {
        steps.withUnsafeBufferPointer { steps in
          var run = BlockRun(
            columns: columns, memory: start, counts: counts, steps: steps, code: code)
          return body(&run)
        }
      }
    }
  }

  private init(
    columns: Columns, memory: Bits, counts: Bits, steps: UnsafeBufferPointer<column_step>,
    code: Code
  ) {
    self.columns = columns
    self.memory = memory
    self.counts = counts
    self.steps = steps
    self.code = code
  }

  /// Runs all steps on a block.
  mutating func run(block: Int) {
    guard let start = steps.baseAddress else { return }
    first = block * Block.words
    words = min(Block.words, (columns.count + 63) / 64 - first)
    var at = 0
    while true {
      at = columns_run(start, at, steps.count, block, words)
      guard at < steps.count else { return }
      if case .moreLines(let lines, let day, let slot) = code.steps[at] {
        addMoreLines(lines, from: day, to: self.slot(slot))
      }
      at += 1
    }
  }

  /// Looks through the further lines of those who bought several.
  private func addMoreLines(_ lines: [UInt8], from day: UInt16, to bits: Bits) {
    guard let more = columns.layout.index(of: .boughtMore) else { return }
    for word in 0..<words {
      var rest = columns.bits[more][first + word] & ~bits[word]
      while rest != 0 {
        let row = UInt32((first + word) * 64 + rest.trailingZeroBitCount)
        let bought = columns.otherLines[row] ?? []
        if bought.contains(where: { $0.day >= day && lines.contains($0.line) }) {
          bits[word] |= rest & ~(rest - 1)
        }
        rest &= rest - 1
      }
    }
  }
}

/// Where everything lies that steps read and write.
private struct Places {
  let columns: Columns
  let code: Code
  let memory: BlockRun.Bits
  let counts: BlockRun.Bits

  private func slot(_ index: Int) -> BlockRun.Bits { memory + index * Block.words }

  private func read(_ bits: Code.Bits) -> (start: UnsafePointer<UInt64>?, isColumn: Bool) {
    switch bits {
    case .slot(let index): (UnsafePointer(slot(index)), false)
    case .column(let index): (columns.bits[index].start, true)
    }
  }

  func step(_ step: Code.Step) -> column_step {
    var made = column_step()
    switch step {
    case .compare(let comparison, let to): compare(comparison, to: to, &made)
    case .line(let line, let to):
      made.kind = .column_equals_byte
      made.value = UInt16(line)
      made.column = columns.line.start.map { UnsafeRawPointer($0) }
      made.to = slot(to)
    case .join(let kind, let one, let other, let to):
      look(at: one, kind, &made)
      (made.other, made.other_is_column) = read(other)
      made.to = slot(to)
    case .not(let bits, let to):
      look(at: bits, .bits_not, &made)
      made.to = slot(to)
    case .fill(let value, let to):
      made.kind = .bits_fill
      made.value = value ? 1 : 0
      made.to = slot(to)
    case .count(let bits, let counter):
      look(at: bits, .bits_count, &made)
      made.total = counts + counter
    case .take(let bits, let from, let counter):
      look(at: bits, .bits_take, &made)
      made.to = slot(from)
      made.total = counts + counter
    case .tally(let tally):
      made.kind = .bits_tally
      (made.value, made.mask) = (UInt16(clamping: tally.count), UInt16(clamping: tally.denying))
      made.one = UnsafePointer(slot(tally.first))
      (made.other, made.to) = (UnsafePointer(slot(tally.denied)), slot(tally.waiting))
      made.total = counts + tally.counter
    case .skipIfNone(let bits, let steps):
      look(at: bits, .bits_skip_if_none, &made)
      made.value = UInt16(clamping: steps)
    case .moreLines: made.kind = .step_call
    }
    return made
  }

  private func look(at bits: Code.Bits, _ kind: column_step_kind, _ step: inout column_step) {
    step.kind = kind
    (step.one, step.one_is_column) = read(bits)
  }

  private func compare(_ comparison: Code.Comparison, to: Int, _ step: inout column_step) {
    let column = columns.column(comparison.values, consent: code.consentColumn)
    step.kind = comparison.kind
    (step.mask, step.value) = (comparison.mask, comparison.value)
    step.column = column.values.start.map { UnsafeRawPointer($0) }
    step.zones = column.zones.start
    step.to = slot(to)
  }
}
