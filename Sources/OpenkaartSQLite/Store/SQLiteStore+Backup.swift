internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: BackupStore {
  public func backUp(
    _ order: BackupOrder, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [BackupPart] {
    try await apart { store in
      // Facts first: a key without a fact is not missed, a fact without its key is lost.
      let orders = [(BackupManifest.Kind.data, order.data), (.keys, order.keys)]
        .compactMap { kind, folder in
          folder.map { (kind: kind, folder: $0, size: Double(store.size(of: kind))) }
        }
      let all = max(1, orders.reduce(0) { $0 + $1.size })
      var before = 0.0
      var parts: [BackupPart] = []
      for (kind, folder, size) in orders {
        let start = before
        parts.append(
          try store.backUp(kind, to: folder, order.at) { progress((start + $0 * size) / all) })
        before += size
      }
      progress(1)
      return parts
    }
  }

  /// About how much there is to copy.
  private func size(of kind: BackupManifest.Kind) -> Int {
    OwnFile.size(kind == .data ? folder.data : folder.keys)
  }

  /// Copies one kind into a folder of its own, which gets its name when all of it is there.
  private func backUp(
    _ kind: BackupManifest.Kind, to folder: String, _ moment: Timestamp,
    _ progress: @escaping (Double) -> Void
  ) throws -> BackupPart {
    try DataFolder(path: folder).make()
    let stamp = moment.rfc3339().filter { $0.isNumber || $0 == "T" }.prefix(15)
    let path = folder + "/\(kind.rawValue)-\(stamp)"
    let draft = path + ".new"
    try? FileManager.default.removeItem(atPath: draft)
    try DataFolder(path: draft).make()
    do {
      // The parts of copying and reading back are rough: they only move a bar.
      let erasures = try copy(kind, to: draft) { progress($0 * 0.6) }
      let files = try kind.names.map { try BackupManifest.file($0, in: draft) }
      progress(0.8)
      let manifest = BackupManifest(
        kind: kind, store: Keyring.hex(keyPlane.ring.store), at: moment, erasures: erasures,
        files: files)
      try OwnFile.write(manifest.bytes, to: draft + "/" + BackupManifest.name)
      _ = try BackupManifest(verifying: draft, as: kind) { progress(0.8 + $0 * 0.2) }
      guard rename(draft, path) == 0 else { throw StoreError(systemCode: errno, at: path) }
      try OwnFile.synchronize(folder: folder)
      return BackupPart(
        kind: kind.rawValue, path: path, bytes: files.reduce(0) { $0 + $1.bytes },
        wiped: kind == .keys ? try wipeOlder(than: path, in: folder) : 0)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
  }

  /// Copies the files of a kind, as one moment has them.
  ///
  /// - Returns: The last erasure that the copy knows of.
  private func copy(
    _ kind: BackupManifest.Kind, to folder: String, _ progress: @escaping (Double) -> Void
  ) throws -> Int64 {
    switch kind {
    case .data:
      let copy = folder + "/openkaart.sqlite"
      try file.copy(to: copy, progress)
      try Self.dropMail(in: copy)
      return try file.pool.read { database in
        try Int64.fetchOne(database, sql: "SELECT value FROM tally WHERE name = 'erasures'") ?? 0
      }
    case .keys:
      return try keyPlane.whileNoRootIsReplaced {
        try keyPlane.file.copy(to: folder + "/keys.sqlite", progress)
        guard let ring = try OwnFile.read(self.folder.keyring) else {
          throw StoreError.keyringMissing(file: self.folder.keyring)
        }
        try OwnFile.write(ring, to: folder + "/keyring")
        return try keyPlane.file.pool.read { database in
          try Int64.fetchOne(database, sql: "SELECT max(number) FROM erasure") ?? 0
        }
      }
    }
  }

  /// Messages that wait are sealed by no key of a person, and are not to be sent again by a restore.
  private static func dropMail(in copy: String) throws {
    let queue = try DatabaseQueue(path: copy)
    try queue.writeWithoutTransaction { database in
      try database.execute(
        sql: "PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; DELETE FROM mail")
    }
    try queue.close()
    try OwnFile.synchronize(file: copy)
  }

  /// Every older backup of the keys could open what was erased since.
  private func wipeOlder(than path: String, in folder: String) throws -> Int {
    let own = URL(filePath: path).lastPathComponent
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasPrefix("keys-") && name < own {
      let old = folder + "/" + name
      guard FileManager.default.fileExists(atPath: old + "/" + BackupManifest.name) else {
        continue
      }
      for file in BackupManifest.Kind.keys.names { try? OwnFile.wipe(old + "/" + file) }
      try? FileManager.default.removeItem(atPath: old)
      count += 1
    }
    try OwnFile.synchronize(folder: folder)
    return count
  }
}

extension StoreFile {
  /// Writes a copy as one moment has it, without what was deleted; durable and checked.
  fileprivate func copy(to path: String, _ progress: @escaping (Double) -> Void) throws {
    try OwnFile.touch(path)
    try pool.barrierFreeVacuum(into: path, progress)
    let copy = try DatabaseQueue(path: path)
    let verdict = try copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    try copy.close()
    guard verdict == "ok" else { throw StoreError.corrupt(file: self.path) }
    try OwnFile.synchronize(file: path)
  }
}

extension DatabasePool {
  /// Reads one snapshot: who writes meanwhile does not wait.
  fileprivate func barrierFreeVacuum(into path: String, _ progress: @escaping (Double) -> Void)
    throws
  {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let reader = try DatabaseQueue(path: self.path, configuration: configuration)
    try reader.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      let unused = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
      let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      let all = Double(max(1, (pages - unused) * pageSize))
      try database.telling {
        progress(min(1, Double(OwnFile.size(path)) / all))
      } while: {
        try database.execute(sql: "VACUUM INTO ?", arguments: [path])
      }
    }
    try reader.close()
  }
}

extension Database {
  /// After so many steps of SQLite's machine it is told; some milliseconds.
  private static let steps: Int32 = 100_000

  /// Calls `tell` now and then while `body` works: a long statement says by itself nothing.
  fileprivate func telling(
    _ tell: @escaping () -> Void, while body: () throws -> Void
  ) rethrows {
    let teller = Teller(tell)
    sqlite3_progress_handler(
      sqliteConnection, Self.steps,
      { context in
        guard let context else { return 0 }
        Unmanaged<Teller>.fromOpaque(context).takeUnretainedValue().tell()
        return 0
      }, Unmanaged.passUnretained(teller).toOpaque())
    defer {
      sqlite3_progress_handler(sqliteConnection, 0, nil, nil)
      withExtendedLifetime(teller) {}
    }
    try body()
  }

  /// Carries a closure through SQLite, which knows pointers only.
  private final class Teller {
    let tell: () -> Void

    init(_ tell: @escaping () -> Void) { self.tell = tell }
  }
}
