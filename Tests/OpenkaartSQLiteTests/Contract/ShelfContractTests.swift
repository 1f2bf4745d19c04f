import OpenkaartCore
import OpenkaartService
import Testing

/// What every store promises beside the facts.
struct ShelfContractTests {
  @Test(arguments: StoreKind.allCases)
  func `the policy of a moment is the last one applied by then`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    #expect(try await store.currentPolicy == nil)
    let policies = [10, 20].map { moment in
      AppliedPolicy(
        version: "v\(moment)", text: Array("purposes: # é \(moment)".utf8),
        appliedAt: Timestamp(milliseconds: moment))
    }
    for policy in policies { try await store.apply(policy) }
    #expect(try await store.appliedPolicies == policies)
    #expect(try await store.currentPolicy == policies[1])
    #expect(try await store.policy(at: Timestamp(milliseconds: 9)) == nil)
    #expect(try await store.policy(at: Timestamp(milliseconds: 19)) == policies[0])
    #expect(try await store.policy(at: Timestamp(milliseconds: 20)) == policies[1])
  }

  @Test(arguments: StoreKind.allCases)
  func `a key ends once`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let keys = ["a", "b"].map { id in
      APIKey(
        id: id, name: "Kassa \(id)", scopes: ["facts:write", "decisions:read"],
        digest: Array(repeating: 7, count: 32), createdAt: Timestamp(milliseconds: 5))
    }
    for key in keys { try await store.add(key) }
    #expect(try await store.revoke(key: "b", at: Timestamp(milliseconds: 8)))
    #expect(try await store.revoke(key: "b", at: Timestamp(milliseconds: 9)))
    #expect(try await !store.revoke(key: "c", at: Timestamp(milliseconds: 9)))
    #expect(
      try await store.keys == [keys[0], keys[1].revoked(at: Timestamp(milliseconds: 8))])
  }

  @Test(arguments: StoreKind.allCases)
  func `an import goes on where it was`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let file = ImportedFile(digest: [1, 2], mapping: [3], source: "crm")
    let other = ImportedFile(digest: [1, 2], mapping: [3], source: "web")
    #expect(try await store.progress(of: file) == nil)
    try await store.note(ImportProgress(rows: 1000, isFinished: false), of: file)
    #expect(try await store.progress(of: file) == ImportProgress(rows: 1000, isFinished: false))
    try await store.note(ImportProgress(rows: 1500, isFinished: true), of: file)
    #expect(try await store.progress(of: file) == ImportProgress(rows: 1500, isFinished: true))
    #expect(try await store.progress(of: other) == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `a nightly export shows what is new, changed and gone`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let person = [Identifier(.email, "a@x.nl")].compactMap(\.self)
    try await store.append([StoreContractTests.fact("1", about: "a@x.nl")])
    let rows = ["1", "2", "3"].map { SnapshotRow(key: $0, digest: [1], subject: person) }
    #expect(try await store.changes(in: rows, of: "crm") == [.new, .new, .new])
    try await store.note(rows, of: "crm", seenIn: [0])
    let next = [
      SnapshotRow(key: "2", digest: [2], subject: person), rows[2],
      SnapshotRow(key: "4", digest: [1], subject: []),
    ]
    #expect(try await store.changes(in: next, of: "crm") == [.changed, .same, .new])
    #expect(try await store.changes(in: next, of: "web") == [.new, .new, .new])
    try await store.note(next, of: "crm", seenIn: [1])
    #expect(try await store.changes(in: next, of: "crm") == [.same, .same, .same])
    let missing = try await store.rowsMissing(from: [1], of: "crm")
    let customer = try #require(try await store.customer(of: person))
    #expect(missing == MissingRows(count: 1, customers: [customer]))
    #expect(try await store.rowsMissing(from: [1], of: "web").count == 0)
  }
}
