public import OpenkaartCore

/// One question about everybody in columns.
///
/// It is asked of ranges of blocks, so that whoever has several cores can divide the work.
public struct ColumnQuestion: Sendable {
  let columns: Columns
  let now: Program
  /// The same question when every wait is over; `nil` when the columns cannot tell.
  let afterWaits: Program?
  /// Something else than waiting ends or begins meanwhile.
  let isTurning: Bool

  /// Makes the program of a use, whose subject does not matter; `nil` when the columns tell nothing of
  /// it, and everybody has to be asked one by one.
  public init?(_ columns: Columns, use: Use, at: Timestamp) {
    guard let now = Program(columns, use, at: at) else { return nil }
    self.columns = columns
    self.now = now
    let zone = columns.layout.gate.zone
    let longest = columns.layout.form.counts.map(\.window).max() ?? 0
    let end = at.advanced(by: longest + 3 * 24 * Cell.hour)
    afterWaits = Program(columns, use, at: end)
    let days = zone.day(of: at).number..<zone.day(of: end).number
    isTurning = now.turningDays.contains { days.contains($0 - 1) }
  }

  /// How many blocks there are.
  public var blockCount: Int { (columns.count + BlockRun.rows - 1) / BlockRun.rows }

  /// Runs the program on blocks and shows each as it is done.
  ///
  /// Whether waiting helps does not matter to whoever only counts reasons.
  func forEachBlock(
    in blocks: Range<Int>, resolvingWaits: Bool = true, _ body: (BlockRun) -> Void
  ) {
    let needed = BlockRun.memoryNeeded(for: now)
    let more = afterWaits.map { BlockRun.memoryNeeded(for: $0) } ?? 0
    var memory = [UInt64](repeating: 0, count: needed + more)
    memory.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      var run = BlockRun(columns, now, memory: start)
      var later = afterWaits.map { BlockRun(columns, $0, memory: start + needed) }
      for block in blocks {
        run.begin(block: block)
        run.run()
        if resolvingWaits { leaveOpen(&run, &later, block) }
        body(run)
      }
    }
  }

  /// Leaves those open of whom it cannot be told whether waiting helps.
  private func leaveOpen(_ run: inout BlockRun, _ later: inout BlockRun?, _ block: Int) {
    var anyone: UInt64 = 0
    for word in 0..<run.words { anyone |= run.waiting[word] & ~run.denied[word] }
    guard anyone != 0 else { return }
    if !isTurning, later != nil {
      later?.begin(block: block)
      later?.findStopsBroughtByTime()
    }
    for word in 0..<run.words {
      var doubtful = run.waiting[word] & ~run.denied[word]
      if !isTurning, let later { doubtful &= later.denied[word] | later.open[word] }
      run.leaveOpen(doubtful, word: word)
    }
  }
}

extension BlockRun {
  /// Rows of a word that are to be asked one by one after all.
  fileprivate mutating func leaveOpen(_ rows: UInt64, word: Int) {
    guard rows != 0 else { return }
    open[word] |= rows
    told[word] &= ~rows
    waiting[word] &= ~rows
    hasBasis[word] &= ~rows
    for index in program.reasons.indices { reason(index)[word] &= ~rows }
    for index in program.bases.indices { firstBasis(index)[word] &= ~rows }
  }
}
