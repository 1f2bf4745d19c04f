internal import Foundation
internal import GRDB
internal import OpenkaartService
internal import SQLiteSettings

/// One SQLite file, opened the way that keeps what is acknowledged.
struct StoreFile: Sendable {
  let path: String
  let pool: DatabasePool

  /// Opens a file, makes it if there is none, and brings its tables up to date.
  ///
  /// - Throws: ``StoreError/keyringMissing(file:)`` when it belongs to another keyring.
  init(
    _ path: String, of keyring: Keyring, at keyringPath: String, _ migrator: DatabaseMigrator
  ) throws(StoreError) {
    self.path = path
    _ = Self.countsNoMemory
    try OwnFile.touch(path)
    do {
      var configuration = Configuration()
      configuration.maximumReaderCount = 4
      configuration.busyMode = .timeout(Double(Self.busyTimeout) / 1000)
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA secure_delete = ON")
        try database.execute(sql: "PRAGMA cache_size = -32768")
      }
      pool = try DatabasePool(path: path, configuration: configuration)
      guard try pool.read({ try !migrator.hasBeenSuperseded($0) }) else {
        throw StoreError.newerFormat(file: path)
      }
      try migrator.migrate(pool)
      try Self.makeSafe(pool, path)
      try Self.claim(pool, keyring, keyringPath)
    } catch {
      throw StoreError(error, at: path)
    }
  }

  /// Whether connections work beside each other without waiting to count memory: set once, and
  /// before SQLite is first used.
  private static let countsNoMemory = sqlite_settings_count_no_memory()

  /// Sets what an acknowledgement rests on, and reads it back.
  ///
  /// GRDB opens a pool with `synchronous = NORMAL`, which may lose what was committed last.
  private static func makeSafe(_ pool: DatabasePool, _ path: String) throws {
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      // A page that many commits change goes from the journal to the file once.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 32000")
      // The one writer goes all over the tables; 128 MiB hold the way to a million customers.
      try database.execute(sql: "PRAGMA cache_size = -131072")
      for (setting, value) in [("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)] {
        guard try Int.fetchOne(database, sql: "PRAGMA \(setting)") == value else {
          throw StoreError.unsafe(file: path, setting: setting)
        }
      }
    }
  }

  /// Writes down which keyring the file belongs to, or checks it.
  private static func claim(
    _ pool: DatabasePool, _ keyring: Keyring, _ keyringPath: String
  ) throws {
    let name = Data(keyring.store)
    try pool.write { database in
      try database.execute(
        sql: "INSERT INTO store VALUES (1, ?) ON CONFLICT DO NOTHING", arguments: [name])
      guard try Data.fetchOne(database, sql: "SELECT name FROM store") == name else {
        throw StoreError.keyringMissing(file: keyringPath)
      }
    }
  }

  /// Puts everything into the one file and empties the journal, unless a reader still holds it.
  ///
  /// It is empty on the disk too: SQLite makes the file shorter and leaves that to the system, so what
  /// stood there could come back when the power fails.
  ///
  /// - Parameter milliseconds: How long to wait for readers; writers wait with it.
  /// - Returns: Whether the journal is empty.
  /// - Throws: What SQLite says when it cannot be emptied at all.
  func emptyJournal(waiting milliseconds: Int) throws -> Bool {
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = \(milliseconds)")
      defer { _ = try? database.execute(sql: "PRAGMA busy_timeout = \(Self.busyTimeout)") }
      guard try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0 else {
        return false
      }
      try OwnFile.synchronize(file: path + "-wal")
      return true
    }
  }

  /// How long a connection waits for another, in milliseconds.
  private static let busyTimeout = 10_000

  /// Puts everything into the one file and closes it.
  func close() throws(StoreError) {
    do {
      // A reader may still hold the journal; then it is read the next time.
      _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try pool.close()
    } catch {
      throw StoreError(error, at: path)
    }
  }

  func read<Value: Sendable>(
    _ body: @Sendable @escaping (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.read(body)
    } catch let error as CancellationError {
      // Whoever asked went away: that says nothing of the disk.
      throw error
    } catch {
      throw StoreError(error, at: path)
    }
  }

  func write<Value: Sendable>(
    _ body: @Sendable @escaping (Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await pool.write(body)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw StoreError(error, at: path)
    }
  }
}

extension StoreError {
  /// What an error of SQLite means for a file.
  init(_ error: any Error, at path: String) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      self =
        switch (error.resultCode, error.extendedResultCode) {
        case (.SQLITE_FULL, _), (_, .SQLITE_IOERR_SHMSIZE): .diskFull(folder: folder)
        case (.SQLITE_READONLY, _), (.SQLITE_PERM, _), (.SQLITE_CANTOPEN, _):
          .notWritable(folder: folder)
        case (.SQLITE_CORRUPT, _), (.SQLITE_NOTADB, _), (.SQLITE_SCHEMA, _): .corrupt(file: path)
        case (.SQLITE_MISUSE, _): .closed
        default: .failed(file: path, code: error.extendedResultCode.rawValue)
        }
    default: self = .failed(file: path, code: -1)
    }
  }
}
