import Foundation
import OpenkaartCore
import OpenkaartFiles
import OpenkaartSQLite
import OpenkaartService

/// A data folder that this process may use.
struct OpenData {
  let path: String
  let store: any DataStore
  private let end: @Sendable () async throws -> Void

  /// Opens the folder at `path`; with `isCreating` it is made when it is not there.
  ///
  /// - Throws: ``StoreError`` with the remedy.
  init(_ path: String, isCreating: Bool = false) async throws {
    let store = try SQLiteStore(at: path, isCreating: isCreating)
    self.path = path
    self.store = store
    end = { try await store.close() }
  }

  /// A folder that is forgotten with the process.
  init() {
    path = ""
    store = MemoryStore()
    end = {}
  }

  /// Lets go of the folder.
  func close() async throws { try await end() }

  /// Opens the folder, gives it to `body` and lets go of it, whatever happens.
  static func using<Result>(
    _ path: String, isCreating: Bool = false, _ body: (OpenData) async throws -> Result
  ) async throws -> Result {
    let data = try await OpenData(path, isCreating: isCreating)
    do {
      let result = try await body(data)
      try await data.close()
      return result
    } catch {
      try? await data.close()
      throw error
    }
  }

  /// The desk over this folder, in the zones of the system.
  func desk(in language: Language, zones: ZoneTable) -> Desk {
    Desk(store: store, policies: policies(in: language, zones: zones), door: "command line") {
      .present
    }
  }

  private func policies(in language: Language, zones: ZoneTable) -> PolicyBook {
    PolicyBook(store) { applied in
      let draft = PolicyDraft(
        bytes: applied.text, path: "the applied policy", in: language, zones: zones)
      guard let policy = draft.policy else { throw PolicyFileError.mistakes(draft) }
      return Gate(policy: policy, zones: zones)
    }
  }
}

extension Timestamp {
  /// The present moment by the clock of this machine.
  static var present: Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }
}
