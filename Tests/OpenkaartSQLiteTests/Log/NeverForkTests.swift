import Foundation
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartSQLite
@testable import TransparencyLog

/// A database that is older than what the world has seen adds nothing.
struct NeverForkTests {
  private static let databases = [
    "openkaart.sqlite", "openkaart.sqlite-wal", "openkaart.sqlite-shm", "keys.sqlite",
    "keys.sqlite-wal", "keys.sqlite-shm", "keyring", "log.key",
  ]

  /// A folder with a log of one time, and its databases as they were before that.
  private static func rolledBack() async throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    let backup = TemporaryFolder()
    var store = try SQLiteStore(at: folder.path)
    _ = try await StoredLogTests.fill(store)
    try await store.close()
    try FileManager.default.createDirectory(atPath: backup.path, withIntermediateDirectories: true)
    try copy(from: folder, to: backup)
    store = try SQLiteStore(at: folder.path)
    _ = try await StoredLogTests.fill(store, from: 1000)
    try await store.close()
    try copy(from: backup, to: folder)
    return folder
  }

  private static func copy(from one: TemporaryFolder, to other: TemporaryFolder) throws {
    for name in databases {
      try? FileManager.default.removeItem(atPath: other.path + "/" + name)
      guard FileManager.default.fileExists(atPath: one.path + "/" + name) else { continue }
      try FileManager.default.copyItem(
        atPath: one.path + "/" + name, toPath: other.path + "/" + name)
    }
  }

  @Test func `L8: started from an older copy, nothing is added or signed, and it says why`()
    async throws
  {
    let folder = try await Self.rolledBack()
    let shown = try #require(FileManager.default.contents(atPath: folder.path + "/log/checkpoint"))
    let store = try SQLiteStore(at: folder.path)
    let expected = StoreError.logUnsafe(
      folder: folder.path, .behind(entries: 312, signed: 624))
    await #expect(throws: expected) {
      try await store.append([StoreContractTests.fact("new", about: "a@x.nl")])
    }
    await #expect(throws: expected) {
      try await store.append(UsageEntry(.audience, at: .distantPast, by: "desk"))
    }
    await #expect(throws: expected) { try await store.publishLog() }
    #expect(try await store.logStatus.danger != nil)
    #expect(try await store.logFile("checkpoint") == Array(shown))
    try await store.close()
    #expect(FileManager.default.contents(atPath: folder.path + "/log/checkpoint") == shown)
  }

  @Test(arguments: ["state/signed", "log.key"])
  func `L8: without what says how far the log was signed, nothing is added`(
    file: String
  ) async throws {
    let folder = TemporaryFolder()
    var store = try SQLiteStore(at: folder.path)
    try await store.append([StoreContractTests.fact("1", about: "a@x.nl")])
    try await store.close()
    try FileManager.default.removeItem(atPath: folder.path + "/" + file)
    store = try SQLiteStore(at: folder.path)
    let danger: LogDanger = file == "log.key" ? .keyMissing : .stateMissing
    await #expect(throws: StoreError.logUnsafe(folder: folder.path, danger)) {
      try await store.append([StoreContractTests.fact("2", about: "a@x.nl")])
    }
    try await store.close()
  }

  @Test func `L8: another history of the same length is known`() async throws {
    let (folder, other) = (TemporaryFolder(), TemporaryFolder())
    for (place, count) in [(folder, 3), (other, 5)] {
      let store = try SQLiteStore(at: place.path)
      for number in 0..<count {
        try await store.append([StoreContractTests.fact("\(number)", about: "a@x.nl")])
      }
      try await store.close()
    }
    // The same keys and what was signed, over the entries of another.
    for name in ["log.key", "state/signed"] {
      try FileManager.default.removeItem(atPath: other.path + "/" + name)
      try FileManager.default.copyItem(
        atPath: folder.path + "/" + name, toPath: other.path + "/" + name)
    }
    let store = try SQLiteStore(at: other.path)
    await #expect(throws: StoreError.logUnsafe(folder: other.path, .differs(signed: 3))) {
      try await store.append([StoreContractTests.fact("9", about: "a@x.nl")])
    }
    try await store.close()
  }
}
