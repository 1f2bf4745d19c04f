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
  public var message: String {
    switch self {
    case .unclosedQuote:
      "A quoted cell is not closed; end it with a quote, and write a quote inside it twice."
    case .textAfterQuote:
      "Text follows the closing quote of a cell; write a quote inside a quoted cell twice."
    case .cellTooLong(let limit): "A cell is longer than \(limit) bytes; leave the column out."
    case .tooManyColumns(let limit):
      "The row has more than \(limit) cells; is the delimiter right?"
    case .rowTooLong(let limit):
      "The row is longer than \(limit) bytes; is it a table, with line ends?"
    case .ragged(let expected, let found):
      "The row has \(found) cells where the header has \(expected); quote cells that hold the "
        + "delimiter, and write empty cells too."
    case .nul: "The row holds a NUL character; export the file again as text."
    case .encoding: "The row is not valid UTF-8; say the right `encoding` in the mapping."
    }
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

  public var description: String {
    switch self {
    case .empty: "The file has no header row; export it again with the names of its columns."
    case .header(let problem): "The header row cannot be read. \(problem.message)"
    case .content(let error): error.description
    }
  }
}
