import OpenkaartCore
import OpenkaartFiles
import OpenkaartSegments
import Testing

@testable import OpenkaartCoreTests
@testable import OpenkaartSQL

/// The text of both dialects: what stands in it, and what cannot get out of it.
struct SQLTextTests {
  private static func gate() throws -> Gate {
    Gate(policy: try Golden.dealer(), zones: try ZoneTable.system(names: ["Europe/Amsterdam"]))
  }

  private static let moment = Timestamp(rfc3339: "2026-11-22T10:00:00+01:00") ?? .distantPast

  @Test(arguments: SQLDialect.allCases)
  func `SQ1: the tables and a question are as agreed`(dialect: SQLDialect) throws {
    let table = PersonTable(of: try Self.gate())
    let tables = [table.people, PersonTable.standings] + FactTables.all
    try Golden.expect(
      tables.map { $0.definition(in: dialect) }.joined(separator: "\n"),
      equals: "schema.\(dialect.rawValue).sql")
    let use = Use(
      subject: [], purpose: "offers", channel: .email, activity: .init(id: "a", productLine: "cars")
    )
    let question = try #require(AudienceSQL(table, use: use, at: Self.moment))
    try Golden.expect(
      question.select(in: dialect) + "\n", equals: "audience.\(dialect.rawValue).sql")
  }

  @Test(arguments: SQLDialect.allCases)
  func `SQ1: a segment is as agreed`(dialect: SQLDialect) throws {
    let condition = try SegmentCondition(
      line:
        "bought cars at least 2 times in 24 months and not did viewed with category = tyres and "
        + "(age at least 18 or wants topic cars) and consent offers by email is given")
    let question = SegmentSQL(condition, at: Self.moment, in: try Self.gate().zone)
    try Golden.expect(
      question.select(in: dialect) + "\n", equals: "segment.\(dialect.rawValue).sql")
  }

  @Test(
    arguments: [
      ("a'b", "'a''b'", "'a\\'b'"), ("a\\'b", "E'a\\\\''b'", "'a\\\\\\'b'"),
      ("plain", "'plain'", "'plain'"), ("e\u{301}", "'\u{e9}'", "'\u{e9}'"),
    ])
  func `a text stays inside its quotes`(text: String, inPostgreSQL: String, inSpark: String) {
    // By code points: two texts that look alike are equal here and not in a database.
    #expect(SQLDialect.postgresql.literal(text).map { Array($0.utf8) } == Array(inPostgreSQL.utf8))
    #expect(SQLDialect.spark.literal(text).map { Array($0.utf8) } == Array(inSpark.utf8))
  }

  @Test(arguments: SQLDialect.allCases)
  func `a text with a NUL has no literal, and a condition on it holds for nobody`(
    dialect: SQLDialect
  ) throws {
    #expect(dialect.literal("a\0b") == nil)
    let question = SegmentSQL(
      .test(.topic("a\0b", isWanted: true)), at: Self.moment, in: try Self.gate().zone)
    #expect(question.select(in: dialect).contains("name = NULL"))
  }

  @Test func `names of columns need no quotes and stand once`() {
    var names = SQLNames()
    #expect(names.name(["consent", "carBuyers", "email"]) == "consent_car_buyers_email")
    #expect(names.name(["consent", "car-buyers", "email"]) == "consent_car_buyers_email_2")
    #expect(names.name(["consent", "x\"; DROP TABLE y --"]) == "consent_x___drop_table_y___")
    let long = names.name(["rejects", String(repeating: "é", count: 100)])
    #expect(long.utf8.count <= 63)
    #expect(names.name(["rejects", String(repeating: "é", count: 101)]) != long)
  }

  @Test func `a cell keeps quotes, and an empty text is not nothing`() {
    let row = SQLValue.row([.text("a\"\u{308}b"), .text(""), .nothing, .truth(true), .number(-1)])
    #expect(Array(row.utf8) == Array("\"a\"\"\u{308}b\",\"\",,true,-1".utf8))
  }

  @Test func `what no row can tell is no question`() throws {
    let table = PersonTable(of: try Self.gate())
    var use = Use(subject: [], purpose: "offers", channel: .email)
    #expect(AudienceSQL(table, use: use, at: Self.moment) != nil)
    use.recipient = "somebody"
    #expect(AudienceSQL(table, use: use, at: Self.moment) == nil)
  }
}
