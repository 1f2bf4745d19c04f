/// Cuts UTF-8 bytes into rows and cells: RFC 4180, with what real files do beside it.
///
/// A row that breaks the rules is marked and reading goes on behind it, so one stray quote costs one
/// row. Every byte is looked at a bounded number of times, whatever the input.
struct RowScanner: Sendable {
  private(set) var text: TextStream
  let delimiter: TableFormat.Delimiter
  let limits: TableLimits
  /// Where the next row begins, in what of the text is in memory.
  private var offset = 0
  private var line = 1
  private var number = 0
  /// Whether a row cannot be told without more of the text.
  private var lacksText = false

  init(_ text: TextStream, delimiter: TableFormat.Delimiter, limits: TableLimits) {
    self.text = text
    self.delimiter = delimiter
    self.limits = limits
  }

  private var bytes: [UInt8] { text.bytes }

  /// How much of the file is read, from 0 to 1.
  var part: Double { text.part(at: offset) }

  /// Passes over a line that spreadsheets do not show, so that row numbers are theirs.
  mutating func skipLine() throws(ContentError) {
    try reachEndOfLine()
    endLine()
  }

  /// Reads the next row that holds anything; `false` at the end.
  mutating func next(_ row: inout TableRow) throws(ContentError) -> Bool {
    while true {
      if offset == bytes.count {
        guard !text.isWhole else { return false }
        try readOn()
        continue
      }
      let start = (offset, line, number)
      readRow(&row)
      // Whether the row may go on behind what is in memory: also a line end may.
      let isCut = !text.isWhole && (lacksText || offset == bytes.count)
      if isCut || row.range.count > limits.rowBytes {
        (offset, line, number) = start
        // It is read again, with more of the text.
        if isCut, bytes.count - offset <= limits.rowBytes + 2 {
          try readOn()
          continue
        }
        try passOver(&row)
      }
      if !row.isBlank { return true }
    }
  }

  private mutating func readOn() throws(ContentError) {
    try text.readOn(from: text.base + offset)
    offset = 0
  }

  private mutating func readRow(_ row: inout TableRow) {
    number += 1
    lacksText = false
    row.start(number: number, line: line, at: offset, of: text)
    if let separator = delimiter.byte {
      readSeparated(by: separator, &row)
    } else {
      readSpaced(&row)
    }
    row.range = row.range.lowerBound..<max(row.range.lowerBound, offset)
    endLine()
  }

  /// Refuses a row that is longer than memory should hold.
  private mutating func passOver(_ row: inout TableRow) throws(ContentError) {
    number += 1
    row.start(number: number, line: line, at: offset, of: text)
    row.range = offset..<min(endOfLine(from: offset), offset + limits.rowBytes)
    row.keepBeginning()
    row.fail(.rowTooLong(limit: limits.rowBytes), column: nil)
    try reachEndOfLine()
    endLine()
  }

  /// Goes to the end of the line and makes sure that what ends it is in memory.
  private mutating func reachEndOfLine() throws(ContentError) {
    while true {
      offset = endOfLine(from: offset)
      if offset + 1 < bytes.count || text.isWhole { return }
      try readOn()
    }
  }

  private mutating func readSeparated(by separator: UInt8, _ row: inout TableRow) {
    while true {
      guard row.count < limits.columns else {
        row.fail(.tooManyColumns(limit: limits.columns), column: nil)
        offset = endOfLine(from: offset)
        return
      }
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
        guard readQuoted(by: separator, &row) else { return }
      } else {
        readPlain(by: separator, &row)
      }
      guard offset < bytes.count, bytes[offset] == separator else { return }
      offset += 1
    }
  }

  private mutating func readPlain(by separator: UInt8, _ row: inout TableRow) {
    let bytes = bytes
    let start = offset
    var index = start
    var hasNul = false
    while index < bytes.count {
      let byte = bytes[index]
      // Line ends, NUL and tab are small; letters pass on the first comparison.
      if byte == separator { break }
      if byte < 0x0E {
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
        hasNul = hasNul || byte == 0
      }
      index += 1
    }
    offset = index
    if hasNul { row.fail(.nul, column: row.count) }
    if index - start > limits.cellBytes {
      row.fail(.cellTooLong(limit: limits.cellBytes), column: row.count)
    }
    row.append(.init(start: start, content: start..<index, hasDoubledQuotes: false))
  }

  /// Reads a cell in quotes; `false` when the row ends with it because it is not closed.
  private mutating func readQuoted(by separator: UInt8, _ row: inout TableRow) -> Bool {
    let bytes = bytes
    let start = offset
    var index = start + 1
    var lineEnds = 0
    var hasDoubledQuotes = false
    var hasNul = false
    while true {
      let isTooLong = index - start > limits.cellBytes
      if index >= bytes.count, !isTooLong, !text.isWhole {
        lacksText = true
        return false
      }
      guard index < bytes.count, !isTooLong else {
        row.fail(
          isTooLong ? .cellTooLong(limit: limits.cellBytes) : .unclosedQuote, column: row.count)
        // What follows on the next lines is read as rows of its own.
        offset = endOfLine(from: start)
        return false
      }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        guard index + 1 < bytes.count, bytes[index + 1] == byte else { break }
        hasDoubledQuotes = true
        index += 2
        continue
      }
      if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && !isLineFeed(at: index + 1)) {
        lineEnds += 1
      }
      hasNul = hasNul || byte == 0
      index += 1
    }
    line += lineEnds
    if hasNul { row.fail(.nul, column: row.count) }
    offset = index + 1
    if !isCellEnd(at: offset, separator) {
      row.fail(.textAfterQuote, column: row.count)
      while !isCellEnd(at: offset, separator) { offset += 1 }
    }
    row.append(
      .init(start: start, content: (start + 1)..<index, hasDoubledQuotes: hasDoubledQuotes))
    return true
  }

  private mutating func readSpaced(_ row: inout TableRow) {
    let end = endOfLine(from: offset)
    while true {
      while offset < end, isSpace(bytes[offset]) { offset += 1 }
      guard offset < end else { return }
      guard row.count < limits.columns else {
        row.fail(.tooManyColumns(limit: limits.columns), column: nil)
        offset = end
        return
      }
      let start = offset
      while offset < end, !isSpace(bytes[offset]) {
        if bytes[offset] == 0 { row.fail(.nul, column: row.count) }
        offset += 1
      }
      if offset - start > limits.cellBytes {
        row.fail(.cellTooLong(limit: limits.cellBytes), column: row.count)
      }
      row.append(.init(start: start, content: start..<offset, hasDoubledQuotes: false))
    }
  }

  private mutating func endLine() {
    guard offset < bytes.count else { return }
    if bytes[offset] == UInt8(ascii: "\r"), isLineFeed(at: offset + 1) { offset += 1 }
    offset += 1
    line += 1
  }

  private func endOfLine(from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n"),
      bytes[index] != UInt8(ascii: "\r")
    { index += 1 }
    return index
  }

  private func isLineFeed(at index: Int) -> Bool {
    index < bytes.count && bytes[index] == UInt8(ascii: "\n")
  }

  private func isCellEnd(at index: Int, _ separator: UInt8) -> Bool {
    guard index < bytes.count else { return true }
    let byte = bytes[index]
    return byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
