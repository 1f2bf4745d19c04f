import Crypto
import Foundation
import OpenkaartCore
import Testing

@testable import OpenkaartSQLite
@testable import OpenkaartService

/// The snapshot of the columns as a file that somebody damages, exchanges or copies.
struct ColumnFileTests {
  private static let content = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }

  @Test func `A7: a sealed file that was changed or cut off anywhere gives nothing`() throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let (path, key) = (folder.file("f"), SymmetricKey(size: .bits256))
    let writer = try SealedStreamWriter(path, head: [1, 2, 3], key: key)
    for start in stride(from: 0, to: Self.content.count, by: 99_991) {
      try Self.content[start..<min(Self.content.count, start + 99_991)].withUnsafeBytes {
        try writer.write($0)
      }
    }
    try writer.finish()
    #expect(try Self.read(path, key) == Self.content)
    let whole = try Data(contentsOf: URL(filePath: path))
    let piece = SealedStream.piece + SealedStream.tag
    var damaged: [Data] = []
    for place in stride(from: 1, to: whole.count, by: 100_003) + [0, 3, whole.count - 1] {
      var copy = whole
      copy[place] ^= 1 << UInt8(place % 8)
      damaged.append(copy)
    }
    for end in [3 + piece - 1, 3 + piece, 3 + piece + 1, 3 + 2 * piece, whole.count - 1] {
      damaged.append(whole.prefix(end))
    }
    for end in [0, 2, 3, 4] { damaged.append(whole.prefix(end)) }
    damaged.append(whole + [0])
    damaged.append(whole.prefix(3 + piece) + whole.dropFirst(3 + 2 * piece))
    damaged.append(whole.prefix(3 + piece) + whole.dropFirst(3))
    damaged.append(
      whole.prefix(3) + whole.dropFirst(3 + piece).prefix(piece) + whole.dropFirst(3).prefix(piece)
        + whole.dropFirst(3 + 2 * piece))
    for (number, copy) in damaged.enumerated() {
      try copy.write(to: URL(filePath: path))
      #expect(throws: SealedStreamReader.Damage.self, "damage \(number)") {
        try Self.read(path, key)
      }
    }
    try whole.write(to: URL(filePath: path))
    #expect(throws: SealedStreamReader.Damage.self) {
      try Self.read(path, SymmetricKey(size: .bits256))
    }
  }

  private static func read(_ path: String, _ key: SymmetricKey) throws -> [UInt8]? {
    guard let reader = try SealedStreamReader(path, headCount: 3) else { return nil }
    reader.unlock(key)
    var bytes = Array(repeating: UInt8(0), count: content.count)
    try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
    guard reader.isAtEnd else { throw SealedStreamReader.Damage() }
    return bytes
  }

  @Test func `A7: a snapshot that was damaged is refused, and everybody is read`() async throws {
    let kept = try await KeptFolder()
    let whole = try Data(contentsOf: kept.file)
    for place in [0, 9, 12, 60, whole.count / 2, whole.count - 1] {
      var copy = whole
      copy[place] ^= 0x10
      try copy.write(to: kept.file)
      let (total, news, readings) = try await kept.ask()
      #expect(total == 30 && readings == 1)
      #expect(news.count == 1 && news != [.behind], "place \(place): \(news)")
    }
    try whole.prefix(whole.count - 20).write(to: kept.file)
    #expect(try await kept.ask().news == [.damaged])
    try whole.write(to: kept.file)
    #expect(try await kept.ask().readings == 0)
  }

  @Test func `A7: a snapshot of a store that went another way is refused`() async throws {
    let kept = try await KeptFolder()
    let older = TemporaryFolder()
    try FileManager.default.copyItem(atPath: kept.folder.path, toPath: older.path)
    try FileManager.default.copyItem(
      atPath: kept.folder.file("columns.snapshot"), toPath: kept.folder.file("aside"))
    // The same number of facts, and others.
    for (folder, number) in [(kept.folder, 100), (older, 200)] {
      let store = try SQLiteStore(at: folder.path)
      try await store.append([
        kept.people.behaved(3, id: "later-\(number)", at: kept.people.moment)
      ])
      let desk = kept.world.desk(over: store)
      #expect(try await desk.funnel(KeptColumnsTests.question(kept.world)).funnel.total == 30)
      try await desk.keepColumns(isLittleEnough: true)
      try await store.close()
    }
    #expect(try await kept.ask().readings == 0)
    try FileManager.default.removeItem(at: kept.file)
    try FileManager.default.copyItem(
      atPath: older.file("columns.snapshot"), toPath: kept.file.path)
    #expect(try await kept.ask().news == [.otherStore])
    // One that is only older is brought up to date.
    try FileManager.default.removeItem(at: kept.file)
    try FileManager.default.copyItem(atPath: kept.folder.file("aside"), toPath: kept.file.path)
    let last = try await kept.ask()
    #expect(last.total == 30 && last.readings == 0 && last.news.isEmpty)
  }

  @Test func `A7: what was cut off while it was written leaves the one before`() async throws {
    struct Stop: Error {}
    let kept = try await KeptFolder()
    let whole = try Data(contentsOf: kept.file)
    let store = try SQLiteStore(at: kept.folder.path)
    let key = try await store.makeColumnKey()
    await #expect(throws: Stop.self) {
      try await store.keepColumns(under: key, upTo: 1) { put in
        try [UInt8](repeating: 7, count: 3 << 20).withUnsafeBytes { try put($0) }
        throw Stop()
      }
    }
    #expect(try kept.folder.files().contains { $0.hasSuffix(".new") } == false)
    try await store.close()
    // Killed, it leaves its draft.
    try whole.prefix(100).write(to: URL(filePath: kept.folder.file("columns.snapshot.new")))
    #expect(try Data(contentsOf: kept.file) == whole)
    #expect(try await kept.ask().readings == 0)
    #expect(try kept.folder.files().contains { $0.hasSuffix(".new") } == false)
  }

  @Test func `A7: no name stands in a snapshot, and only its owner reads it`() async throws {
    let kept = try await KeptFolder()
    let whole = try Data(contentsOf: kept.file)
    for text in ["person.1@example.nl", "example.nl", "customerNumber", "4001"] {
      #expect(whole.range(of: Data(text.utf8)) == nil)
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: kept.file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `A7: a snapshot is in no backup, and a restore leaves none`() async throws {
    let kept = try await KeptFolder()
    let (facts, keys) = (TemporaryFolder(), TemporaryFolder())
    let store = try SQLiteStore(at: kept.folder.path)
    let parts = try await store.backUp(
      BackupOrder(data: facts.path, keys: keys.path, at: kept.people.later))
    try await store.close()
    let names = try facts.files() + keys.files()
    #expect(names.allSatisfy { !$0.contains("columns") })
    for name in ["openkaart.sqlite", "openkaart.sqlite-wal", "openkaart.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: kept.folder.file(name))
    }
    _ = try await Restoring(
      dataBackup: parts[0].path, keysBackup: nil, to: kept.folder.path
    ).run()
    #expect(!FileManager.default.fileExists(atPath: kept.file.path))
  }
}

/// A folder with people in it, and a snapshot of them.
struct KeptFolder: Sendable {
  let folder = TemporaryFolder()
  let people = ErasedPeople(count: 30)
  let world = ChangingWorld(seed: 7)

  var file: URL { URL(filePath: folder.file("columns.snapshot")) }

  init() async throws {
    let later = people.later
    world.clock.change { $0 = later }
    let store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    let desk = world.desk(over: store)
    _ = try await desk.funnel(KeptColumnsTests.question(world))
    try await desk.keepColumns(isLittleEnough: true)
    try await store.close()
  }

  /// What a start gives: how many people, what was told, how often everybody was read.
  func ask() async throws -> (total: Int, news: [ColumnRefusal], readings: Int) {
    let news = OpenkaartService.Tally<[ColumnRefusal]>([])
    let store = try SQLiteStore(at: folder.path)
    let desk = world.desk(over: store) { told in
      if case .refused(let reason) = told { news.change { $0.append(reason) } }
    }
    let total = try await desk.funnel(KeptColumnsTests.question(world)).funnel.total
    let readings = await desk.board.readings
    try await store.close()
    return (total, news.value, readings)
  }
}
