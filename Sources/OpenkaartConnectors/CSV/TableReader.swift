/// Reads a table of text row by row: CSV as spreadsheets and other programs write it, and text in
/// columns with white space between them.
///
/// Delimiter and encoding are found out where ``TableFormat`` does not say them. A row that cannot
/// be read carries its ``TableRow/problem``; reading goes on behind it.
///
/// - SeeAlso: RFC 4180.
public struct TableReader: Sendable {
  /// The names of the columns, from the header or from the format.
  public let columns: [String]
  public let delimiter: TableFormat.Delimiter
  public let encoding: TableFormat.TextEncoding
  private var scanner: RowScanner
  private let isValid: Bool
  /// How many columns a row must have: those up to the last one with a name.
  private let leastCount: Int

  /// Opens a table.
  ///
  /// - Throws: ``TableError`` when there is no header that can be read.
  public init(
    _ bytes: [UInt8], format: TableFormat = TableFormat(), limits: TableLimits = TableLimits()
  ) throws(TableError) {
    let text = DecodedText(bytes, encoding: format.encoding)
    encoding = text.encoding
    isValid = text.isValid
    let announced = Self.announcedDelimiter(text)
    delimiter =
      format.delimiter ?? announced
      ?? DelimiterGuess.delimiter(of: text, skipping: format.skippedRows, limits: limits)
    scanner = RowScanner(text, delimiter: delimiter, limits: limits)

    var row = TableRow(bytes: text.bytes)
    if announced != nil { scanner.skipLine() }
    for _ in 0..<format.skippedRows where !scanner.next(&row) { throw .empty }
    if let columns = format.columns {
      self.columns = columns
    } else {
      guard scanner.next(&row) else { throw .empty }
      if let problem = row.problem { throw .header(problem) }
      columns = (0..<row.count).map { row[$0] }
    }
    leastCount = (columns.lastIndex { !$0.isEmpty } ?? -1) + 1
    guard columns.contains(where: { $0.contains { $0.isLetter || $0.isNumber } }) else {
      throw .empty
    }
  }

  /// The size of the decoded text in bytes.
  public var size: Int { bytes.count }
  /// How far reading has come, in bytes of the decoded text.
  public var offset: Int { scanner.offset }

  var bytes: [UInt8] { scanner.bytes }

  /// Reads the next row into `row`, passing over empty ones; `false` at the end.
  public mutating func next(_ row: inout TableRow) -> Bool {
    guard scanner.next(&row) else { return false }
    if row.problem == nil, row.count != columns.count { checkCount(&row) }
    if !isValid, !DecodedText.isUTF8(Array(bytes[row.range])) { row.fail(.encoding, column: nil) }
    return true
  }

  /// Accepts cells too many or too few where nothing stands in them and no column is named.
  private func checkCount(_ row: inout TableRow) {
    let isSurplusEmpty =
      row.count <= columns.count || (columns.count..<row.count).allSatisfy { row.isEmpty($0) }
    if row.count < leastCount || !isSurplusEmpty {
      row.fail(.ragged(expected: columns.count, found: row.count), column: nil)
    }
  }

  /// What Excel's own first line `sep=;` says.
  private static func announcedDelimiter(_ text: DecodedText) -> TableFormat.Delimiter? {
    let bytes = text.bytes[text.start...].prefix(8)
    let word = Array("sep=".utf8)
    guard bytes.count > word.count,
      zip(bytes, word).allSatisfy({ $0 | 0x20 == $1 | 0x20 }),
      let delimiter = TableFormat.Delimiter.allCases.first(where: {
        $0.byte == bytes[bytes.startIndex + word.count]
      })
    else { return nil }
    let after = bytes.dropFirst(word.count + 1).first
    let isWhole = after == nil || after == UInt8(ascii: "\n") || after == UInt8(ascii: "\r")
    return isWhole ? delimiter : nil
  }
}

/// Finds out what stands between the cells of a table.
enum DelimiterGuess {
  /// The delimiter that cuts the first rows most evenly into the most cells.
  static func delimiter(
    of text: DecodedText, skipping skipped: Int, limits: TableLimits
  ) -> TableFormat.Delimiter {
    var best: (score: Int, delimiter: TableFormat.Delimiter) = (0, .comma)
    for delimiter in TableFormat.Delimiter.allCases where delimiter != .whitespace {
      var scanner = RowScanner(text, delimiter: delimiter, limits: limits)
      var row = TableRow(bytes: text.bytes)
      var counts: [Int] = []
      for index in 0..<(skipped + 20) {
        guard scanner.next(&row) else { break }
        if index >= skipped { counts.append(row.problem == nil ? row.count : 0) }
      }
      guard let header = counts.first, header > 1 else { continue }
      let even = counts.count { $0 == header }
      // Evenness counts before width: a decimal comma in every price makes rows wide, not even.
      let score = even * 1000 / counts.count * 10_000 + min(header, 9999)
      if score > best.score { best = (score, delimiter) }
    }
    return best.delimiter
  }
}
