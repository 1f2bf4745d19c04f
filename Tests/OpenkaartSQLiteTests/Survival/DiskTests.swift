import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

/// The disk is full, or may not be written.
struct DiskTests {
  @Test(
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a disk in memory"),
    arguments: [3, 5, 9])
  func `a full disk is said, nothing acknowledged is lost, and room is all it takes`(
    megabytes: Int
  ) async throws {
    let disk = try SmallDisk(megabytes: megabytes)
    defer { disk.remove() }
    let folder = disk.path + "/data"
    let store = try SQLiteStore(at: folder)
    var count = 0
    var refusal: StoreError?
    while refusal == nil, count < 100_000 {
      do {
        try await store.append((count..<(count + 100)).map { Fact.sale("\($0)") })
        count += 100
      } catch let error as StoreError {
        refusal = error
      }
    }
    #expect(refusal == .diskFull(folder: folder))
    #expect(try await store.counts.facts == count)
    try disk.change("size=64m")
    // The very batch that was refused, and the same store.
    let again = (count..<(count + 100)).map { Fact.sale("\($0)") }
    #expect(try await store.append(again).allSatisfy { $0 == .added })
    try await store.close()
    let reopened = try SQLiteStore(at: folder)
    #expect(try await reopened.facts(about: again[0].subject).facts.count == count + 100)
    #expect(try await reopened.rebuild { _ in }.isEqual)
    try await reopened.close()
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount a disk in memory"))
  func `a disk without any room is said before anything is kept`() throws {
    let disk = try SmallDisk(megabytes: 1)
    defer { disk.remove() }
    let filler = disk.path + "/filler"
    #expect(FileManager.default.createFile(atPath: filler, contents: nil))
    let file = try #require(FileHandle(forWritingAtPath: filler))
    while (try? file.write(contentsOf: Data(repeating: 1, count: 4096))) != nil {}
    try file.close()
    let folder = disk.path + "/data"
    #expect(throws: StoreError.diskFull(folder: folder)) { try SQLiteStore(at: folder) }
    try FileManager.default.removeItem(atPath: filler)
    _ = try SQLiteStore(at: folder)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount a disk in memory"))
  func `a folder on a disk that may not be written is named`() async throws {
    let disk = try SmallDisk(megabytes: 16)
    defer { disk.remove() }
    let folder = disk.path + "/data"
    let store = try SQLiteStore(at: folder)
    try await store.append([.sale("1")])
    try await store.close()
    try disk.change("ro")
    #expect(throws: StoreError.notWritable(folder: folder)) { try SQLiteStore(at: folder) }
    try disk.change("rw")
    let reopened = try SQLiteStore(at: folder)
    #expect(try await reopened.counts.facts == 1)
    try await reopened.close()
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func `a folder that belongs to somebody else is named`() async throws {
    let folder = try await TemporaryFolder.withFacts()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o500], ofItemAtPath: folder.path)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o400], ofItemAtPath: folder.file("lock"))
    #expect(throws: StoreError.notWritable(folder: folder.path)) {
      try SQLiteStore(at: folder.path)
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: folder.path)
  }
}
