internal import OpenkaartCore

/// Why a cell cannot be what its field asks.
///
/// The message never holds the cell.
struct CellProblem: Error, Hashable {
  let code: String
  let message: LocalizedText
  /// The column, from 0.
  let column: Int?

  private init(_ code: String, nl: String, en: String, column: Int?) {
    self.code = code
    message = LocalizedText(nl: nl, en: en)
    self.column = column
  }
}

extension CellProblem {
  static func date(_ pattern: DatePattern, column: Int) -> CellProblem {
    CellProblem(
      "cell.date",
      nl:
        "Dit is geen datum van de vorm `\(pattern.text)`; verbeter het, of noem een andere `format`.",
      en: "This is no date of the form `\(pattern.text)`; mend it, or say another `format`.",
      column: column)
  }

  static func unknownValue(column: Int) -> CellProblem {
    CellProblem(
      "cell.unknownValue",
      nl: "De mapping zegt niet waar deze waarde voor staat; zet haar onder `values`.",
      en: "The mapping does not say what this value stands for; add it to `values`.",
      column: column)
  }

  static func bool(column: Int) -> CellProblem {
    CellProblem(
      "cell.bool",
      nl: "Dit is geen ja en geen nee; zeg onder `values` welke teksten waar of onwaar zijn.",
      en: "This is neither yes nor no; say under `values` which texts are true or false.",
      column: column)
  }

  static func number(_ problem: DecimalText.Problem, column: Int) -> CellProblem {
    switch problem {
    case .notANumber:
      CellProblem(
        "cell.number", nl: "Dit is geen getal.", en: "This is no number.", column: column)
    case .ambiguous:
      CellProblem(
        "cell.ambiguousNumber",
        nl: "Eén teken en drie cijfers: duizendtallen of decimalen? Zeg `decimal: comma` of "
          + "`decimal: point` in de mapping.",
        en: "One mark and three digits: thousands or decimals? Say `decimal: comma` or "
          + "`decimal: point` in the mapping.",
        column: column)
    case .tooPrecise:
      CellProblem(
        "cell.precision", nl: "Dit getal heeft meer decimalen dan het veld bewaart.",
        en: "This number has more decimals than the field keeps.", column: column)
    case .tooLarge:
      CellProblem(
        "cell.size", nl: "Dit getal is te groot.", en: "This number is too large.", column: column)
    }
  }

  static func shortened(column: Int) -> CellProblem {
    CellProblem(
      "cell.shortened",
      nl: "Een spreadsheet heeft dit nummer ingekort; maak de kolom op als tekst en exporteer "
        + "opnieuw.",
      en: "A spreadsheet has shortened this number; format the column as text and export "
        + "it again.",
      column: column)
  }

  static func missing(_ field: String, column: Int?) -> CellProblem {
    CellProblem(
      "field.missing", nl: "Het veld `\(field)` is hier leeg.",
      en: "The field `\(field)` is empty here.", column: column)
  }

  static func differs(_ field: String, from row: Int, column: Int?) -> CellProblem {
    CellProblem(
      "row.differsFromGroup",
      nl: "Het veld `\(field)` is anders dan in rij \(row), die bij hetzelfde feit hoort.",
      en: "The field `\(field)` differs from row \(row), which belongs to the same fact.",
      column: column)
  }
}
