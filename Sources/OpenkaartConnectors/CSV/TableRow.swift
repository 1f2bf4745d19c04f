/// One row of a table: where its cells stand in the file.
///
/// Texts are made when asked for.
public struct TableRow: Sendable {
  /// The number a spreadsheet shows for this row: the header is 1, empty rows count.
  public internal(set) var number = 0
  /// The line of the file on which the row starts; more than ``number`` after cells with line ends.
  public internal(set) var line = 0
  public internal(set) var problem: TableProblem?
  /// The column that ``problem`` is about, from 0.
  public internal(set) var problemColumn: Int?

  /// What of the text is in memory, and where that begins.
  private(set) var bytes: [UInt8] = []
  private var base = 0
  private(set) var cells: [Cell] = []
  /// The bytes of the row without its line end.
  var range = 0..<0

  struct Cell: Hashable, Sendable {
    /// Where it starts in the file, with its quote.
    let start: Int
    /// Its bytes, without quotes around it.
    let content: Range<Int>
    let hasDoubledQuotes: Bool
  }

  /// Makes a row to read into.
  public init() {}

  /// Makes a row for showing it: nothing is known of it but how it begins.
  init(number: Int, line: Int, beginning: [UInt8]) {
    self.number = number
    self.line = line
    bytes = beginning
    range = 0..<beginning.count
  }

  public var count: Int { cells.count }

  /// Where the row stands in the text of the whole file.
  var place: Range<Int> { (base + range.lowerBound)..<(base + range.upperBound) }

  /// Whether nothing but delimiters stands in it.
  var isBlank: Bool { problem == nil && cells.allSatisfy(\.content.isEmpty) }

  mutating func start(number: Int, line: Int, at offset: Int, of text: TextStream) {
    self.number = number
    self.line = line
    bytes = text.bytes
    base = text.base
    problem = nil
    problemColumn = nil
    cells.removeAll(keepingCapacity: true)
    range = offset..<offset
  }

  mutating func append(_ cell: Cell) { cells.append(cell) }

  /// Whether its bytes are what they should be.
  var isUTF8: Bool { ContentSurvey.isUTF8(bytes.span.extracting(range)) }

  /// Lets go of all but what is shown of a row that is too long.
  mutating func keepBeginning() {
    base += range.lowerBound
    bytes = Array(bytes[range].prefix(Self.mostShown))
    range = bytes.indices
    cells = []
  }

  /// So many bytes of a row are shown.
  static let mostShown = 4000

  /// Notes what is wrong, if nothing was wrong before.
  mutating func fail(_ problem: TableProblem, column: Int?) {
    guard self.problem == nil else { return }
    self.problem = problem
    problemColumn = column
  }
}

extension TableRow {
  /// The text of a cell without the white space around it; empty where the row has no such cell.
  ///
  /// What a spreadsheet writes as `="0123"` to keep the zero is `0123`.
  public subscript(column: Int) -> String {
    guard cells.indices.contains(column) else { return "" }
    let cell = cells[column]
    if cell.hasDoubledQuotes { return unescaped(cell) }

    var range = trimmed(cell.content)
    if range.count >= 3, bytes[range.lowerBound] == UInt8(ascii: "="),
      bytes[range.lowerBound + 1] == UInt8(ascii: "\""),
      bytes[range.upperBound - 1] == UInt8(ascii: "\"")
    {
      range = (range.lowerBound + 2)..<(range.upperBound - 1)
    }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// Whether nothing but white space stands in a cell.
  public func isEmpty(_ column: Int) -> Bool {
    guard cells.indices.contains(column) else { return true }
    return trimmed(cells[column].content).isEmpty
  }

  /// The row as it stands in the file, on one line, and the scalar offset of a cell in it.
  ///
  /// For a file of rejects, which its owner asked for; never for a message or a log.
  public func excerpt(pointingAt column: Int?) -> (text: String, caret: Int?) {
    let shown = range.lowerBound..<min(range.upperBound, range.lowerBound + Self.mostShown)
    let text = Self.oneLine(bytes[shown])
    guard let column, cells.indices.contains(column), shown.contains(cells[column].start)
    else { return (text, nil) }
    let before = Self.oneLine(bytes[shown.lowerBound..<cells[column].start])
    return (text, before.unicodeScalars.count)
  }

  private static func oneLine(_ bytes: ArraySlice<UInt8>) -> String {
    var line = String.UnicodeScalarView()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      line.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
    }
    return String(line)
  }

  private func unescaped(_ cell: Cell) -> String {
    var text: [UInt8] = []
    var index = cell.content.lowerBound
    while index < cell.content.upperBound {
      text.append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    let whole = TableRow(bytes: text, cell: 0..<text.count)
    return whole[0]
  }

  private init(bytes: [UInt8], cell: Range<Int>) {
    self.init()
    self.bytes = bytes
    cells = [Cell(start: 0, content: cell, hasDoubledQuotes: false)]
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, isSpace(at: start) { start += spaceLength(at: start) }
    while end > start {
      if Self.isSpace(bytes[end - 1]) {
        end -= 1
      } else if end - start >= 2, bytes[end - 2] == 0xC2, bytes[end - 1] == 0xA0 {
        end -= 2
      } else {
        break
      }
    }
    return start..<end
  }

  private func isSpace(at index: Int) -> Bool {
    Self.isSpace(bytes[index]) || spaceLength(at: index) == 2
  }

  /// Two for a no-break space, which Excel likes to leave; else one.
  private func spaceLength(at index: Int) -> Int {
    bytes[index] == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 1
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || 9...13 ~= byte
  }
}
