internal import Foundation
internal import GRDB
public import OpenkaartCore
public import OpenkaartService

/// Makes a data folder out of a backup of the facts and the newest backup of the keys.
///
/// Erasures that the backup of the facts has not seen are done again before anybody can ask it
/// anything: the keys know of them.
public struct Restoring: Sendable {
  private let dataBackup: String
  private let keysBackup: String?
  private let folder: DataFolder

  /// - Parameters:
  ///   - dataBackup: The folder of the backup of the facts.
  ///   - keysBackup: That of the keys; `nil` when the keys that are in `folder` are whole.
  ///   - folder: The data folder to make.
  public init(dataBackup: String, keysBackup: String?, to folder: String) {
    self.dataBackup = dataBackup
    self.keysBackup = keysBackup
    self.folder = DataFolder(path: URL(filePath: folder).standardizedFileURL.path)
  }

  /// What a restore does, or did.
  public struct Report: Hashable, Sendable {
    public let dataAt: Timestamp
    public let keysAt: Timestamp?
    /// How many erasures the backup of the facts had not seen.
    public let replayed: Int
    /// `nil` when nothing was written.
    public internal(set) var counts: StoreCounts?
  }

  /// Checks everything; writes nothing.
  ///
  /// - Parameter progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: What a restore would do.
  /// - Throws: ``StoreError`` with the remedy when this would not give a store that can be read.
  public func plan(progress: (Double) -> Void = { _ in }) throws(StoreError) -> Report {
    guard !folder.hasData else { throw .restoreOverData(folder: folder.path) }
    // Keys are few beside the facts.
    let data = try BackupManifest(verifying: dataBackup, as: .data) { progress($0 * 0.9) }
    defer { progress(1) }
    guard let keysBackup else { return try planWithPresentKeys(data) }
    guard !folder.hasKeys, !FileManager.default.fileExists(atPath: folder.keyring) else {
      throw .restoreOverData(folder: folder.path)
    }
    let keys = try BackupManifest(verifying: keysBackup, as: .keys)
    guard keys.store == data.store else {
      throw .backupUnusable(folder: keysBackup, why: .otherStore)
    }
    guard keys.at >= data.at, keys.erasures >= data.erasures else {
      throw .backupUnusable(folder: keysBackup, why: .olderThanData)
    }
    return Report(
      dataAt: data.at, keysAt: keys.at, replayed: Int(keys.erasures - data.erasures), counts: nil)
  }

  private func planWithPresentKeys(_ data: BackupManifest) throws(StoreError) -> Report {
    guard folder.hasKeys, let ring = try Keyring(readingFrom: folder.keyring) else {
      throw .keyringMissing(file: folder.keyring)
    }
    guard Keyring.hex(ring.store) == data.store else {
      throw .backupUnusable(folder: dataBackup, why: .otherStore)
    }
    let known: Int64
    do {
      let keys = try DatabaseQueue(path: folder.keys)
      known = try keys.read { try Int64.fetchOne($0, sql: "SELECT max(number) FROM erasure") ?? 0 }
      try keys.close()
    } catch {
      throw StoreError(error, at: folder.keys)
    }
    return Report(
      dataAt: data.at, keysAt: nil, replayed: Int(max(0, known - data.erasures)), counts: nil)
  }

  /// Restores.
  ///
  /// - Parameter progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: What was done.
  /// - Throws: ``StoreError``; then what was made of the folder is not to be used.
  public func run(progress: (Double) -> Void = { _ in }) async throws -> Report {
    // Checking and copying pass over every byte; the rest over every key. The parts are rough.
    var report = try plan { progress($0 * 0.4) }
    try folder.make()
    if let keysBackup {
      for name in BackupManifest.Kind.keys.names { try copy(name, from: keysBackup) }
    }
    try copy("openkaart.sqlite", from: dataBackup)
    progress(0.6)
    // Columns that were left here are of the data that was.
    try ColumnFile.drop(at: folder.columns)
    let store = try SQLiteStore(at: folder.path, isCreating: false)
    progress(0.7)
    do {
      guard try await store.everyCellHasItsKey else {
        throw StoreError.backupUnusable(folder: keysBackup ?? folder.path, why: .keysMissing)
      }
      progress(0.95)
      report.counts = try await store.counts
      try await store.close()
      progress(1)
    } catch {
      try? await store.close()
      throw error
    }
    return report
  }

  private func copy(_ name: String, from backup: String) throws(StoreError) {
    let (source, target) = (backup + "/" + name, folder.path + "/" + name)
    do {
      try FileManager.default.copyItem(atPath: source, toPath: target)
    } catch {
      throw .failed(file: target, code: EIO)
    }
    guard chmod(target, 0o600) == 0 else { throw StoreError(systemCode: errno, at: target) }
    try OwnFile.synchronize(file: target)
    try OwnFile.synchronize(folder: folder.path)
  }
}

extension SQLiteStore {
  /// Whether everything that is there can be read.
  var everyCellHasItsKey: Bool {
    get async throws {
      try await apart { store in
        let cells = try store.file.pool.read { database in
          try Row.fetchAll(
            database,
            sql: """
              SELECT origin, class FROM fact UNION SELECT origin, 1 FROM invoice
              UNION SELECT origin, class FROM kept
              """
          ).compactMap { row in
            FactClass(rawValue: row[1]).map { CellName(origin: row[0], part: $0) }
          }
        }
        return try store.keyPlane.has(cells)
      }
    }
  }
}

extension KeyPlane {
  /// Whether each of these has a key.
  fileprivate func has(_ cells: [CellName]) throws -> Bool {
    try file.pool.read { database in
      let select = try Command(database, "SELECT 1 FROM dataKey WHERE origin = ? AND class = ?")
      return try cells.allSatisfy { cell in
        select.bind(cell.origin, at: 1)
        select.bind(Int64(cell.part.rawValue), at: 2)
        guard try select.step() else { return false }
        select.reset()
        return true
      }
    }
  }
}
