internal import GRDB
internal import OpenkaartService

/// How a store meets a disk that fails, and one that is full.
extension SQLiteStore {
  /// Writes; when the disk fails meanwhile, nothing is written any more.
  func writing<Value: Sendable>(
    _ body: @Sendable @escaping (Database) throws -> Value
  ) async throws -> Value {
    try await stoppingOnFailure { try await self.file.write(body) }
  }

  /// Does something that writes; when the disk fails meanwhile, nothing is written any more.
  ///
  /// What a disk that failed once holds is not known until the files are opened anew.
  func stoppingOnFailure<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await committer.check()
    do {
      return try await work()
    } catch let error as StoreError {
      if case .failed = error { await committer.stop(because: error) }
      throw error
    }
  }

  /// Does something that must happen on a full disk too: once more, with the room that was put by.
  func evenWhenFull<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch StoreError.diskFull(let folder) {
      guard reserve.giveUp() else { throw StoreError.diskFull(folder: folder) }
      return try await work()
    }
  }
}
