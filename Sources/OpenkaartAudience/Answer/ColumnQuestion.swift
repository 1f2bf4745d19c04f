public import OpenkaartCore

/// One question about everybody in columns.
///
/// It is asked of ranges of blocks, so that whoever has several cores can divide the work.
public struct ColumnQuestion: Sendable {
  let columns: Columns
  let now: Program
  let firsts: FirstsCode
  let every: EveryCode
  let counting: CountCode

  /// Makes the program of a use, whose subject does not matter; `nil` when the columns tell nothing of
  /// it, and everybody has to be asked one by one.
  public init?(_ columns: Columns, use: Use, at: Timestamp) {
    guard let programs = QuestionPrograms(columns, use: use, at: at) else { return nil }
    self.columns = columns
    now = programs.now
    firsts = FirstsCode(columns, now)
    every = EveryCode(columns, now, afterWaits: programs.afterWaits)
    counting = CountCode(every)
  }

  /// How many blocks there are.
  public var blockCount: Int { (columns.count + Block.rows - 1) / Block.rows }

  /// Runs code on blocks and shows each as it is done.
  func forEachBlock(in blocks: Range<Int>, _ code: Code, _ body: (BlockRun) -> Void) {
    BlockRun.with(code, on: columns) { run in
      for block in blocks {
        run.run(block: block)
        body(run)
      }
    }
  }

  /// Runs code on blocks and gives what it counted.
  func counts<Result>(
    in blocks: Range<Int>, _ code: Code, _ result: (BlockRun) -> Result
  ) -> Result {
    BlockRun.with(code, on: columns) { run in
      for block in blocks { run.run(block: block) }
      return result(run)
    }
  }
}
