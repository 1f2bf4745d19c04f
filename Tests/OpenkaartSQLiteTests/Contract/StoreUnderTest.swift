import Foundation
import OpenkaartSQLite
import OpenkaartService

/// The stores that have to keep the contract.
enum StoreKind: String, CaseIterable, Sendable {
  case memory, sqlite
}

typealias DataStore = FactStore & ImportJournal & KeyShelf & PolicyShelf

/// A store for one test, and its folder, which goes when the test ends.
final class StoreUnderTest: Sendable {
  let store: any DataStore
  let folder: String

  init(_ kind: StoreKind) throws {
    folder = Self.newFolder()
    store =
      switch kind {
      case .memory: MemoryStore()
      case .sqlite: try SQLiteStore(at: folder)
      }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static func newFolder() -> String {
    FileManager.default.temporaryDirectory.appending(path: "openkaart-store-\(UUID().uuidString)")
      .path
  }
}
