import Crypto
import Foundation
import GRDB
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartSQLite
@testable import TransparencyLog
@testable import TransparencyLogFiles

/// What an erasure leaves of the log: every entry, and nothing by which one of them can be read.
struct ErasedLogTests {
  /// The receipts of a person, each checked as an outsider does.
  private static func receipts(
    of number: Int, _ people: ErasedPeople, _ store: SQLiteStore, _ policy: TrustPolicy
  ) async throws -> [(proof: LogProof, receipt: Receipt)] {
    guard let customer = try await store.customer(of: people.subject(number)) else { return [] }
    return try await store.receipts(of: customer, number: nil).map { receipt in
      let proof = try LogProof(parsing: try #require(receipt.proof))
      let shown = try Receipt(parsing: try #require(proof.extra))
      _ = try proof.verified(leaf: .leaf(try #require(shown.entry).bytes), by: policy)
      return (proof, shown)
    }
  }

  @Test func `L11: after an erasure the log is whole, and of the erased nobody can make a proof`()
    async throws
  {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 3)
    let store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    try await store.publishLog()
    let policy = try await StoredLogTests.policy(of: store)
    let before = try await Self.receipts(of: 1, people, store, policy)
    #expect(before.count == people.factsEach)
    let entries = try await store.logStatus.entries
    #expect(try await store.erase(people.order(erasing: [1])).state == .final)
    try await store.append([people.behaved(2, id: "after", at: people.later)])
    try await store.publishLog()

    // Every entry of before is there, and one more.
    let audit = try LogAudit(of: LogFolder(path: folder.path + "/log"), by: policy)
    #expect(audit.size == entries + 1)
    #expect(try audit.report().findings == [])
    // What the person took home is theirs, and others can still ask for theirs.
    for (proof, receipt) in before {
      let entry = try #require(receipt.entry)
      _ = try proof.verified(leaf: .leaf(entry.bytes), by: policy)
    }
    #expect(try await Self.receipts(of: 2, people, store, policy).count == people.factsEach + 1)
    #expect(try await Self.receipts(of: 1, people, store, policy).isEmpty)
    try await Self.expectNoNonce(of: before.map(\.receipt), in: store)
    try await store.close()
    // No nonce stands anywhere, and the records are gone.
    for name in try folder.files() {
      guard let bytes = FileManager.default.contents(atPath: folder.file(name)) else { continue }
      for (_, receipt) in before { #expect(bytes.range(of: Data(receipt.nonce)) == nil, "\(name)") }
    }
  }

  /// Under no key that is left is any nonce of these made again.
  private static func expectNoNonce(of receipts: [Receipt], in store: SQLiteStore) async throws {
    let nonces = Set(receipts.map(\.nonce))
    let cells = try await store.keyPlane.file.read { database in
      try Row.fetchAll(database, sql: "SELECT origin, class FROM dataKey").compactMap { row in
        FactClass(rawValue: row[1]).map { CellName(origin: row[0], part: $0) }
      }
    }
    #expect(!cells.isEmpty)
    for key in try store.keyPlane.keys(of: cells).compactMap(\.self) {
      for running in Int64(1)...20 {
        let nonce = LogRecord.nonce(running, under: key).withUnsafeBytes { Array($0) }
        #expect(!nonces.contains(nonce))
      }
    }
  }
}
