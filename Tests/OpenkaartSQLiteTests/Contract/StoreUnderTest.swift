import Foundation
import OpenkaartSQLite
import OpenkaartService

/// The stores that have to keep the contract.
enum StoreKind: String, CaseIterable, Sendable {
  case memory, sqlite
}

typealias DataStore = ServedStore

/// A store for one test.
struct StoreUnderTest: Sendable {
  let store: any DataStore

  init(_ kind: StoreKind) throws {
    store =
      switch kind {
      case .memory: MemoryStore()
      case .sqlite: try SQLiteStore(at: TemporaryFolder().path)
      }
  }
}
