public import OpenkaartCore

/// The answer about one row, as the gate would give it.
public struct ColumnAnswer: Hashable, Sendable {
  public let row: Int
  public let outcome: Decision.Outcome
  /// In the order in which the gate gives them.
  public let reasons: [ReasonCode]
}

extension ColumnQuestion {
  /// Tells every row of some blocks: its answer, or `nil` for who is to be asked one by one.
  public func forEachRow(in blocks: Range<Int>, _ body: (Int, ColumnAnswer?) -> Void) {
    forEachBlock(in: blocks, every.code) { run in
      let (told, open) = (run.slot(every.told), run.slot(every.open))
      for word in 0..<run.words {
        var rows = told[word] | open[word]
        while rows != 0 {
          let bit = rows & ~(rows - 1)
          let row = (run.first + word) * 64 + rows.trailingZeroBitCount
          rows &= rows - 1
          body(row, open[word] & bit != 0 ? nil : answer(run, word, bit, row))
        }
      }
    }
  }

  private func answer(_ run: BlockRun, _ word: Int, _ bit: UInt64, _ row: Int) -> ColumnAnswer {
    func has(_ slot: Int) -> Bool { run.slot(slot)[word] & bit != 0 }
    var codes: [ReasonCode] = []
    for (reason, rows) in zip(now.reasons, every.reasons) where has(rows) {
      if codes.last != reason.code { codes.append(reason.code) }
    }
    for (basis, rows) in zip(now.bases, every.bases) where has(rows) {
      codes.append(basis.code)
      codes += now.remarks
    }
    return ColumnAnswer(
      row: row, outcome: has(every.denied) ? .deny : has(every.waiting) ? .later : .allow,
      reasons: codes)
  }

  /// The rows to be asked one by one, and those whose answer has one of these outcomes.
  public func rows(with outcomes: Set<Decision.Outcome> = []) -> [Int] {
    var rows: [Int] = []
    forEachBlock(in: 0..<blockCount, every.code) { run in
      let (told, open) = (run.slot(every.told), run.slot(every.open))
      let (denied, waiting) = (run.slot(every.denied), run.slot(every.waiting))
      for word in 0..<run.words {
        var found: UInt64 = 0
        if outcomes.contains(.deny) { found |= denied[word] }
        if outcomes.contains(.later) { found |= waiting[word] & ~denied[word] }
        if outcomes.contains(.allow) { found |= ~denied[word] & ~waiting[word] }
        found = found & told[word] | open[word]
        while found != 0 {
          rows.append((run.first + word) * 64 + found.trailingZeroBitCount)
          found &= found - 1
        }
      }
    }
    return rows
  }
}
