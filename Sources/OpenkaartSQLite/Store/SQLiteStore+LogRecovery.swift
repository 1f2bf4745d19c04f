internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import TransparencyLog
internal import TransparencyLogFiles

/// How a log goes on whose database is older than what was signed.
public enum LogRecovery: Hashable, Sendable {
  /// The missing entries were read from a copy and stand in the database again, without their
  /// records.
  case replayed(entries: UInt64)
  /// The log was closed, and another begun that says so.
  case reopened(log: Int, missing: UInt64)
}

extension SQLiteStore {
  /// Brings a log back that may not go on: see `Documentation/log.md`.
  ///
  /// - Parameters:
  ///   - copy: A folder with the files of the log; the store's own if `nil`.
  ///   - isClosing: Whether to close this log and begin another, where no copy has what is missing.
  ///   - isDryRun: Whether to say only what would be done.
  /// - Returns: What was done; `nil` when nothing is wrong.
  /// - Throws: ``StoreError`` when this way does not lead out; then nothing was changed.
  public func recoverLog(
    from copy: String?, closing isClosing: Bool, dryRun isDryRun: Bool
  ) async throws -> LogRecovery? {
    guard case .logUnsafe(let folder, let danger)? = ledger.refusal else { return nil }
    let signed = await publisher.signed?.checkpoint
    let edge = try await file.read { try LogEdge($0) }
    if isClosing {
      let missing = (signed?.size ?? 0) - min(signed?.size ?? 0, edge.tree.size)
      guard !isDryRun else { return .reopened(log: Int(edge.log) + 1, missing: missing) }
      return try await reopenLog(after: edge, signed, missing: missing)
    }
    guard let signed, case .behind = danger else {
      throw StoreError.logUnsafe(folder: folder, danger)
    }
    let missing = try Self.entries(of: LogFolder(path: copy ?? self.folder.log), edge, signed)
    guard let missing else { throw StoreError.logUnsafe(folder: folder, danger) }
    if !isDryRun {
      try await file.write { try Self.replay(missing, after: edge, $0) }
      ledger.refuse(because: nil)
      try await publisher.publish()
    }
    return .replayed(entries: UInt64(missing.count))
  }

  /// The entries that the database lacks, if they lead to the root that was signed.
  private static func entries(
    of folder: LogFolder, _ edge: LogEdge, _ signed: Checkpoint
  ) throws -> [[UInt8]]? {
    var tree = edge.tree
    var missing: [[UInt8]] = []
    var index = edge.tree.size / UInt64(TilePath.fullWidth)
    while tree.size < signed.size {
      guard let path = TilePath(.entries, index: index, size: signed.size),
        let bytes = try folder.read(path),
        let bundle = try? EntryBundle(bytes, width: path.width)
      else { return nil }
      let start = Int(tree.size - index * UInt64(TilePath.fullWidth))
      for place in start..<bundle.count {
        missing.append(Array(bundle[place]))
        tree.append(.leaf(bundle[place]))
      }
      index += 1
    }
    return tree.root == signed.root ? missing : nil
  }

  private static func replay(
    _ entries: [[UInt8]], after edge: LogEdge, _ database: Database
  ) throws {
    var edge = edge
    let insert = try Command(database, "INSERT INTO entry VALUES (?, ?)")
    for leaf in entries {
      insert.bind(edge.next, at: 1)
      try leaf.withUnsafeBytes { bytes in
        insert.bind(bytes, at: 2)
        try insert.run()
      }
      edge.tree.append(.leaf(leaf))
    }
    try edge.write(database)
    try skipNumbers(database)
  }

  /// Leaves a hole in everybody's running numbers, as wide as nobody can have lost: no number is
  /// given twice, and each receipt shows that something is missing.
  private static func skipNumbers(_ database: Database) throws {
    try database.execute(sql: "UPDATE chain SET running = running + 1000000")
  }

  /// Closes the log, and begins another whose first entry says where the old one ended.
  private func reopenLog(
    after edge: LogEdge, _ signed: Checkpoint?, missing: UInt64
  ) async throws -> LogRecovery {
    let log = edge.log + 1
    var next = edge
    next.log = log
    // Above all numbers that were ever given.
    next.first = max(edge.next, edge.first + Int64(signed?.size ?? 0))
    next.tree = CompactRange()
    let closed = signed.map { "\($0.origin) \($0.size) \($0.root)" } ?? "a log of unknown end"
    let moment = Timestamp(milliseconds: edge.minute * 60_000)
    let first = UsageEntry(
      .logReopened, at: moment, by: "openkaart",
      activity: "after \(closed); missing here: \(missing)", people: 0)
    for old in [folder.log, folder.signed] where FileManager.default.fileExists(atPath: old) {
      guard rename(old, "\(old)-\(edge.log)") == 0 else {
        throw StoreError(systemCode: errno, at: old)
      }
    }
    let origin = await publisher.verifierKey?.name.description ?? "openkaart.log/1"
    let base = origin.split(separator: "/").dropLast().joined(separator: "/")
    let (signer, empty) = try LogFiles.begin(Name("\(base)/\(log)"), in: folder)
    ledger.refuse(because: nil)
    let begun = next
    try await file.write { [usage] database in
      try begun.write(database)
      try Self.skipNumbers(database)
      _ = try usage.append([.init(entry: first, origin: 0)], database)
    }
    await publisher.begin(signer, empty)
    try await publisher.publish()
    return .reopened(log: Int(log), missing: missing)
  }
}
