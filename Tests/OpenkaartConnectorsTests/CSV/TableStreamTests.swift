import Foundation
import OpenkaartConnectors
import OpenkaartCore
import Testing

/// A file that is larger than memory is read as if it were not.
@Suite struct TableStreamTests {
  /// What is seen of one row.
  private struct Seen: Equatable {
    let number: Int
    let line: Int
    let cells: [String]
    let problem: TableProblem?
    let column: Int?
    let excerpt: String
    let caret: Int?
  }

  private static let limits = TableLimits(cellBytes: 64, columns: 12, rowBytes: 300)

  private static func rows(
    _ content: any FileContent, _ format: TableFormat, piece: Int
  ) throws -> [Seen] {
    var table = try TableReader(content, format: format, limits: limits, pieceSize: piece)
    var row = TableRow()
    var seen: [Seen] = []
    while try table.next(&row) {
      let (excerpt, caret) = row.excerpt(pointingAt: row.problemColumn ?? 0)
      seen.append(
        Seen(
          number: row.number, line: row.line,
          cells: row.problem == nil ? (0..<row.count).map { row[$0] } : [], problem: row.problem,
          column: row.problemColumn, excerpt: excerpt, caret: caret))
    }
    return seen
  }

  private static let words = [
    "a", "bé", "\"", "\"\"", ";", ",", "\n", "\r", "\r\n", "\0", "€", "😀", "\u{A0}", " ", "\t",
    String(repeating: "x", count: 70), "\"q;\nr\"", "1,50", "=\"0123\"",
  ]

  private static func text(_ random: inout Seeded) -> String {
    var text = Bool.random(using: &random) ? "sep=;\r\n" : ""
    text += "naam;mail;plaats\n"
    for _ in 0..<Int.random(in: 1...120, using: &random) {
      text += words.randomElement(using: &random) ?? ""
    }
    // A line that is longer than a row may be.
    if Int.random(in: 0..<3, using: &random) == 0 {
      text += "\n" + String(repeating: "y;", count: 400) + "\nna;de;rij\n"
    }
    return text
  }

  private static func bytes(_ text: String, _ random: inout Seeded) -> [UInt8] {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 1: return [0xFE, 0xFF] + Array(text.utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case 2: return text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : 0x80 }
    case 3: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    default:
      var bytes = Array(text.utf8)
      // Here and there a byte that is no UTF-8, where the format says that it should be.
      bytes.insert(0xC3, at: Int.random(in: 20..<bytes.count, using: &random))
      return bytes
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func `pieces of any size give the same rows, problems and carets`(seed: UInt64) throws {
    var random = Seeded(seed)
    let bytes = Self.bytes(Self.text(&random), &random)
    let encodings: [TextEncoding?] = [nil, .utf8, .utf16LittleEndian, .windows1252]
    let format = TableFormat(
      delimiter: [.semicolon, .whitespace, nil].randomElement(using: &random) ?? nil,
      encoding: encodings.randomElement(using: &random) ?? nil,
      columns: ["naam", "mail", "plaats"])
    let whole = try Self.rows(bytes, format, piece: 1 << 20)
    for piece in [16, 18, 50, 128] {
      let rows = try Self.rows(bytes, format, piece: piece)
      #expect(rows.count == whole.count)
      if let (one, other) = zip(rows, whole).first(where: { $0 != $1 }) {
        Issue.record("pieces of \(piece): \(one) instead of \(other)")
      }
    }
  }

  @Test(arguments: UInt64(0)..<60)
  func `a survey by pieces knows UTF-8 as one of the whole does`(seed: UInt64) throws {
    var random = Seeded(seed)
    let bytes = Self.bytes(Self.text(&random), &random)
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    for piece in 1...6 {
      #expect(try ContentSurvey(of: bytes, pieceSize: piece).isUTF8 == isUTF8)
    }
    #expect(
      try ContentSurvey(of: bytes, pieceSize: 7).digest == ContentSurvey(of: bytes).digest)
  }

  @Test func `a row without an end is refused, and what follows it is read`() throws {
    let text = "a;b\n1;" + String(repeating: "z", count: 5000) + "\n2;3\n\"4;\n5;6\n"
    let rows = try Self.rows(Array(text.utf8), TableFormat(), piece: 32)
    #expect(rows.map(\.problem) == [.rowTooLong(limit: 300), nil, .unclosedQuote, nil])
    #expect(rows.map(\.line) == [2, 3, 4, 5])
    #expect(rows[0].excerpt.hasPrefix("1;zzz") && rows[0].excerpt.utf8.count <= 4000)
  }

  // MARK: Files

  private static func withFile(
    _ bytes: [UInt8], _ body: (String) throws -> Void
  ) throws {
    let path = FileManager.default.temporaryDirectory.path + "/stream-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(filePath: path))
    try body(path)
  }

  @Test func `a file is read as its bytes in memory are`() throws {
    var random = Seeded(7)
    let bytes = Array(Self.text(&random).utf8)
    try Self.withFile(bytes) { path in
      let file = try #require(DiskContent(path))
      #expect(file.count == bytes.count)
      #expect(
        try Self.rows(file, TableFormat(), piece: 64)
          == Self.rows(bytes, TableFormat(), piece: 1 << 20))
    }
    #expect(DiskContent("/dev/null") == nil)
    #expect(DiskContent("/nowhere/to/be/found") == nil)
  }

  @Test func `a file that is changed while it is read is found out`() throws {
    let bytes = Array(("a;b\n" + String(repeating: "1;2\n", count: 1000)).utf8)
    try Self.withFile(bytes) { path in
      let file = try #require(DiskContent(path))
      var table = try TableReader(file, pieceSize: 256)
      var row = TableRow()
      #expect(try table.next(&row))
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("3;4\n".utf8))
      try handle.close()
      #expect(throws: ContentError.changed) { while try table.next(&row) {} }
      // Cut shorter than it was, it ends before the end that it should have.
      #expect(truncate(path, 600) == 0)
      #expect(throws: ContentError.changed) { try ContentSurvey(of: file) }
    }
  }

  @Test func `lines of facts come in pieces too`() throws {
    let fact =
      #"{"id":"1","source":"web","kind":"behaved","occurredAt":"2026-11-01T10:00:00Z","#
      + #""subject":{"customerNumber":"7"},"event":"é"}"#
    let long = #"{"id":""# + String(repeating: "x", count: 3 << 20) + #""}"#
    let text = "\u{FEFF}\n\(fact)\n\n{nothing}\n\(long)\n" + fact.replacing("\"1\"", with: "\"2\"")
    var rejects: [[Reject]] = []
    for piece in [16, 1000, 1 << 23] {
      var feed = try LineFeed(
        Array(text.utf8), named: "x", knowledge: .asTold, pieceSize: piece)
      var facts: [String] = []
      while let batch = try feed.next(rows: 2) { facts += batch.facts.map(\.fact.id.id) }
      #expect(facts == ["1", "2"])
      #expect(feed.report.rows == 4)
      rejects.append(feed.drainRejects())
    }
    #expect(rejects[0].map(\.line) == [4, 5])
    #expect(rejects[0] == rejects[1] && rejects[1] == rejects[2])
  }
}
