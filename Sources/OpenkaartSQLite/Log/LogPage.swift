internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import TransparencyLog

/// What one transaction adds to the log: entries, and where each person's records then end.
struct LogPage: Sendable {
  private var edge: LogEdge
  private let firstNew: Int64
  /// The bytes of a `LogEntry`.
  private static let leafSize = 10 + MerkleHash.byteCount
  /// The entries, one after another.
  private var leaves: [UInt8] = []
  private var ends: [Int64: End] = [:]
  private var changed: Set<Int64> = []

  /// The last record of a person.
  private struct End: Sendable {
    let running: Int64
    let commitment: MerkleHash
  }

  /// Begins where the log stands.
  ///
  /// - Parameters:
  ///   - database: Of the transaction.
  ///   - now: The moment of its entries; they never go back in time.
  /// - Throws: What keeps the log from being read.
  init(_ database: Database, at now: Timestamp) throws {
    edge = try LogEdge(database)
    edge.minute = max(edge.minute, now.milliseconds / 60_000)
    firstNew = edge.next
  }

  /// Reads where the records of these people end.
  mutating func read(_ origins: some Sequence<Int64>, _ database: Database) throws {
    let select = try Command(database, "SELECT running, commitment FROM chain WHERE origin = ?")
    for origin in origins where ends[origin] == nil {
      select.bind(origin, at: 1)
      guard try select.step() else { continue }
      defer { select.reset() }
      guard let commitment = MerkleHash(select.bytes(1)) else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
      ends[origin] = End(running: select.integer(0), commitment: commitment)
    }
  }

  /// Commits to the next record of a person, to stand in the next entry.
  ///
  /// - Parameters:
  ///   - origin: Whose; 0 for nobody's, which are in no order but that of the log.
  ///   - key: Of the person's cells.
  ///   - write: Feeds in what happened.
  /// - Returns: Where the record stands, and the commitment to it.
  mutating func commit(
    of origin: Int64, under key: SymmetricKey, _ write: (inout SHA256) -> Void
  ) -> (link: RecordLink, commitment: MerkleHash) {
    let end = ends[origin]
    let link = RecordLink(
      entry: edge.next, running: origin == 0 ? edge.next + 1 : (end?.running ?? 0) + 1,
      previous: end?.commitment)
    let commitment = LogRecord.commitment(link, under: key, write)
    if origin > 0 {
      ends[origin] = End(running: link.running, commitment: commitment)
      changed.insert(origin)
    }
    return (link, commitment)
  }

  /// Adds an entry.
  ///
  /// - Returns: Its number.
  @discardableResult
  mutating func append(_ type: EntryType, _ commitment: MerkleHash) -> Int64 {
    let number = edge.next
    let start = leaves.count
    leaves.append(LogEntry.version)
    leaves.append(type.rawValue)
    withUnsafeBytes(of: UInt64(edge.minute * 60).bigEndian) { leaves.append(contentsOf: $0) }
    commitment.withUnsafeBytes { leaves.append(contentsOf: $0) }
    edge.tree.append(.leaf(leaves[start...]))
    return number
  }

  /// The numbers of the entries that were added.
  var added: [Int64] { Array(firstNew..<edge.next) }

  /// Writes all of it.
  func write(_ database: Database) throws {
    let insert = try Command(database, "INSERT INTO entry VALUES (?, ?)")
    try leaves.withUnsafeBytes { bytes in
      for number in firstNew..<edge.next {
        let start = Int(number - firstNew) * Self.leafSize
        insert.bind(number, at: 1)
        insert.bind(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + Self.leafSize)]), at: 2)
        try insert.run()
      }
    }
    let replace = try Command(database, "INSERT OR REPLACE INTO chain VALUES (?, ?, ?)")
    for origin in changed.sorted() {
      guard let end = ends[origin] else { continue }
      replace.bind(origin, at: 1)
      replace.bind(end.running, at: 2)
      try end.commitment.bytes.withUnsafeBytes { commitment in
        replace.bind(commitment, at: 3)
        try replace.run()
      }
    }
    try edge.write(database)
  }
}
