import Crypto
import Foundation
import GRDB
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartSQLite

/// Somebody has every older copy of the files, and the keyring of today.
struct ThiefTests {
  @Test func `E9: no older copy opens what was erased, and every one opens the rest`() async throws
  {
    let people = ErasedPeople(count: 12)
    let erased = [1, 4, 7, 9]
    let folder = TemporaryFolder()
    let copies = (0..<3).map { _ in TemporaryFolder() }
    let store = try SQLiteStore(at: folder.path)
    try await store.append(Array(people.facts.prefix(20)))
    try Self.copy(folder, to: copies[0])
    try await store.append(people.facts)
    try Self.copy(folder, to: copies[1])
    _ = try await store.rotateKeys()
    try Self.copy(folder, to: copies[2])
    _ = try await store.erase(people.order(erasing: erased))
    try await store.close()
    let ring = try #require(try Keyring(readingFrom: folder.file("keyring")))
    let today = try Self.keys(in: folder, ring)
    for copy in copies {
      let cells = try Self.cells(in: copy)
      let opened = try Self.open(cells, using: today)
      // The keys of then, and the root of today: nothing at all.
      let old = try Self.keys(in: copy, ring)
      #expect(throws: StoreError.self) { try old.keys(of: cells.map(\.place.cell)) }
      for number in 0..<12 where opened.all.contains(number) {
        #expect(opened.readable.contains(number) != erased.contains(number), "person \(number)")
      }
      #expect(opened.all.isSuperset(of: [0, 1]))
    }
  }

  /// Copies the files as they lie, journals and all.
  private static func copy(_ folder: TemporaryFolder, to copy: TemporaryFolder) throws {
    try FileManager.default.createDirectory(
      atPath: copy.path, withIntermediateDirectories: true)
    for file in try folder.files() where file.contains("sqlite") && !file.hasSuffix("shm") {
      try FileManager.default.copyItem(atPath: folder.file(file), toPath: copy.file(file))
    }
  }

  private static func keys(in folder: TemporaryFolder, _ ring: Keyring) throws -> KeyPlane {
    KeyPlane(
      try StoreFile(folder.file("keys.sqlite"), of: ring, at: "", Schema.keys),
      ring: KeyringFile(ring, at: folder.file("no keyring")))
  }

  private struct Cell {
    let place: CellPlace
    let bytes: Data
  }

  private static func cells(in folder: TemporaryFolder) throws -> [Cell] {
    let queue = try DatabaseQueue(path: folder.file("openkaart.sqlite"))
    return try queue.read { database in
      try Row.fetchAll(database, sql: "SELECT seq, origin, class, sealed FROM fact").compactMap {
        row in
        FactClass(rawValue: row[2]).map { part in
          Cell(
            place: CellPlace(table: .fact, seq: row[0], origin: row[1], part: part), bytes: row[3])
        }
      }
    }
  }

  /// Whose cells there are, by the order of their origins, and whose can be read.
  private static func open(
    _ cells: [Cell], using keys: KeyPlane
  ) throws -> (all: Set<Int>, readable: Set<Int>) {
    let origins = Set(cells.map(\.place.origin)).sorted()
    let found = try keys.keys(of: cells.map(\.place.cell))
    var readable: Set<Int> = []
    for (cell, key) in zip(cells, found) {
      guard let key, let place = origins.firstIndex(of: cell.place.origin),
        cell.bytes.withUnsafeBytes({ SealedCell.open($0, at: cell.place, using: key) }) != nil
      else { continue }
      readable.insert(place)
    }
    return (Set(origins.indices), readable)
  }
}
