public import OpenkaartCore

/// What is wrong with one row of a table.
public enum TableProblem: Error, Hashable, Sendable {
  case unclosedQuote
  case textAfterQuote
  case cellTooLong(limit: Int)
  case tooManyColumns(limit: Int)
  case rowTooLong(limit: Int)
  /// A row with another number of cells than the header has.
  case ragged(expected: Int, found: Int)
  case nul
  case encoding

  /// A stable name for programs.
  public var code: String {
    switch self {
    case .unclosedQuote: "table.unclosedQuote"
    case .textAfterQuote: "table.textAfterQuote"
    case .cellTooLong: "table.cellTooLong"
    case .tooManyColumns: "table.tooManyColumns"
    case .rowTooLong: "table.rowTooLong"
    case .ragged: "table.ragged"
    case .nul: "table.nul"
    case .encoding: "table.encoding"
    }
  }

  /// What is wrong and how to mend it, without any value.
  public var message: LocalizedText {
    switch self {
    case .unclosedQuote:
      LocalizedText(
        nl:
          "Een cel tussen aanhalingstekens eindigt niet; schrijf een aanhalingsteken erin dubbel.",
        en: "A quoted cell is not closed; end it with a quote, and write a quote inside it twice.")
    case .textAfterQuote:
      LocalizedText(
        nl: "Na een cel tussen aanhalingstekens komt nog tekst; schrijf zo'n teken erin dubbel.",
        en: "Text follows the closing quote of a cell; write a quote inside a quoted cell twice.")
    case .cellTooLong(let limit):
      LocalizedText(
        nl: "Een cel is langer dan \(limit) bytes; laat de kolom weg.",
        en: "A cell is longer than \(limit) bytes; leave the column out.")
    case .tooManyColumns(let limit):
      LocalizedText(
        nl: "De rij heeft meer dan \(limit) cellen; klopt het scheidingsteken?",
        en: "The row has more than \(limit) cells; is the delimiter right?")
    case .rowTooLong(let limit):
      LocalizedText(
        nl: "De rij is langer dan \(limit) bytes; is het een tabel, met regeleinden?",
        en: "The row is longer than \(limit) bytes; is it a table, with line ends?")
    case .ragged(let expected, let found): Self.ragged(expected, found)
    case .nul:
      LocalizedText(
        nl: "In de rij staat een NUL-teken; exporteer het bestand opnieuw als tekst.",
        en: "The row holds a NUL character; export the file again as text.")
    case .encoding:
      LocalizedText(
        nl: "De rij is geen geldige UTF-8; zeg de juiste `encoding` in de mapping.",
        en: "The row is not valid UTF-8; say the right `encoding` in the mapping.")
    }
  }

  private static func ragged(_ expected: Int, _ found: Int) -> LocalizedText {
    LocalizedText(
      nl:
        "De rij heeft \(found == 1 ? "1 cel" : "\(found) cellen") en de kopregel \(expected); zet "
        + "cellen met het scheidingsteken erin tussen aanhalingstekens, en schrijf ook lege cellen.",
      en: "The row has \(found == 1 ? "1 cell" : "\(found) cells") where the header has "
        + "\(expected); quote cells that hold the delimiter, and write empty cells too.")
  }
}

/// Why a file cannot be read as a table at all.
public enum TableError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case header(TableProblem)
  case content(ContentError)

  public var code: String {
    switch self {
    case .empty: "table.empty"
    case .header: "table.header"
    case .content(let error): error.code
    }
  }

  /// What is wrong and what to do, for people.
  public var message: LocalizedText {
    switch self {
    case .empty:
      LocalizedText(
        nl: "Het bestand heeft geen kopregel; exporteer het opnieuw met de namen van de kolommen.",
        en: "The file has no header row; export it again with the names of its columns.")
    case .header(let problem):
      LocalizedText(
        nl: "De kopregel is niet te lezen. \(problem.message.nl)",
        en: "The header row cannot be read. \(problem.message.en)")
    case .content(let error): error.message
    }
  }

  public var description: String { message.en }
}
