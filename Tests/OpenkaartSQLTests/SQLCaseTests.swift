import Foundation
import OpenkaartAudience
import OpenkaartCore
import OpenkaartSQL
import OpenkaartSegments
import Testing

@testable import OpenkaartAudienceTests
@testable import OpenkaartCoreTests
@testable import OpenkaartSegmentsTests

/// Writes cases for `Tests/SQL/test_sql.py`, which asks a database: tables, questions, and what is right.
struct SQLCaseTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let folder = environment["OPENKAART_SQL_CASES"]
  /// How many decisions the columns are to give in all.
  static let wanted = environment["OPENKAART_SQL_DECISIONS"].flatMap { Int($0) } ?? 60_000

  @Test(.enabled(if: folder != nil)) func `cases for a database`() throws {
    let folder = URL(filePath: try #require(Self.folder))
    var (decided, group) = (0, UInt64(0))
    while decided < Self.wanted {
      let cases = SQLCases(group: group, folder: folder.appending(path: "group-\(group)"))
      decided += try cases.write()
      group += 1
    }
    print("\(decided) decisions for SQL under \(group) policies")
  }
}

/// The people of some random worlds as tables, and questions about them.
struct SQLCases {
  let base: RandomBase
  let folder: URL
  let random: SplitMix64
  let table: PersonTable
  private let people: [SQLPerson]

  init(group: UInt64, folder: URL) {
    base = RandomBase(group: group)
    self.folder = folder
    random = SplitMix64(seed: ~group)
    table = PersonTable(of: base.gate)
    people = SQLPerson.all(of: base, random)
  }

  /// - Returns: How many decisions there are in all.
  func write() throws -> Int {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for dialect in SQLDialect.allCases {
      let tables = [table.people, PersonTable.standings] + FactTables.all
      try write(
        tables.map { $0.definition(in: dialect) }.joined(separator: "\n"),
        to: "schema.\(dialect.rawValue).sql")
    }
    try writeRows()
    var decided = 0
    for number in 1...120 { decided += try writeAudience("audience-\(number)") }
    for number in 1...30 { decided += try writeSegment("segment-\(number)") }
    return decided
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
  }

  private func write(_ rows: [String], of table: SQLTable) throws {
    try write(([table.header] + rows).map { "\($0)\n" }.joined(), to: "\(table.name).csv")
  }

  private func writeRows() throws {
    var rows: [String] = []
    table.rows(of: base.columns) { rows.append($0) }
    try write(rows, of: table.people)
    try write(PersonTable.standings(of: base.columns), of: PersonTable.standings)
    let lines = people.flatMap(\.rows.lines)
    for table in FactTables.all {
      try write(lines.filter { $0.table == table }.map(\.line), of: table)
    }
  }

  // MARK: Questions

  private func writeAudience(_ name: String) throws -> Int {
    let (use, at) = base.question()
    let question = ColumnQuestion(base.columns, use: use, at: at)
    guard let sql = AudienceSQL(table, use: use, at: at) else { return 0 }
    guard let question else {
      Issue.record("SQL answers what columns do not: \(use)")
      return 0
    }
    for dialect in SQLDialect.allCases {
      try write(sql.select(in: dialect), to: "\(name).\(dialect.rawValue).sql")
    }
    try write(Self.answers(question), to: "\(name).csv")
    try write(Self.counts(question), to: "\(name).counts.csv")
    return base.columns.people
  }

  private static func answers(_ question: ColumnQuestion) -> String {
    var lines = ["person,outcome,reasons\n"]
    question.forEachRow(in: 0..<question.blockCount) { row, answer in
      // A base numbers its people as their rows.
      let codes = answer?.reasons.map(\.rawValue).joined(separator: " ") ?? ""
      lines.append("\(row),\(answer?.outcome.rawValue ?? "open"),\(codes)\n")
    }
    return lines.joined()
  }

  private static func counts(_ question: ColumnQuestion) -> String {
    let count = question.count(in: 0..<question.blockCount)
    let counts = [("allow", count.allowed), ("later", count.later), ("deny", count.denied)]
    return "outcome,first_reason,people\n"
      + counts.flatMap { outcome, codes in
        codes.map { "\(outcome),\($0.key.rawValue),\($0.value)\n" }
      }.joined()
  }

  private func writeSegment(_ name: String) throws -> Int {
    var make = RandomSegment(random: random)
    make.spans = base.gate.policy.spans
    make.purposes = base.gate.policy.purposes.map(\.id)
    make.texts += SQLPerson.texts
    make.topics += SQLPerson.texts
    let condition = make.condition()
    let hour: Int64 = 3_600_000
    let later = random.pick([0, 0, 0, 1, hour, 5 * hour, 24 * hour, 240 * hour, 9_000 * hour])
    let at = base.moment.advanced(by: later)
    let sql = SegmentSQL(condition, at: at, in: base.gate.zone)
    for dialect in SQLDialect.allCases {
      try write(sql.select(in: dialect), to: "\(name).\(dialect.rawValue).sql")
    }
    var lines = ["person,answer,may_be_open\n"]
    for person in people {
      let answer = person.person.answer(to: condition, at: at)
      lines.append("\(person.number),\(answer.rawValue),\(person.mayBeOpen(condition, later))\n")
    }
    try write(lines.joined(), to: "\(name).csv")
    return people.count
  }
}
