public import OpenkaartAudience
import OpenkaartCore

extension PersonTable {
  /// Shows everybody in columns, a line of comma-separated values each, in the order of the table.
  ///
  /// The columns must be made from the policy of the table. Rows and ``standings(of:)`` belong
  /// together: take both from the same columns.
  public func rows(of columns: Columns, _ body: (String) throws -> Void) rethrows {
    let asOf = columns.since.milliseconds
    try columns.forEachPerson { row in
      try body(SQLValue.row(sources.map { value(of: $0, in: row, asOf) }))
    }
  }

  /// The rows of ``standings``, a line each.
  public static func standings(of columns: Columns) -> [String] {
    columns.standingBits.enumerated().map {
      SQLValue.row([.number(Int64($0)), .number(Int64($1))])
    }
  }

  private func value(of source: Source, in row: ColumnRow, _ asOf: Int64) -> SQLValue {
    switch source {
    case .person: .number(Int64(row.key))
    case .asOf: .number(asOf)
    case .bit(let bit): .truth(row.bit(bit))
    case .consent(let pair): .number(Int64(row.consent(pair)))
    case .day(let days): .number(Int64(row.day(days)))
    case .bought(let line): .number(row.bought(line).map { Int64($0) } ?? -1)
    case .sends(let count): .number(row.hour(ofCount: count) ?? 0)
    }
  }
}
