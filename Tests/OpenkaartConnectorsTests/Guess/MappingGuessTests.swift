import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import Testing

/// Mappings proposed for the exports of real tools.
///
/// The headers are those of the tools; the rows are invented.
@Suite struct MappingGuessTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/headers")

  static let tools = [
    "activecampaign", "afas", "brevo", "exact-online", "hubspot", "klaviyo", "laposta",
    "lightspeed", "magento", "mailchimp", "pipedrive", "salesforce", "shopify-customers",
    "shopify-orders", "teamleader", "woocommerce-customers", "woocommerce-orders",
  ]

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  private static func guess(_ tool: String) throws -> MappingGuess {
    try MappingGuess(try bytes(tool + ".csv"), named: tool + ".csv")
  }

  private static func expected(_ tool: String) throws -> [(column: String, role: String)] {
    var table = try TableReader(try bytes(tool + ".expected.csv"))
    var row = TableRow()
    var roles: [(String, String)] = []
    while try table.next(&row) { roles.append((row[0], row[1])) }
    return roles
  }

  @Test func `every header set is tried`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let names = files.filter { $0.hasSuffix(".expected.csv") }
    #expect(Set(names) == Set(Self.tools.map { $0 + ".expected.csv" }))
    #expect(Self.tools.count >= 12)
  }

  @Test(arguments: tools) func `nine columns of ten are right`(tool: String) throws {
    let guess = try Self.guess(tool)
    let expected = try Self.expected(tool)
    #expect(guess.columns.map(\.name) == expected.map(\.column))
    let wrong = zip(guess.columns, expected).filter { $0.role.rawValue != $1.role }
      .map { "\($0.name): \($0.role.rawValue), not \($1.role)" }
    #expect(wrong.count * 10 <= expected.count, "\(wrong)")
  }

  @Test func `hardly any column of all header sets is wrong`() throws {
    var wrong: [String] = []
    var count = 0
    for tool in Self.tools {
      let columns = zip(try Self.guess(tool).columns, try Self.expected(tool))
      count += try Self.expected(tool).count
      wrong += columns.filter { $0.role.rawValue != $1.role }.map { "\(tool): \($0.0.name)" }
    }
    #expect(wrong.count * 50 <= count, "\(wrong)")
  }

  @Test(arguments: tools) func `no consent is read without being asked`(tool: String) throws {
    for language in [Language.nl, .en] {
      let text = MappingDraft(try Self.guess(tool), source: "crm", language: language).text
      let mapping = try mapping(text)
      let feed = try TableFeed(
        try Self.bytes(tool + ".csv"), named: tool, mapping: mapping, zone: .utc,
        knowledge: .asTold, exportedAt: .distantPast)
      let consent = try Self.expected(tool).filter { $0.role == "consent" }.map(\.column)
      let unread = Set(feed.report.unusedColumns)
      #expect(consent.allSatisfy { unread.contains($0) })
      #expect(consent.isEmpty || text.contains("#  - kind: "), "\(tool)")
      #expect(!text.contains("\n  - kind: consented"))
    }
  }

  @Test(arguments: tools) func `what is proposed reads the rows it was proposed from`(
    tool: String
  ) throws {
    let text = MappingDraft(try Self.guess(tool), source: "crm", language: .en).text
    var feed = try TableFeed(
      try Self.bytes(tool + ".csv"), named: tool, mapping: try mapping(text), zone: .utc,
      knowledge: .asTold, exportedAt: Timestamp(milliseconds: 0))
    var facts: [Fact] = []
    while let batch = try feed.next(rows: 10) { facts += batch.facts.map(\.fact) }
    #expect(feed.report.rejects.map { "\($0.place): \($0.message)" } == [])
    #expect(facts.count >= 2)
    #expect(!facts.contains { $0.content.kind == .consented })
  }

  @Test func `a citizen number is never proposed`() throws {
    let text = MappingDraft(try Self.guess("afas"), source: "afas", language: .en).text
    #expect(text.contains("A citizen number does not belong here: BSN"))
    #expect(!text.contains(": BSN\n"))
  }

  @Test func `a row of a customer without an order tells of the customer all the same`() throws {
    let table = """
      klantnr;voornaam;gewijzigd;order;orderdatum;avg-verzoek
      1;Anna;12-10-2026;C7;11-10-2026;
      2;Bob;13-10-2026;;;inzage
      """
    let guess = try MappingGuess(Array(table.utf8), named: "crm.csv")
    let text = MappingDraft(guess, source: "crm", language: .en).text
    #expect(text.contains("\noccurredAt: gewijzigd\n"))
    #expect(!text.contains("CONSENT"))
    var feed = try TableFeed(
      Array(table.utf8), named: "crm.csv", mapping: try mapping(text), zone: .utc,
      knowledge: .asTold, exportedAt: Timestamp(milliseconds: 0))
    var kinds: [FactKind] = []
    while let batch = try feed.next(rows: 10) {
      kinds += batch.facts.map(\.fact.content.kind)
    }
    #expect(feed.report.rejects.isEmpty)
    #expect(kinds.sorted { $0.rawValue < $1.rawValue } == [.described, .described, .purchased])
  }

  @Test func `a file that is no table is an error`() {
    #expect(throws: ImportError.self) { try MappingGuess([], named: "x") }
  }
}
