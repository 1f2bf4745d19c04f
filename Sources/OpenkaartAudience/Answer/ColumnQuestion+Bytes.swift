extension ColumnQuestion {
  /// The bytes of columns that have to be read to answer, each once.
  public var bytesRead: Int {
    var tests: Set<Test> = []
    for test in now.open + now.bases.map(\.test) + now.reasons.map(\.test) {
      test.gatherColumns(into: &tests)
    }
    let rows = (columns.count + 63) / 64 * 64
    return tests.reduce(rows / 8) { sum, column in
      switch column {
      case .bit(let index): sum + (columns.bits[index].isEmpty ? 0 : rows / 8)
      case .consent, .before, .sent: sum + 2 * rows
      case .bought: sum + 3 * rows
      default: sum
      }
    }
  }
}

extension Test {
  /// Adds a test for each column that this one looks at, the same for the same column.
  fileprivate func gatherColumns(into tests: inout Set<Test>) {
    switch self {
    case .constant, .carried: break
    case .not(let inner): inner.gatherColumns(into: &tests)
    case .all(let inner), .any(let inner): for test in inner { test.gatherColumns(into: &tests) }
    case .bit: tests.insert(self)
    case .consent: tests.insert(.consent(ConsentTest(standings: 0, holding: true, ended: true)))
    case .before(_, let days): tests.insert(.before(0, in: days))
    case .bought: tests.insert(.bought(lines: [], from: 0))
    case .sent(let count, _), .sentWithin(let count, _): tests.insert(.sent(count: count, from: 0))
    }
  }
}
