import OpenkaartConnectors
import Testing

/// Reads a whole table into texts, problems apart.
func readAll(
  _ bytes: [UInt8], format: TableFormat = TableFormat(), limits: TableLimits = TableLimits()
) throws -> (columns: [String], rows: [[String]], problems: [Int: TableProblem]) {
  var table = try TableReader(bytes, format: format, limits: limits)
  var row = TableRow()
  var rows: [[String]] = []
  var problems: [Int: TableProblem] = [:]
  while try table.next(&row) {
    if let problem = row.problem {
      problems[row.number] = problem
    } else {
      rows.append((0..<table.columns.count).map { row[$0] })
    }
  }
  return (table.columns, rows, problems)
}

@Suite struct TableReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let rows: [[String]]
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "commas and LF", text: "a,b\n1,2\n3,4\n", rows: [["1", "2"], ["3", "4"]]),
    Case(name: "semicolons and CRLF", text: "a;b\r\n1,5;2\r\n", rows: [["1,5", "2"]]),
    Case(name: "tabs and CR alone", text: "a\tb\r1\t2\r3\t4", rows: [["1", "2"], ["3", "4"]]),
    Case(name: "pipes", text: "a|b|c\n1|2|3", rows: [["1", "2", "3"]]),
    Case(name: "one column", text: "a\n1\n2\n", rows: [["1"], ["2"]]),
    Case(name: "no last line end", text: "a,b\n1,2", rows: [["1", "2"]]),
    Case(name: "an empty last cell", text: "a,b\n1,", rows: [["1", ""]]),
    Case(
      name: "quotes, delimiters and line ends in quotes",
      text: "a,b\n\"x,\"\"y\"\"\",\"two\r\nlines\"\n3,4\n",
      rows: [["x,\"y\"", "two\r\nlines"], ["3", "4"]]),
    Case(name: "empty quotes", text: "a,b\n\"\",\"\"\"\"\n", rows: [["", "\""]]),
    Case(name: "a quote inside a bare cell", text: "a;b\n5\" pipe;2\n", rows: [["5\" pipe", "2"]]),
    Case(name: "Excel's sep line", text: "sep=;\r\na;b\r\n1;2\r\n", rows: [["1", "2"]]),
    Case(
      name: "Excel's kept zeros", text: "a;b\n=\"0123\";\"=\"\"007\"\"\"\n",
      rows: [["0123", "007"]]),
    Case(name: "empty rows", text: "a;b\n\n;\n1;2\n;;;\n\n", rows: [["1", "2"]]),
    Case(
      name: "trailing empty columns", text: "a;b;;\n1;2;;\n3;4\n5;6;;;;\n",
      rows: [["1", "2", "", ""], ["3", "4", "", ""], ["5", "6", "", ""]]),
    Case(name: "white space around", text: "a ; b\n 1 ;\u{A0}2\u{A0}\n", rows: [["1", "2"]]),
    Case(
      name: "decimal commas do not make columns",
      text: "naam;prijs\nx;1,50\ny;2,50\nz;3\n",
      rows: [["x", "1,50"], ["y", "2,50"], ["z", "3"]]),
  ]

  @Test(arguments: cases) func `a table is read as a spreadsheet shows it`(_ test: Case) throws {
    let read = try readAll(Array(test.text.utf8))
    #expect(read.rows == test.rows)
    #expect(read.problems.isEmpty)
  }

  private static let written: [(String, [UInt8])] = {
    let text = "naam;stad\nZoë;Gouda €\n"
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var windows = Array("naam;stad\nZo".utf8)
    windows.append(0xEB)
    windows += Array(";Gouda ".utf8)
    windows += [0x80, 0x0A]
    return [
      ("UTF-8", Array(text.utf8)), ("UTF-8 with a mark", mark + Array(text.utf8)),
      ("Windows-1252", windows), ("UTF-16 LE", utf16(text, isLittleEndian: true)),
      ("UTF-16 BE", utf16(text, isLittleEndian: false)),
    ]
  }()

  @Test(arguments: written) func `encodings are told apart`(_ name: String, _ bytes: [UInt8]) throws
  {
    let read = try readAll(bytes)
    #expect(read.columns == ["naam", "stad"])
    #expect(read.rows == [["Zoë", "Gouda €"]])
  }

  private static func utf16(_ text: String, isLittleEndian: Bool) -> [UInt8] {
    ([0xFEFF] + Array(text.utf16)).flatMap { unit in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
      return isLittleEndian ? bytes : bytes.reversed()
    }
  }

  @Test func `each broken row is reported and the rows after it are read`() throws {
    let text = "a;b;c\n1;2\n1;2;3;4\n1;\"x\"y;3\n\"open;2;3\n7;8;9\n1;2\u{0};3\n4;5;6\n"
    let read = try readAll(Array(text.utf8))
    #expect(read.rows == [["7", "8", "9"], ["4", "5", "6"]])
    #expect(
      read.problems == [
        2: .ragged(expected: 3, found: 2), 3: .ragged(expected: 3, found: 4),
        4: .textAfterQuote, 5: .unclosedQuote, 7: .nul,
      ])
  }

  @Test func `rows that are not the stated encoding are reported one by one`() throws {
    let bytes = Array("a,b\n1,".utf8) + [0xFF] + Array("\n2,é\n".utf8)
    let read = try readAll(bytes, format: TableFormat(encoding: .utf8))
    #expect(read.rows == [["2", "é"]])
    #expect(read.problems == [2: .encoding])
  }

  @Test func `cells and columns have limits`() throws {
    let limits = TableLimits(cellBytes: 8, columns: 3)
    let read = try readAll(
      Array("a,b\n123456789,2\n\"123456789\",2\n1,2,3,4\n1,2\n".utf8), limits: limits)
    #expect(read.rows == [["1", "2"]])
    #expect(
      read.problems == [
        2: .cellTooLong(limit: 8), 3: .cellTooLong(limit: 8), 4: .tooManyColumns(limit: 3),
      ])
  }

  @Test func `white space parts columns where the format says so`() throws {
    let format = TableFormat(
      delimiter: .whitespace, columns: ["id", "date", "quantity", "amount"], skippedRows: 1)
    let text =
      " customer_id  date n v\r\n 00001 19970101  1   11.77\r\n 00002\t19970112 5 77.00\r\n"
    let read = try readAll(Array(text.utf8), format: format)
    #expect(
      read.rows == [["00001", "19970101", "1", "11.77"], ["00002", "19970112", "5", "77.00"]])
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}", ";;;\n"])
  func `a file without a header is refused`(_ text: String) {
    #expect(throws: TableError.self) { try readAll(Array(text.utf8)) }
  }

  @Test func `a caret points at the cell of a problem`() throws {
    var table = try TableReader(Array("a;b\nné;\"x\"y\n".utf8))
    var row = TableRow()
    let isThere = try table.next(&row)
    #expect(isThere)
    let (text, caret) = row.excerpt(pointingAt: row.problemColumn)
    #expect(text == "né;\"x\"y")
    #expect(caret == 3)
  }
}
