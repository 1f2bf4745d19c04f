import Foundation
import GRDB
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartSQLite

/// Files that are gone, damaged, of another folder or in use: a clear word, and nothing lost.
struct DamageTests {
  @Test func `a second owner is refused, by name`() async throws {
    let folder = try await TemporaryFolder.withFacts()
    let store = try SQLiteStore(at: folder.path)
    let refusal = StoreError.inUse(folder: folder.path, process: getpid())
    #expect(throws: refusal) { try SQLiteStore(at: folder.path) }
    #expect(refusal.message.en.contains("in use by process \(getpid())"))
    try await store.close()
    try await SQLiteStore(at: folder.path).close()
  }

  @Test func `a folder without data is not made when it has to be there`() {
    let folder = TemporaryFolder()
    #expect(throws: StoreError.missing(folder: folder.path)) {
      try SQLiteStore(at: folder.path, isCreating: false)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test(arguments: ["keyring", "keys.sqlite"])
  func `without its keys a folder is not opened`(name: String) async throws {
    let folder = try await TemporaryFolder.withFacts()
    let file = folder.file(name)
    let kept = try Data(contentsOf: URL(filePath: file))
    try FileManager.default.removeItem(atPath: file)
    #expect(throws: StoreError.keyringMissing(file: file)) { try SQLiteStore(at: folder.path) }
    #expect(!FileManager.default.fileExists(atPath: file))
    try kept.write(to: URL(filePath: file))
    let store = try SQLiteStore(at: folder.path)
    #expect(try await store.facts(about: Fact.sale("1").subject).facts.count == 50)
    try await store.close()
  }

  @Test(arguments: ["keyring", "keys.sqlite"])
  func `the keys of another folder are refused`(name: String) async throws {
    let folder = try await TemporaryFolder.withFacts()
    let other = try await TemporaryFolder.withFacts()
    try FileManager.default.removeItem(atPath: folder.file(name))
    try FileManager.default.copyItem(atPath: other.file(name), toPath: folder.file(name))
    #expect(throws: StoreError.keyringMissing(file: folder.file("keyring"))) {
      try SQLiteStore(at: folder.path)
    }
  }

  @Test(arguments: ["keyring", "keys.sqlite", "openkaart.sqlite"])
  func `a file that is no longer one is named`(name: String) async throws {
    let folder = try await TemporaryFolder.withFacts()
    let file = try #require(FileHandle(forUpdatingAtPath: folder.file(name)))
    try file.write(contentsOf: Data(repeating: 0x20, count: 200))
    try file.close()
    let path = folder.file(name)
    let expected: StoreError =
      name == "keyring" ? .keyringMissing(file: path) : .corrupt(file: path)
    #expect(throws: expected) { try SQLiteStore(at: folder.path) }
  }

  @Test func `damaged pages are named when they are read`() async throws {
    let folder = try await TemporaryFolder.withFacts(count: 400)
    let path = folder.file("openkaart.sqlite")
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    let size = Int(try file.seekToEnd())
    try #require(size > 20 * 4096)
    try file.seek(toOffset: 20 * 4096)
    try file.write(contentsOf: Data(repeating: 0xA5, count: size - 20 * 4096))
    try file.close()
    await #expect(throws: StoreError.corrupt(file: path)) {
      let store = try SQLiteStore(at: folder.path)
      _ = try await store.facts(about: Fact.sale("1").subject)
    }
  }

  @Test func `a cell that was moved does not open`() async throws {
    let folder = try await TemporaryFolder.withFacts()
    let store = try SQLiteStore(at: folder.path)
    try await store.file.pool.write { database in
      try database.execute(
        sql: """
          DROP TRIGGER factUnchanged;
          UPDATE fact SET sealed = (SELECT sealed FROM fact WHERE seq = 2) WHERE seq = 1;
          """)
    }
    await #expect(throws: StoreError.corrupt(file: folder.file("openkaart.sqlite"))) {
      try await store.facts(about: Fact.sale("1").subject)
    }
    try await store.close()
  }

  @Test func `what a newer version wrote is left alone`() async throws {
    let folder = try await TemporaryFolder.withFacts()
    let store = try SQLiteStore(at: folder.path)
    try await store.file.pool.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')")
    }
    try await store.close()
    #expect(throws: StoreError.newerFormat(file: folder.file("openkaart.sqlite"))) {
      try SQLiteStore(at: folder.path)
    }
  }
}
