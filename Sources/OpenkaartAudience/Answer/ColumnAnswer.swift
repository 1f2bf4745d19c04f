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
    forEachBlock(in: blocks) { run in
      for word in 0..<run.words {
        var rows = run.told[word] | run.open[word]
        while rows != 0 {
          let bit = rows & ~(rows - 1)
          let row = (run.first + word) * 64 + rows.trailingZeroBitCount
          rows &= rows - 1
          body(row, run.open[word] & bit != 0 ? nil : answer(run, word, bit, row))
        }
      }
    }
  }

  private func answer(_ run: BlockRun, _ word: Int, _ bit: UInt64, _ row: Int) -> ColumnAnswer {
    var codes: [ReasonCode] = []
    for (index, reason) in now.reasons.enumerated() where run.reason(index)[word] & bit != 0 {
      if codes.last != reason.code { codes.append(reason.code) }
    }
    for (index, basis) in now.bases.enumerated() where run.firstBasis(index)[word] & bit != 0 {
      codes.append(basis.code)
      codes += now.remarks
    }
    let isDenied = run.denied[word] & bit != 0
    let isWaiting = run.waiting[word] & bit != 0
    return ColumnAnswer(
      row: row, outcome: isDenied ? .deny : isWaiting ? .later : .allow, reasons: codes)
  }
}

extension ColumnQuestion {
  /// The rows to be asked one by one.
  public func openRows() -> [Int] {
    var rows: [Int] = []
    forEachBlock(in: 0..<blockCount) { run in
      for word in 0..<run.words {
        var open = run.open[word]
        while open != 0 {
          rows.append((run.first + word) * 64 + open.trailingZeroBitCount)
          open &= open - 1
        }
      }
    }
    return rows
  }
}
