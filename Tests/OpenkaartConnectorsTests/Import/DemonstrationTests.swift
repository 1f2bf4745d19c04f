import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService
import Testing

@Suite struct DemonstrationTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Demo/dealership")

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  @Test func `the dealership's files go in, and again without a new fact`() throws {
    let policy = try PolicyFile.load(path: Self.folder.appending(path: "policy.yaml").path)
    let zone = try #require(policy.zones[policy.policy.controller.timeZone])
    var intake = Intake()
    var rejects = 0
    for _ in 0..<2 {
      rejects = 0
      for (file, map) in [
        ("crm.csv", "map-crm.yaml"), ("mailing.csv", "map-mailing.yaml"),
        ("webshop-orders.csv", "map-webshop.yaml"),
      ] {
        let text = String(decoding: try Self.bytes(map), as: UTF8.self)
        let importer = TableImport(try mapping(text), zone: zone)
        rejects += try importer.run(try Self.bytes(file), named: file, into: &intake).rejectCount
      }
      rejects +=
        try FactLines()
        .run(try Self.bytes("app.ndjson"), named: "app.ndjson", into: &intake).rejectCount
    }
    #expect(rejects == 5)
    #expect(intake.report.factCount == intake.report.duplicates)
    #expect(intake.report.conflicts == 0)
    #expect(intake.report.unknownFields.isEmpty)

    let gate = Gate(policy: policy.policy, zones: policy.zones)
    let moment = try #require(Timestamp(rfc3339: "2026-11-22T10:00:00+01:00"))
    let question = AudienceQuestion(
      purpose: "offers", channel: .email,
      activity: .init(
        id: "november-discount", productLine: "cars", product: "hatchback-x", topic: "cars",
        priceCents: 2_400_000, isPromotional: true), at: moment)
    let audience = Audience(
      of: intake.store.facts, question: question, gate: gate, now: moment)
    // Carla bought the very car three weeks ago, for more.
    let carla = try #require(audience.people.first)
    let decision = audience.answer(about: carla).decision
    #expect(decision.outcome == .deny)
    #expect(
      decision.reasons.map(\.code) == [.houseRecentlyBought, .housePriceRegret, .basisConsent])
    let funnel = audience.funnel()
    #expect(funnel.allowedCount > 100)
    #expect(funnel.deniedCount > 100)
    #expect(funnel.laterCount > 0)
  }
  @Test(arguments: UInt64(0)..<60) func `mutated files and mappings never trap`(seed: UInt64) throws
  {
    var random = Seeded(seed)
    var map = Array(try Self.bytes("map-webshop.yaml"))
    var rows = Array(try Self.bytes("webshop-orders.csv").prefix(1500))
    let marks = Array("{}[]:,\"'\n -0a;|@".utf8)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      map[Int.random(in: 0..<map.count, using: &random)] = marks.randomElement(using: &random) ?? 0
    }
    for _ in 0..<10 {
      rows[Int.random(in: 0..<rows.count, using: &random)] =
        marks.randomElement(using: &random) ?? 0
    }
    guard let node = try? YAMLReader.node(in: map),
      let mapping = MappingReader.reading(of: node).mapping
    else { return }
    var intake = Intake()
    let report = try? TableImport(mapping, zone: .utc).run(rows, named: "x", into: &intake)
    for reject in report?.rejects ?? [] { #expect(!reject.entry.isEmpty) }
  }
}
