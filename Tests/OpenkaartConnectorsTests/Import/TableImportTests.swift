import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService
import Testing

func newIntake() -> Intake { Intake() }

/// Takes in a table written in the test.
@discardableResult
func run(_ text: String, _ mapping: Mapping, _ intake: inout Intake) throws -> FileReport {
  let zones = try ZoneTable.system(names: ["Europe/Amsterdam"])
  let zone = try #require(zones["Europe/Amsterdam"])
  return try TableImport(mapping, zone: zone).run(
    Array(text.utf8), named: "test.csv", into: &intake)
}

@Suite struct TableImportTests {
  private static let crm = """
    source: crm
    dates: dd-MM-yyyy
    subject: {customerNumber: klantnr}
    facts:
      - kind: described
        occurredAt: gewijzigd
        identifiers: {email: e-mail, phone: telefoon}
        attributes:
          givenName: voornaam
          birthDate: geboren
          personType: {column: soort, values: {P: consumer, B: company}}
      - kind: complained
        when: {column: klacht, is: present}
        occurredAt: gewijzigd
        case: klacht
    """
  private static let header = "klantnr;voornaam;geboren;soort;e-mail;telefoon;gewijzigd;klacht\n"

  private static let orders = """
    source: shop
    facts:
      - kind: purchased
        group: order
        occurredAt: {column: datum, format: dd-MM-yyyy}
        subject: {email: mail}
        order: order
        lines:
          - product: artikel
            productLine: {column: groep, values: {mat: accessories}, other: maintenance}
            quantity: aantal
            priceCents: {column: prijs, unit: euro}
        constants: {saleKind: paid}
        stated:
          optOutOffered: {value: true, from: 2026-02-01, statedBy: Els, because: "the till asks"}
    """
  private static let orderHeader = "order;datum;mail;artikel;groep;aantal;prijs\n"

  @Test func `a row becomes the facts its mapping says`() throws {
    var intake = newIntake()
    let rows = "1001;Zoë;31-05-1990;p;ZOE@example.nl;06 1234 5678;01-07-2026;K1\n"
    let report = try run(Self.header + rows, try mapping(Self.crm), &intake)
    #expect(report.rejectCount == 0)
    let facts = intake.store.facts
    #expect(facts.map(\.content.kind) == [.described, .complained])
    #expect(facts[0].occurredAt == Timestamp(rfc3339: "2026-07-01T00:00:00+02:00"))
    #expect(facts[0].recordedAt == facts[0].occurredAt)
    guard case .described(let description) = facts[0].content else { return }
    #expect(
      description.identifiers
        == [Identifier(.email, "zoe@example.nl"), Identifier(.phone, "+31612345678")])
    #expect(
      description.attributes
        == [
          .init("givenName", "Zoë"), .init("birthDate", "1990-05-31"),
          .init("personType", "consumer"),
        ])
  }

  @Test func `the same file twice is the same facts`() throws {
    var intake = newIntake()
    let text =
      Self.orderHeader + "o1;01-01-2026;a@example.nl;mat-1;mat;1;49,00\n"
      + "o1;01-01-2026;a@example.nl;mat-2;mat;2;9,50\no2;02-03-2026;b@example.nl;beurt;x;1;400\n"
    let map = try mapping(Self.orders)
    try run(text, map, &intake)
    let first = intake.store.facts
    try run(text, map, &intake)
    #expect(intake.store.facts == first)
    #expect(intake.report.duplicates == first.count)
    #expect(intake.report.conflicts == 0)
  }

  @Test func `an id shows nothing of the person`() throws {
    var intake = newIntake()
    try run(
      Self.header + "1001;Zoë;31-05-1990;P;zoe@example.nl;;01-07-2026;\n", try mapping(Self.crm),
      &intake)
    let id = try #require(intake.store.facts.first).id.id
    #expect(id.utf8.count == 32)
    let isHex = id.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    #expect(isHex)
  }

  @Test func `rows of one order are one purchase with several lines`() throws {
    var intake = newIntake()
    let text =
      Self.orderHeader + "o1;01-01-2026;a@example.nl;mat-1;mat;1;€ 1.049,00\n"
      + "o2;02-03-2026;b@example.nl;beurt;x;1;400\no1;01-01-2026;a@example.nl;mat-2;mat;2;9,50\n"
    try run(text, try mapping(Self.orders), &intake)
    let purchases = intake.store.facts.compactMap { fact -> Purchase? in
      if case .purchased(let purchase) = fact.content { purchase } else { nil }
    }
    #expect(
      purchases.map(\.lines) == [
        [
          .init(product: "mat-1", productLine: "accessories", quantity: 1, priceCents: 104_900),
          .init(product: "mat-2", productLine: "accessories", quantity: 2, priceCents: 950),
        ], [.init(product: "beurt", productLine: "maintenance", quantity: 1, priceCents: 40_000)],
      ])
    #expect(purchases.map(\.optOutOffered) == [nil, true])
    #expect(
      intake.store.facts.map { $0.statements.map(\.statedBy) } == [[], ["Els"]])
    #expect(intake.report.stated == 1)
    #expect(intake.report.unknownFields.isEmpty)
  }

  @Test func `a row that contradicts its order is refused`() throws {
    var intake = newIntake()
    let text =
      Self.orderHeader + "o1;01-01-2026;a@example.nl;mat-1;mat;1;49,00\n"
      + "o1;02-01-2026;a@example.nl;mat-2;mat;1;49,00\n"
    let report = try run(text, try mapping(Self.orders), &intake)
    #expect(report.rejects.map(\.code) == ["row.differsFromGroup"])
    #expect(report.rejects.map(\.column) == ["datum"])
    #expect(intake.store.facts.count == 1)
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let row: String
    let column: String?
    let code: String
    var testDescription: String { code }
  }

  static let bad = [
    Bad(
      row: "1;Geheim;31-02-1990;P;a@example.nl;;01-07-2026;", column: "geboren", code: "cell.date"),
    Bad(row: "1;Geheim;;X;a@example.nl;;01-07-2026;", column: "soort", code: "cell.unknownValue"),
    Bad(row: "1;Geheim;;P;;6,12E+11;01-07-2026;", column: "telefoon", code: "cell.shortened"),
    Bad(row: "1;Geheim;;P;;belt niet;01-07-2026;", column: "telefoon", code: "field.wrong"),
    Bad(row: "1;Geheim;;P;a@example.nl;;;", column: "gewijzigd", code: "field.missing"),
    Bad(row: ";Geheim;;P;a@example.nl;;01-07-2026;", column: nil, code: "field.missing"),
    Bad(row: "1;Geheim;P", column: nil, code: "table.ragged"),
  ]

  @Test(arguments: bad) func `a bad row is refused with its place and the rest goes in`(
    _ bad: Bad
  ) throws {
    var intake = newIntake()
    let good = "2;Ina;;P;ina@example.nl;;01-07-2026;\n"
    let report = try run(Self.header + bad.row + "\n" + good, try mapping(Self.crm), &intake)
    let reject = try #require(report.rejects.first)
    #expect(report.rejectCount == 1)
    #expect(reject.row == 2)
    #expect(reject.code == bad.code)
    #expect(reject.column == bad.column)
    #expect(!reject.message.contains("Geheim") && !reject.place.contains("Geheim"))
    #expect(reject.entry.contains(bad.row))
    #expect((reject.caret == nil) == (bad.column == nil))
    #expect(intake.store.facts.count == 1)
    #expect(intake.report.rejected == 1)
  }

  @Test func `equal rows are one fact unless the mapping keeps repeats`() throws {
    let yaml =
      "source: log\nfacts:\n  - kind: purchased\n    occurredAt: d\n    subject: {customerNumber: n}\n"
    let text = "n,d\n1,2026-01-01\n1,2026-01-01\n2,2026-01-01\n"
    var once = newIntake()
    try run(text, try mapping(yaml), &once)
    #expect(once.store.facts.count == 2)
    #expect(once.report.duplicates == 1)
    var kept = newIntake()
    let keeping = try mapping(yaml + "    repeats: keep\n")
    try run(text, keeping, &kept)
    #expect(kept.store.facts.count == 3)
    try run(text, keeping, &kept)
    #expect(kept.store.facts.count == 3)
  }

  @Test func `a citizen number in free text is masked and counted`() throws {
    let yaml =
      "source: crm\nfacts:\n  - kind: complained\n    occurredAt: d\n"
      + "    subject: {customerNumber: n}\n    about: a\n"
    var intake = newIntake()
    try run("n,d,a\n1,2026-01-01,bsn 111222333\n", try mapping(yaml), &intake)
    #expect(intake.report.maskedCitizenNumbers == 1)
    #expect(
      intake.store.facts.first?.content == .complained(case: nil, about: "bsn *********"))
  }

  @Test func `facts come one a line and bad lines are reported`() throws {
    let text = """
      {"id":"1","source":"app","kind":"deceased","occurredAt":"2026-01-01T10:00:00Z","subject":{"email":"a@example.nl"}}

      {"id":"1","source":"app","kind":"deceased","occurredAt":"2026-01-01T10:00:00Z","subject":{"email":"a@example.nl"}}
      {"id":"1","source":"app","kind":"deceased","occurredAt":"2026-01-02T10:00:00Z","subject":{"email":"a@example.nl"}}
      {"id":"2","source":"app","kind":"erased","occurredAt":"2026-01-01T10:00:00Z","subject":{"email":"a@example.nl"}}
      {"id":"3",
      """
    var intake = newIntake()
    let report = try FactLines().run(Array(text.utf8), named: "app.ndjson", into: &intake)
    #expect(intake.store.facts.count == 1)
    #expect(intake.report.duplicates == 1)
    #expect(report.rejects.map(\.row) == [4, 5, 6])
    #expect(report.rejects.map(\.code) == ["fact.conflict", "fact.systemOnly", "json.unfinished"])
    #expect(report.rejects.allSatisfy { !$0.message.contains("example.nl") })
  }
}
