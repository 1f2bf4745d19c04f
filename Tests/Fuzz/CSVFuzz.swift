import OpenkaartConnectors
import OpenkaartCore

/// The entry of libFuzzer: two bytes say how the rest is written; every row can be read and shown.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard count >= 2 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let table = Array(bytes.dropFirst(2))
  let limits =
    bytes[1] & 1 == 0 ? TableLimits(cellBytes: 64, columns: 16, rowBytes: 256) : TableLimits()
  guard
    var reader = try? TableReader(
      table, format: format(bytes[0], bytes[1]), limits: limits,
      pieceSize: bytes[1] & 4 == 0 ? 4 : TableReader.pieceSize)
  else { return 0 }

  var row = TableRow()
  var (number, line) = (0, 0)
  while (try? reader.next(&row)) == true {
    guard row.number > number, row.line > line, 0...1 ~= reader.part
    else { fatalError("a row that does not follow the one before it") }
    (number, line) = (row.number, row.line)
    show(row)
  }
  return 0
}

/// Every delimiter and encoding, and finding them out.
private func format(_ one: UInt8, _ other: UInt8) -> TableFormat {
  let delimiters: [TableFormat.Delimiter?] = TableFormat.Delimiter.allCases + [nil]
  let encodings: [TextEncoding?] = TextEncoding.allCases + [nil]
  return TableFormat(
    delimiter: delimiters[Int(one) % delimiters.count],
    encoding: encodings[Int(one >> 4) % encodings.count],
    columns: other & 2 == 0 ? nil : ["a", "", "c"], skippedRows: Int(other >> 4) % 4)
}

private func show(_ row: TableRow) {
  for column in -1...row.count {
    if row.isEmpty(column), !row[column].isEmpty { fatalError("an empty cell with a text") }
    let (text, caret) = row.excerpt(pointingAt: column)
    guard caret ?? 0 <= text.unicodeScalars.count, !text.contains("\n"), !text.contains("\0") else {
      fatalError("a row that cannot be shown")
    }
  }
  if let problem = row.problem, problem.code.isEmpty || problem.message.nl.isEmpty {
    fatalError("a problem without words")
  }
}
