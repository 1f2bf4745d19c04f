internal import Foundation
internal import GRDB
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: BackupStore {
  public func backUp(_ order: BackupOrder) async throws -> [BackupPart] {
    try await apart { store in
      // Facts first: a key without a fact is not missed, a fact without its key is lost.
      var parts: [BackupPart] = []
      if let folder = order.data { parts.append(try store.backUp(.data, to: folder, order.at)) }
      if let folder = order.keys { parts.append(try store.backUp(.keys, to: folder, order.at)) }
      return parts
    }
  }

  /// Copies one kind into a folder of its own, which gets its name when all of it is there.
  private func backUp(
    _ kind: BackupManifest.Kind, to folder: String, _ moment: Timestamp
  ) throws -> BackupPart {
    try DataFolder(path: folder).make()
    let stamp = moment.rfc3339().filter { $0.isNumber || $0 == "T" }.prefix(15)
    let path = folder + "/\(kind.rawValue)-\(stamp)"
    let draft = path + ".new"
    try? FileManager.default.removeItem(atPath: draft)
    try DataFolder(path: draft).make()
    do {
      let erasures = try copy(kind, to: draft)
      let files = try kind.names.map { try BackupManifest.file($0, in: draft) }
      let manifest = BackupManifest(
        kind: kind, store: Keyring.hex(keyPlane.ring.store), at: moment, erasures: erasures,
        files: files)
      try OwnFile.write(manifest.bytes, to: draft + "/" + BackupManifest.name)
      _ = try BackupManifest(verifying: draft, as: kind)
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
  private func copy(_ kind: BackupManifest.Kind, to folder: String) throws -> Int64 {
    switch kind {
    case .data:
      let copy = folder + "/openkaart.sqlite"
      try file.copy(to: copy)
      try Self.dropMail(in: copy)
      return try file.pool.read { database in
        try Int64.fetchOne(database, sql: "SELECT value FROM tally WHERE name = 'erasures'") ?? 0
      }
    case .keys:
      return try keyPlane.whileNoRootIsReplaced {
        try keyPlane.file.copy(to: folder + "/keys.sqlite")
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
  fileprivate func copy(to path: String) throws {
    try OwnFile.touch(path)
    try pool.barrierFreeVacuum(into: path)
    let copy = try DatabaseQueue(path: path)
    let verdict = try copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    try copy.close()
    guard verdict == "ok" else { throw StoreError.corrupt(file: self.path) }
    try OwnFile.synchronize(file: path)
  }
}

extension DatabasePool {
  /// Reads one snapshot: who writes meanwhile does not wait.
  fileprivate func barrierFreeVacuum(into path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let reader = try DatabaseQueue(path: self.path, configuration: configuration)
    try reader.writeWithoutTransaction { database in
      try database.execute(sql: "VACUUM INTO ?", arguments: [path])
    }
    try reader.close()
  }
}
