import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

/// What every outbox promises.
struct MailOutboxContractTests {
  private static func mail(_ id: String) -> OutgoingMail {
    OutgoingMail(
      id: id, from: "us@x.nl", to: "anna@x.nl",
      bytes: Array("Subject: \(id)\r\n\r\nTwo\r\nlines\n\r\n".utf8))
  }

  private static func moment(_ milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: milliseconds)
  }

  @Test(arguments: StoreKind.allCases)
  func `what was put in waits in order, once, until it is carried`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    for id in ["a", "b", "a", "c"] { try await store.put(Self.mail(id)) }
    let waiting = try await store.due(at: Self.moment(5), atMost: 10)
    #expect(waiting == ["a", "b", "c"].map { WaitingMail(mail: Self.mail($0), failures: 0) })
    #expect(try await store.due(at: Self.moment(5), atMost: 2).map(\.mail.id) == ["a", "b"])
    try await store.carried("b")
    try await store.carried("never")
    #expect(try await store.due(at: Self.moment(5), atMost: 9).map(\.mail.id) == ["a", "c"])
  }

  @Test(arguments: StoreKind.allCases)
  func `what failed is due again at its moment, and knows how often`(
    kind: StoreKind
  ) async throws {
    let store = try StoreUnderTest(kind).store
    try await store.put(Self.mail("a"))
    try await store.failed("a", tryAgainAt: Self.moment(100))
    #expect(try await store.due(at: Self.moment(99), atMost: 9).isEmpty)
    #expect(try await store.due(at: Self.moment(100), atMost: 9).map(\.failures) == [1])
  }

  @Test(arguments: StoreKind.allCases)
  func `a secret stays the same, and no two uses share one`(kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind).store
    let (one, other) = (await store.secret(for: "one"), await store.secret(for: "other"))
    #expect(one.count == 32 && other.count == 32 && one != other)
    #expect(await store.secret(for: "one") == one)
  }

  @Test func `nothing of a message can be read in the file, also after it was carried`()
    async throws
  {
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    try await store.put(Self.mail("needle"))
    try await store.close()
    let again = try SQLiteStore(at: folder.path)
    #expect(try await again.due(at: Self.moment(5), atMost: 9).count == 1)
    for name in ["openkaart.sqlite", "openkaart.sqlite-wal"] {
      let bytes = (try? Data(contentsOf: URL(filePath: "\(folder.path)/\(name)"))) ?? Data()
      #expect(bytes.range(of: Data("anna@x.nl".utf8)) == nil)
    }
    try await again.close()
  }
}
