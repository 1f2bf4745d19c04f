import Crypto
import Foundation
import GRDB
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartSQLite

/// Customers with more links than one row of the store holds, and keys that a crash left behind.
struct ManyLinksTests {
  private static func visit(_ number: Int, by customer: String = "7") -> Fact {
    let subject = [
      Identifier(.customerNumber, customer), Identifier(.anonymousId, "visitor-\(number)"),
    ].compactMap(\.self)
    return Fact(
      id: FactID(source: "web", id: "\(number)"), subject: subject,
      occurredAt: Timestamp(milliseconds: 1), recordedAt: Timestamp(milliseconds: 2),
      content: .behaved(event: "seen", properties: []))
  }

  @Test(arguments: [1, 7, 1000])
  func `a customer of many browsers is one, whatever the batches`(batch: Int) async throws {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    let count = NodeRow.most * 2 + 44
    let visits = (0..<count).map { Self.visit($0) }
    for start in stride(from: 0, to: count, by: batch) {
      try await store.append(Array(visits[start..<min(start + batch, count)]))
    }
    // Once more, under other ids: what is joined is not joined again.
    try await store.append((0..<count).map { Self.visit($0) }.map { $0.again })
    for number in [0, NodeRow.most - 1, NodeRow.most, count - 1] {
      let subject = [Self.visit(number).subject[1]]
      #expect(try await store.facts(about: subject).facts.count == count * 2)
    }
    let parts = try await store.file.read { database in
      try Int.fetchAll(
        database, sql: "SELECT count(*) FROM node GROUP BY node HAVING max(part) > 0")
    }
    #expect(parts == [3])
    #expect(try await store.rebuild { _ in }.isEqual)
  }

  @Test func `a key that a crash left without a cell does no harm`() async throws {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    try await store.append([Self.visit(0)])
    try await store.close()
    // As when the process was killed between the commit of the keys and that of the facts.
    let keys = try DatabaseQueue(path: folder.file("keys.sqlite"))
    try await keys.write { database in
      try database.execute(
        sql: """
          INSERT INTO dataKey SELECT origin + 2, class, randomblob(41) FROM dataKey
          UNION SELECT origin + 3, class, randomblob(41) FROM dataKey
          """)
    }
    try keys.close()
    let again = try SQLiteStore(at: folder.path)
    let visit = Self.visit(1, by: "8")
    #expect(try await again.append([visit]) == [.added])
    try await again.close()
    let reopened = try SQLiteStore(at: folder.path)
    #expect(try await reopened.facts(about: visit.subject).facts == [visit])
  }

  @Test(arguments: UInt64(0)..<30)
  func `customers are counted as they come, join and stay`(seed: UInt64) async throws {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    let world = CrowdedWorld(seed: seed)
    let size = 1 + Int(seed % 9)
    for start in stride(from: 0, to: world.facts.count, by: size) {
      try await store.append(Array(world.facts[start..<min(start + size, world.facts.count)]))
      // The first time it counts everything, and from then on only what comes in.
      let counted = try await store.counts.customers
      #expect(try await counted == store.allGroups().count)
    }
    for identifier in world.identifiers {
      let known = try await store.customer(of: [identifier])
      let fresh = try await store.file.read { database -> Int64? in
        guard let node = try store.groups.nodes(of: [identifier], database).first else {
          return nil
        }
        let members = try store.groups.component(of: [node], database)
        return try store.groups.hasFacts(under: members, database) ? members.min() : nil
      }
      #expect(known == fresh.map { store.names.name(of: $0) })
    }
  }
}

extension Fact {
  /// The same told under another id.
  fileprivate var again: Fact {
    Fact(
      id: FactID(source: id.source, id: id.id + "-again"), subject: subject,
      occurredAt: occurredAt, recordedAt: recordedAt, content: content)
  }
}
