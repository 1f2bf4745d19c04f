import Foundation
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartSQLite
@testable import TransparencyLog
@testable import TransparencyLogFiles

/// The log that a store keeps, as outsiders see it.
struct StoredLogTests {
  private static func look(
    _ customer: CustomerID?, _ kind: UsageEntry.Kind = .card
  ) -> UsageEntry {
    UsageEntry(
      kind, at: Timestamp(milliseconds: 60_000), by: "desk", purpose: "complaint",
      customer: customer)
  }

  /// Fills a store with facts, looks and an entry about many; gives the number of entries.
  static func fill(_ store: SQLiteStore, from start: Int = 0) async throws -> Int {
    let facts = (start..<(start + 300)).map {
      StoreContractTests.fact("\($0)", about: "p\($0 % 50)@x.nl")
    }
    try await store.append(Array(facts[..<200]))
    for fact in facts[200...].prefix(20) { try await store.append([fact]) }
    try await store.append(facts)
    var customers: [CustomerID] = []
    for fact in facts.prefix(50) {
      customers.append(try #require(try await store.customer(of: fact.subject)))
    }
    for customer in customers.prefix(10) { try await store.append(look(customer)) }
    try await store.append(look(nil, .audience))
    _ = try await store.append(
      look(nil, .released),
      about: customers.map { UsageMember($0, record: Array("yes \($0)".utf8)) })
    return 300 + 10 + 1 + 1
  }

  static func policy(of store: SQLiteStore) async throws -> TrustPolicy {
    TrustPolicy(logs: [try #require(await store.publisher.verifierKey)])
  }

  private static func findings(_ folder: TemporaryFolder, _ policy: TrustPolicy) throws
    -> (UInt64, [AuditFinding])
  {
    let audit = try LogAudit(of: LogFolder(path: folder.path + "/log"), by: policy)
    return (audit.size, try audit.report().findings)
  }

  @Test func `L5: every fact, look and use of many is one entry, and the audit agrees`()
    async throws
  {
    let folder = TemporaryFolder()
    var store = try SQLiteStore(at: folder.path)
    let count = try await Self.fill(store)
    try await store.publishLog()
    let policy = try await Self.policy(of: store)
    #expect(try Self.findings(folder, policy) == (UInt64(count), []))
    // What is refused as known adds no entry.
    try await store.append([StoreContractTests.fact("1", about: "p1@x.nl")])
    try await store.publishLog()
    #expect(try Self.findings(folder, policy).0 == UInt64(count))
    try await store.close()
    store = try SQLiteStore(at: folder.path)
    let more = try await Self.fill(store, from: 1000)
    try await store.close()
    #expect(try Self.findings(folder, policy) == (UInt64(count + more), []))
  }

  @Test func `L6: the files can be made again from the database, to the byte`() async throws {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    _ = try await Self.fill(store)
    try await store.publishLog()
    let log = URL(filePath: folder.path + "/log")
    let before = try Self.contents(of: log)
    #expect(before.count > 5)
    try FileManager.default.removeItem(at: log)
    try await store.publishLog()
    #expect(try Self.contents(of: log) == before)
    try FileManager.default.removeItem(at: log.appending(path: "tile/0"))
    try FileManager.default.removeItem(at: log.appending(path: "checkpoint"))
    try await store.publishLog()
    #expect(try Self.contents(of: log) == before)
    try await store.close()
  }

  private static func contents(of folder: URL) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      if let data = FileManager.default.contents(atPath: folder.path + "/" + name) {
        contents[name] = data
      }
    }
    return contents
  }

  @Test func `L7: each receipt leads to the signed root, and the running numbers have no hole`()
    async throws
  {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    _ = try await Self.fill(store)
    try await store.publishLog()
    let policy = try await Self.policy(of: store)
    for person in [0, 7, 49] {
      let subject = [Identifier(.email, "p\(person)@x.nl")].compactMap(\.self)
      let customer = try #require(try await store.customer(of: subject))
      let receipts = try await store.receipts(of: customer, number: nil)
      #expect(receipts.count == (person < 10 ? 8 : 7))
      var previous = "-"
      for (index, receipt) in receipts.enumerated() {
        let proof = try LogProof(parsing: try #require(receipt.proof))
        let shown = try Receipt(parsing: try #require(proof.extra))
        let entry = try #require(shown.entry)
        _ = try proof.verified(leaf: .leaf(entry.bytes), by: policy)
        let head = "openkaart/record/v1\nnumber \(index + 1)\nprevious \(previous)\n\n"
        #expect(receipt.record.starts(with: Array(head.utf8)))
        let own = try #require(Commitment.hash(of: shown.record, nonce: shown.nonce))
        previous = "\(own)"
        // One letter more, and it proves nothing.
        let forged = Receipt(
          type: shown.type, seconds: shown.seconds, nonce: shown.nonce, batch: shown.batch,
          record: shown.record + [0x20])
        let other = try #require(forged.entry)
        #expect(throws: TrustError.self) {
          try proof.verified(leaf: .leaf(other.bytes), by: policy)
        }
      }
      let last = try #require(receipts.last)
      #expect(String(decoding: last.record, as: UTF8.self).hasSuffix("yes \(customer)"))
      let one = try await store.receipts(of: customer, number: receipts[2].number)
      #expect(one == [receipts[2]])
    }
    try await store.close()
  }

  @Test func `an entry says nothing of whom it is about`() async throws {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path) { Timestamp(milliseconds: 1_795_338_123_456) }
    try await store.append([StoreContractTests.fact("1", about: "anna@example.nl")])
    try await store.append([StoreContractTests.fact("2", about: "anna@example.nl")])
    try await store.publishLog()
    let bundle = try #require(try await store.logFile("tile/entries/000.p/2"))
    #expect(bundle.count == 2 * (2 + 42))
    let entries = try EntryBundle(bundle, width: 2)
    for place in 0..<2 {
      let entry = try LogEntry(parsing: entries[place])
      #expect(entry.type == 1 && entry.seconds == 1_795_338_120)
    }
    #expect(entries[0].dropFirst(10) != entries[1].dropFirst(10))
    #expect(try await store.logFile("../log.key") == nil)
    try await store.close()
  }
}
