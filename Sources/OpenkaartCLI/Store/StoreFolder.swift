import Foundation
import OpenkaartCore
import OpenkaartFiles
import OpenkaartHTTP
import OpenkaartSQLite
import OpenkaartService

/// What a data folder holds, and the log that outsiders check.
typealias FolderStore = DataStore & PublishedLog

/// A data folder, opened for one command.
///
/// Where a server owns the folder, the command works by way of the server's socket, with the same
/// service and the same checks; otherwise it owns the folder itself while it runs.
struct StoreFolder {
  let path: String
  /// The language of what goes wrong.
  let language: Language
  /// Whether to make the folder if it is not there.
  var isCreating = false

  /// Opens the store, and closes it after `body`.
  func open<Value>(_ body: (any FolderStore) async throws -> Value) async throws -> Value {
    try await open(own: body, remote: body)
  }

  /// Opens what the API answers about releases and segments, and the words for it.
  func openDoor<Value>(
    _ body: (OwnerDoor, AnswerWords) async throws -> Value
  ) async throws -> Value {
    try await open { own in
      let desk = try await desk(on: own)
      let board = SegmentBoard(over: own, policies: desk.policies) { desk.now }
      return try await body(
        OwnerDoor(ReleaseDesk(desk, on: own), segments: board, shelf: own), await words(of: desk))
    } remote: { server in
      try await body(OwnerDoor(server), await words(of: desk(on: server)))
    }
  }

  private func words(of desk: Desk) async -> AnswerWords {
    AnswerWords(gate: try? await desk.policies.gate(at: desk.now), language: language)
  }

  private func open<Value>(
    own body: (SQLiteStore) async throws -> Value,
    remote: (RemoteStore) async throws -> Value
  ) async throws -> Value {
    let own: SQLiteStore
    do throws(StoreError) {
      own = try SQLiteStore(at: path, isCreating: isCreating)
    } catch {
      guard case .inUse = error else { throw error }
      return try await remote(RemoteStore(of: path, in: language))
    }
    do {
      let value = try await body(own)
      try await own.close()
      return value
    } catch {
      try? await own.close()
      throw error
    }
  }

  /// Opens the desk that answers questions about what the folder holds.
  func openDesk<Value>(_ body: (Desk) async throws -> Value) async throws -> Value {
    try await open { store in try await body(try await desk(on: store)) }
  }

  /// What is not as it should be with the columns that are kept; the answer is the same.
  private func tell(_ news: ColumnNews) {
    switch news {
    case .refused(.damaged), .refused(.otherStore):
      printError(
        LocalizedText(
          nl:
            "De bewaarde kolommen zijn beschadigd, of van andere gegevens. Iedereen wordt gelezen.",
          en: "The columns that were kept are damaged, or of other data. Everybody is read.")[
            language])
    case .failed(let error as StoreError): printError(error.message[language])
    default: break
    }
  }

  /// The desk over a store: the policies that were applied, the log, the clock.
  func desk(on store: any DataStore) async throws -> Desk {
    let clock = try await SteadyClock(after: store) { .now }
    let zones = try ZoneTable.system()
    let policies = PolicyBook(store) { [language] applied in
      let draft = PolicyDraft(
        bytes: applied.text,
        path: LocalizedText(
          nl: "het beleid \(applied.version)", en: "the policy \(applied.version)")[language],
        zones: zones)
      guard let policy = draft.policy else { throw PolicyFileError.mistakes(draft) }
      return Gate(policy: policy, zones: zones)
    }
    return Desk(
      store: store, policies: policies, log: store, door: "command line", tell: tell
    ) { clock.now }
  }
}

extension Timestamp {
  /// What the clock of this machine says.
  static var now: Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }
}
