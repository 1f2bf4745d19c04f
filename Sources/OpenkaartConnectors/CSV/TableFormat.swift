/// How a table of text is written.
///
/// What is `nil` is found out from the file itself.
public struct TableFormat: Hashable, Sendable {
  public var delimiter: Delimiter?
  public var encoding: TextEncoding?
  /// The names of the columns of a file that has no header row.
  public var columns: [String]?
  /// How many rows above the header, or above the data, to pass over.
  public var skippedRows: Int

  public init(
    delimiter: Delimiter? = nil, encoding: TextEncoding? = nil, columns: [String]? = nil,
    skippedRows: Int = 0
  ) {
    self.delimiter = delimiter
    self.encoding = encoding
    self.columns = columns
    self.skippedRows = skippedRows
  }

  /// What stands between two cells.
  public enum Delimiter: String, Hashable, Sendable, CaseIterable {
    case comma = ","
    case semicolon = ";"
    case tab
    case pipe = "|"
    /// Any run of spaces and tabs, also before the first cell; quotes mean nothing.
    case whitespace

    /// The byte of a delimiter that is one byte.
    var byte: UInt8? {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .pipe: UInt8(ascii: "|")
      case .whitespace: nil
      }
    }
  }
}

/// How large a table's parts may be before a row is refused.
public struct TableLimits: Hashable, Sendable {
  /// The size of one cell in bytes of UTF-8.
  public var cellBytes: Int
  public var columns: Int
  /// The size of one row: as much of the file is in memory at once.
  public var rowBytes: Int

  public init(cellBytes: Int = 1 << 20, columns: Int = 2000, rowBytes: Int = 1 << 24) {
    self.cellBytes = cellBytes
    self.columns = columns
    self.rowBytes = rowBytes
  }
}
