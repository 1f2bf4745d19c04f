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
  public let encoding: TextEncoding
  private var scanner: RowScanner
  /// How many columns a row must have: those up to the last one with a name.
  private let leastCount: Int

  /// Opens a table.
  ///
  /// - Parameters:
  ///   - content: The file.
  ///   - format: How it is written, as far as that is known.
  ///   - limits: How large its parts may be.
  ///   - survey: What is known of the file, if it was passed over before.
  ///   - pieceSize: How many bytes are read at once; 16 at least.
  /// - Throws: ``TableError`` when there is no header that can be read.
  public init(
    _ content: any FileContent, format: TableFormat = TableFormat(),
    limits: TableLimits = TableLimits(), survey: ContentSurvey? = nil,
    pieceSize: Int = Self.pieceSize
  ) throws(TableError) {
    do throws(ContentError) {
      let text = try TextStream(
        content, encoding: format.encoding, survey: survey, pieceSize: pieceSize)
      encoding = text.encoding
      let announced = Self.announcedDelimiter(text)
      if let known = format.delimiter ?? announced {
        delimiter = known
      } else {
        delimiter = try DelimiterGuess.delimiter(
          of: text, skipping: format.skippedRows, limits: limits)
      }
      scanner = RowScanner(text, delimiter: delimiter, limits: limits)
      if announced != nil { try scanner.skipLine() }
    } catch {
      throw .content(error)
    }
    columns = try Self.columns(of: format, &scanner)
    leastCount = (columns.lastIndex { !$0.isEmpty } ?? -1) + 1
    guard columns.contains(where: { $0.contains { $0.isLetter || $0.isNumber } }) else {
      throw .empty
    }
  }

  /// Reads up to the first row of values.
  private static func columns(
    of format: TableFormat, _ scanner: inout RowScanner
  ) throws(TableError) -> [String] {
    var row = TableRow()
    do throws(ContentError) {
      for _ in 0..<format.skippedRows {
        guard try scanner.next(&row) else { return [] }
      }
      if let columns = format.columns { return columns }
      guard try scanner.next(&row) else { return [] }
    } catch {
      throw .content(error)
    }
    if let problem = row.problem { throw .header(problem) }
    return (0..<row.count).map { row[$0] }
  }

  public static let pieceSize = TextStream.pieceSize

  /// How much of the file is read, from 0 to 1.
  public var part: Double { scanner.part }

  /// Reads the next row into `row`, passing over empty ones; `false` at the end.
  ///
  /// - Throws: ``ContentError`` when the file cannot be read any further.
  public mutating func next(_ row: inout TableRow) throws(ContentError) -> Bool {
    guard try scanner.next(&row) else { return false }
    if row.problem == nil, row.count != columns.count { checkCount(&row) }
    if !scanner.text.isValid, !row.isUTF8 { row.fail(.encoding, column: nil) }
    return true
  }

  /// The bytes of a row that may have been passed, as many as are shown.
  func beginning(of place: Range<Int>) -> [UInt8] {
    scanner.text.bytes(in: place, most: TableRow.mostShown)
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
  private static func announcedDelimiter(_ text: TextStream) -> TableFormat.Delimiter? {
    let bytes = text.bytes.prefix(8)
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
    of text: TextStream, skipping skipped: Int, limits: TableLimits
  ) throws(ContentError) -> TableFormat.Delimiter {
    var best: (score: Int, delimiter: TableFormat.Delimiter) = (0, .comma)
    for delimiter in TableFormat.Delimiter.allCases where delimiter != .whitespace {
      var scanner = RowScanner(text, delimiter: delimiter, limits: limits)
      var row = TableRow()
      var counts: [Int] = []
      for index in 0..<(skipped + 20) {
        guard try scanner.next(&row) else { break }
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
