import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

@testable import OpenkaartCoreTests

/// The owner of a store is killed in the middle of its work.
struct KillTests {
  /// How often; `OPENKAART_KILLS` asks for more.
  private static let kills =
    ProcessInfo.processInfo.environment["OPENKAART_KILLS"].flatMap { Int($0) } ?? 20

  @Test func `no acknowledged fact is lost and none is there twice`() async throws {
    let folder = TemporaryFolder()
    let random = SplitMix64(seed: 20_260_801)
    var acknowledged: Set<Int> = []
    var first = 0
    for _ in 0..<Self.kills {
      let writer = try WriterProcess(folder: folder.path, first: first, count: 2000)
      acknowledged.formUnion(try writer.kill(after: random.number(0...25)))
      // The killed owner left no lock behind.
      let store = try SQLiteStore(at: folder.path)
      let kept = try await Self.numbers(in: store)
      #expect(kept.count == Set(kept).count, "a fact is there twice")
      #expect(acknowledged.isSubset(of: kept), "lost: \(acknowledged.subtracting(kept).sorted())")
      try await store.close()
      // The next writer begins a bit before what is there: so much is told twice.
      first = max(0, (kept.max() ?? 0) - random.number(0...30))
    }
    #expect(acknowledged.count > Self.kills)
    let writer = try WriterProcess(folder: folder.path, first: 0, count: first + 100)
    #expect(try writer.finish())
    let store = try SQLiteStore(at: folder.path)
    #expect(try await Self.numbers(in: store).sorted() == Array(0..<(first + 100)))
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
  }

  @Test func `while it lives, its folder is its own`() async throws {
    let folder = TemporaryFolder()
    let writer = try WriterProcess(folder: folder.path, first: 0, count: 1_000_000)
    defer { _ = try? writer.kill(after: 0) }
    var refusal: StoreError?
    for _ in 0..<200 where refusal == nil {
      // Until the other has the lock, this one may get it, and lets go at once.
      do throws(StoreError) {
        _ = try SQLiteStore(at: folder.path, isCreating: false)
      } catch {
        if case .inUse = error { refusal = error }
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(refusal == .inUse(folder: folder.path, process: writer.number))
  }

  private static func numbers(in store: SQLiteStore) async throws -> [Int] {
    try await store.allGroups().flatMap(\.facts).compactMap { Int($0.id.id) }
  }
}
