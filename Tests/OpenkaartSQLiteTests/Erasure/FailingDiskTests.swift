import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

/// Erasures and a no on a disk that is full.
struct FailingDiskTests {
  /// Fills a disk until nothing fits on it any more.
  private static func fill(_ disk: SmallDisk) throws {
    let path = disk.path + "/filler"
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let file = try #require(FileHandle(forWritingAtPath: path))
    while (try? file.write(contentsOf: Data(repeating: 1, count: 4096))) != nil {}
    try file.close()
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount a disk in memory"))
  func `E15: on a full disk people are erased and a no is taken in, by the room put by`()
    async throws
  {
    let disk = try SmallDisk(megabytes: 24)
    defer { disk.remove() }
    let folder = disk.path + "/data"
    let people = ErasedPeople(count: 3)
    let store = try SQLiteStore(at: folder, reserving: 4 << 20) { _ in }
    #expect(FileManager.default.fileExists(atPath: folder + "/reserve"))
    try await store.append(people.facts)
    try Self.fill(disk)
    await #expect(throws: StoreError.diskFull(folder: folder)) {
      for number in 0..<2000 { try await store.append([.sale("full-\(number)")]) }
    }
    let refusal = Fact(
      id: FactID(source: "web", id: "no"), subject: people.subject(2), occurredAt: people.later,
      recordedAt: people.later, content: .withdrew(Refusal(purpose: nil, channel: nil)))
    #expect(try await store.append([refusal]) == [.added])
    #expect(!FileManager.default.fileExists(atPath: folder + "/reserve"))
    #expect(try await store.erase(people.order(erasing: [1])).state == .final)
    #expect(
      try await store.facts(toDecideAbout: people.subject(1)).facts.map(\.content.kind) == [.erased]
    )
    try FileManager.default.removeItem(atPath: disk.path + "/filler")
    // Room enough: it is put by again.
    #expect(try await store.finishErasures().map(\.state) == [.final])
    #expect(FileManager.default.fileExists(atPath: folder + "/reserve"))
    #expect(try await store.append([.sale("room")]) == [.added])
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
  }

  @Test func `E10: mail that waits for a person goes, also when the erasure was cut off`()
    async throws
  {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 2)
    var store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    for number in 0..<2 {
      let address = try #require(people.subject(number).first { $0.type == .email }).value
      try await store.put(
        OutgoingMail(id: "\(number)", from: "a@shop.nl", to: address, bytes: [65]))
    }
    try await store.close()
    #expect(try WriterProcess.erase(in: folder.path, stoppingAt: 2) == SIGKILL)
    store = try SQLiteStore(at: folder.path)
    #expect(try await store.due(at: people.later, atMost: 9).map(\.mail.id) == ["0"])
    try await store.close()
  }
}
