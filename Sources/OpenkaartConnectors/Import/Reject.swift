public import OpenkaartCore

/// A row or line that did not become a fact, and why.
public struct Reject: Hashable, Sendable {
  /// The file's name.
  public let file: String
  /// The row as a spreadsheet numbers it; for facts, one a line, the line.
  public let row: Int
  /// The line of the file on which it starts.
  public let line: Int
  /// The name of the column, when it is about one.
  public let column: String?
  public let code: String
  /// What is wrong, without any value of the row.
  public let text: LocalizedText
  /// The row itself: for the file of rejects only, which its owner asked for.
  public let excerpt: String
  /// Where in ``excerpt`` the mistake stands, in scalars from 0.
  public let caret: Int?

  /// What is wrong, in English.
  public var message: String { text.en }

  /// The entry in a file of rejects, in English.
  public var entry: String { entry(in: .en) }

  /// The entry in a file of rejects: where, why, the row, and a caret under the place.
  public func entry(in language: Language) -> String {
    var entry = "\(place(in: language)): \(text[language]) [\(code)]\n  \(excerpt)\n"
    if let caret { entry += "  " + String(repeating: " ", count: caret) + "^\n" }
    return entry
  }

  /// File, row and column in English, without any value.
  public var place: String { place(in: .en) }

  /// File, row and column, without any value.
  public func place(in language: Language) -> String {
    let (row, line, column) =
      language == .nl ? ("rij", "regel", "kolom") : ("row", "line", "column")
    let lines = self.line == self.row ? "" : " (\(line) \(self.line))"
    return "\(file), \(row) \(self.row)\(lines)"
      + (self.column.map { ", \(column) `\($0)`" } ?? "")
  }
}

/// What came of one file.
public struct FileReport: Sendable {
  public let file: String
  /// Rows or lines that held anything.
  public internal(set) var rows = 0
  public internal(set) var delimiter: TableFormat.Delimiter?
  public internal(set) var encoding: TextEncoding?
  /// Columns that no fact reads; they were left out.
  public internal(set) var unusedColumns: [String] = []
  /// The first rejects, in order.
  public private(set) var rejects: [Reject] = []
  /// How many rejects there are, also those that ``rejects`` leaves out.
  public private(set) var rejectCount = 0
  /// How many rejects there are of each code.
  public private(set) var rejectCounts: [String: Int] = [:]

  /// A file of nothing but mistakes should not fill the memory with them.
  private static let mostRejects = 100_000

  init(file: String) {
    self.file = file
  }

  mutating func add(_ reject: Reject) {
    rejectCount += 1
    rejectCounts[reject.code, default: 0] += 1
    if rejects.count < Self.mostRejects { rejects.append(reject) }
  }

  /// The rejects so far in the order of their rows; the list is then empty.
  mutating func drainRejects() -> [Reject] {
    sortRejects()
    defer { rejects = [] }
    return rejects
  }

  /// Puts what only the store refused among the rest.
  mutating func sortRejects() { rejects.sort { $0.row < $1.row } }
}

/// Why a file as a whole cannot be taken in.
public enum ImportError: Error, Sendable {
  case table(TableError)
  /// The mapping does not fit the columns of the file.
  case mapping([Diagnostic])
  /// The file has no such column to name its rows by.
  case snapshotKey(Diagnostic)
  /// Facts happened when the file was made, and nobody said when that was.
  case exportMoment
}
