import Foundation
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService
import Testing

/// The owner of a store is killed at each step of an erasure.
struct ErasureKillTests {
  @Test(arguments: 1...6)
  func `E10: killed at any step, an erasure ends the same`(step: Int) async throws {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 4)
    var store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    try await store.close()
    #expect(try WriterProcess.erase(in: folder.path, stoppingAt: step) == SIGKILL)
    store = try SQLiteStore(at: folder.path)
    // Killed before anything was written down, nothing was promised: it is asked again.
    if step == 1 {
      #expect(try await store.counts.customers == 4)
      _ = try await store.erase(people.order(erasing: [1]))
    }
    #expect(try await store.erasures.map(\.state) == [.final])
    #expect(
      try await store.facts(toDecideAbout: people.subject(1)).facts.map(\.content.kind) == [.erased]
    )
    #expect(try await store.counts == StoreCounts(facts: 12, customers: 3, identifiers: 9))
    #expect(try await store.keptRecords.map(\.part) == [.invoice])
    #expect(try await store.append([people.facts[4]]) == [.suppressed])
    #expect(try await store.facts(about: people.subject(2)).facts.count == people.factsEach)
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
    let ring = try String(contentsOfFile: folder.file("keyring"), encoding: .utf8)
    #expect(!ring.contains("nextRoot"))
    #expect(try folder.files().contains { $0.hasPrefix("keyring.") } == false)
  }

  @Test(arguments: 3...5)
  func `E10: killed again while it goes on, it still ends the same`(step: Int) async throws {
    let folder = TemporaryFolder()
    let people = ErasedPeople(count: 4)
    var store = try SQLiteStore(at: folder.path)
    try await store.append(people.facts)
    try await store.close()
    #expect(try WriterProcess.erase(in: folder.path, stoppingAt: 2) == SIGKILL)
    #expect(try WriterProcess.erase(in: folder.path, stoppingAt: step) == SIGKILL)
    store = try SQLiteStore(at: folder.path)
    #expect(try await store.erasures.map(\.state) == [.final])
    #expect(try await store.counts == StoreCounts(facts: 12, customers: 3, identifiers: 9))
    #expect(try await store.rebuild { _ in }.isEqual)
    try await store.close()
  }
}
