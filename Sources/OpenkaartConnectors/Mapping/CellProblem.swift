/// Why a cell cannot be what its field asks.
///
/// The message never holds the cell.
struct CellProblem: Error, Hashable {
  let code: String
  let message: String
  /// The column, from 0.
  let column: Int?
}

extension CellProblem {
  static func date(_ pattern: DatePattern, column: Int) -> CellProblem {
    CellProblem(
      code: "cell.date",
      message: "This is no date of the form `\(pattern.text)`; mend it, or say another `format`.",
      column: column)
  }

  static func unknownValue(column: Int) -> CellProblem {
    CellProblem(
      code: "cell.unknownValue",
      message: "The mapping does not say what this value stands for; add it to `values`.",
      column: column)
  }

  static func bool(column: Int) -> CellProblem {
    CellProblem(
      code: "cell.bool",
      message: "This is neither yes nor no; say under `values` which texts are true or false.",
      column: column)
  }

  static func number(_ problem: DecimalText.Problem, column: Int) -> CellProblem {
    switch problem {
    case .notANumber:
      CellProblem(code: "cell.number", message: "This is no number.", column: column)
    case .ambiguous:
      CellProblem(
        code: "cell.ambiguousNumber",
        message: "One mark and three digits: thousands or decimals? Say `decimal: comma` or "
          + "`decimal: point` in the mapping.",
        column: column)
    case .tooPrecise:
      CellProblem(
        code: "cell.precision", message: "This number has more decimals than the field keeps.",
        column: column)
    case .tooLarge:
      CellProblem(code: "cell.size", message: "This number is too large.", column: column)
    }
  }

  static func shortened(column: Int) -> CellProblem {
    CellProblem(
      code: "cell.shortened",
      message: "A spreadsheet has shortened this number; format the column as text and export "
        + "it again.",
      column: column)
  }

  static func missing(_ field: String, column: Int?) -> CellProblem {
    CellProblem(
      code: "field.missing", message: "The field `\(field)` is empty here.", column: column)
  }

  static func differs(_ field: String, from row: Int, column: Int?) -> CellProblem {
    CellProblem(
      code: "row.differsFromGroup",
      message: "The field `\(field)` differs from row \(row), which belongs to the same fact.",
      column: column)
  }
}
