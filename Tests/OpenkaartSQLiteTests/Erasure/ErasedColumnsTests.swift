import Foundation
import OpenkaartCore
import Testing

@testable import OpenkaartSQLite
@testable import OpenkaartService

/// The snapshot of the columns while people are erased.
struct ErasedColumnsTests {
  @Test(arguments: [ErasureOrder.Cause.request, .retention])
  func `E16: after an erasure no snapshot of before can be opened`(
    cause: ErasureOrder.Cause
  ) async throws {
    let kept = try await KeptFolder()
    let before = try Data(contentsOf: kept.file)
    var store = try SQLiteStore(at: kept.folder.path)
    let desk = kept.world.desk(over: store)
    #expect(try await Self.total(desk, kept) == 30)
    let order = kept.people.order(erasing: [4])
    let people = order.people.map { person in
      ErasureOrder.Person(identifiers: person.identifiers, facts: person.facts)
    }
    let report = try await store.erase(ErasureOrder(cause, at: order.at, people: people))
    #expect(report.state == .final)
    #expect(!FileManager.default.fileExists(atPath: kept.file.path))
    #expect(try await Self.total(desk, kept) == 29)
    // Somebody puts it back.
    try before.write(to: kept.file)
    await #expect(throws: ColumnRefusal.outdated) { try await store.keptColumns { _ in } }
    try await store.close()
    #expect(try await kept.ask().news == [.outdated])
    // What was not removed before is by the next erasure.
    store = try SQLiteStore(at: kept.folder.path)
    _ = try await store.erase(kept.people.order(erasing: [5]))
    #expect(!store.hasColumns)
    try await store.close()
    #expect(try await kept.ask().total == 28)
  }

  @Test(arguments: StoreKind.allCases)
  func `E16: a snapshot that was begun before an erasure is not kept after it`(
    kind: StoreKind
  ) async throws {
    let people = ErasedPeople(count: 10)
    let store = try StoreUnderTest(kind).store
    try await store.append(people.facts)
    let shelf = try #require(store as? any ColumnShelf)
    let key = try await shelf.makeColumnKey()
    _ = try await store.erase(people.order(erasing: [1]))
    await #expect(throws: ColumnRefusal.outdated) {
      try await shelf.keepColumns(under: key, upTo: 1) { put in
        try [1, 2, 3].withUnsafeBytes { try put($0) }
      }
    }
    #expect(await shelf.hasColumns == false)
  }

  @Test(arguments: StoreKind.allCases)
  func `E16: after an erasure the columns are kept again without the person`(
    kind: StoreKind
  ) async throws {
    let people = ErasedPeople(count: 40)
    let world = ChangingWorld(seed: 8)
    world.clock.change { $0 = people.later }
    let store = try StoreUnderTest(kind).store
    try await store.append(people.facts)
    let desk = world.desk(over: store)
    let question = KeptColumnsTests.question(world)
    _ = try await desk.funnel(question)
    try await desk.keepColumns(isLittleEnough: true)
    _ = try await Rights(desk, over: store).erase(people.subject(7))
    #expect(try await desk.keepColumns(isLittleEnough: false), "there is none, so it is made")
    let second = world.desk(over: store)
    #expect(try await second.funnel(question).funnel.total == 39)
    #expect(await second.board.readings == 0)
    #expect(await second.board.openings == 1)
  }

  @Test(arguments: 2...6)
  func `E16: killed at any step of an erasure, no snapshot of before is left`(
    step: Int
  ) async throws {
    let kept = try await KeptFolder()
    let before = try Data(contentsOf: kept.file)
    #expect(try WriterProcess.erase(in: kept.folder.path, stoppingAt: step) == SIGKILL)
    let store = try SQLiteStore(at: kept.folder.path)
    #expect(try await store.erasures.map(\.state) == [.final])
    #expect(!store.hasColumns)
    try before.write(to: kept.file)
    await #expect(throws: ColumnRefusal.outdated) { try await store.keptColumns { _ in } }
    try await store.close()
  }

  @Test func `E16: replaced keys and a rebuild leave no snapshot of before`() async throws {
    let kept = try await KeptFolder()
    let before = try Data(contentsOf: kept.file)
    let store = try SQLiteStore(at: kept.folder.path)
    _ = try await store.rebuild { _ in }
    #expect(!store.hasColumns)
    try before.write(to: kept.file)
    _ = try await store.rotateKeys()
    #expect(!store.hasColumns)
    try before.write(to: kept.file)
    await #expect(throws: ColumnRefusal.outdated) { try await store.keptColumns { _ in } }
    try await store.close()
  }

  private static func total(_ desk: Desk, _ kept: KeptFolder) async throws -> Int {
    try await desk.funnel(KeptColumnsTests.question(kept.world)).funnel.total
  }
}
