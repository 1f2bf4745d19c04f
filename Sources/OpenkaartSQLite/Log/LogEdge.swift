internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import TransparencyLog

/// Where the log stands: what the next entry goes on from.
struct LogEdge: Sendable {
  /// Which log this is, from 1: another one is begun only when one cannot go on.
  var log: Int64
  /// The number of the first entry of this log.
  var first: Int64
  var tree: CompactRange
  /// The time of the last entry, in minutes since 1970.
  var minute: Int64

  /// The number that the next entry gets.
  var next: Int64 { first + Int64(tree.size) }

  init(_ database: Database) throws {
    let row = try Command(database, "SELECT log, first, size, peaks, minute FROM edge")
    guard try row.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    defer { row.reset() }
    let bytes = Array(row.bytes(3))
    let peaks = stride(from: 0, to: bytes.count, by: MerkleHash.byteCount).compactMap {
      MerkleHash(bytes[$0..<min($0 + MerkleHash.byteCount, bytes.count)])
    }
    guard let size = UInt64(exactly: row.integer(2)),
      let tree = CompactRange(size: size, peaks: peaks)
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    (log, first, minute) = (row.integer(0), row.integer(1), row.integer(4))
    self.tree = tree
  }

  func write(_ database: Database) throws {
    let update = try Command(
      database,
      "INSERT OR REPLACE INTO edge VALUES (1, ?, ?, ?, ?, ?)")
    update.bind(log, at: 1)
    update.bind(first, at: 2)
    update.bind(Int64(tree.size), at: 3)
    update.bind(minute, at: 5)
    try tree.peaks.flatMap(\.bytes).withUnsafeBytes { peaks in
      update.bind(peaks, at: 4)
      try update.run()
    }
  }
}
