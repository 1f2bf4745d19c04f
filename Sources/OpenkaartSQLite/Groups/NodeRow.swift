internal import GRDB
internal import OpenkaartService

/// What stands in the store about one node: with which others it was joined, and who was told to
/// have it.
///
/// The others stand in parts of at most ``most``, so that joining one more costs the same however
/// many there are.
struct NodeRow: Sendable {
  let node: Int64
  private(set) var links: [Int64] = []
  var holders = HolderList()
  /// The first part that differs from what is written; `nil` when none does.
  private var firstChanged: Int?

  /// How many others stand in one part.
  static let most = 128

  init(node: Int64) { self.node = node }

  mutating func link(_ other: Int64) {
    let part = links.count / Self.most
    firstChanged = min(firstChanged ?? part, part)
    links.append(other)
  }

  mutating func changeHolders(_ holders: HolderList) {
    self.holders = holders
    firstChanged = 0
  }

  // MARK: In the store

  static let select = "SELECT links, holders FROM node WHERE node = ? ORDER BY part"
  static let insert = "INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?)"

  /// Reads what is written of a node; empty when nothing is.
  init(_ node: Int64, _ select: Command) throws {
    self.init(node: node)
    select.bind(node, at: 1)
    while try select.step() {
      try Self.forEachLink(select.bytes(0)) { links.append($0) }
      guard let holders = HolderList.reading(select.bytes(1)) else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
      if links.count <= Self.most { self.holders = holders }
    }
  }

  /// Calls `body` with the others that stand in one part.
  static func forEachLink(
    _ bytes: UnsafeRawBufferPointer, _ body: (Int64) throws -> Void
  ) throws {
    var reader = NumberReader(bytes)
    while !reader.isAtEnd {
      guard let other = reader.next() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
      try body(Int64(other))
    }
  }

  /// Writes the parts that changed.
  mutating func write(_ insert: Command, using bytes: inout [UInt8]) throws {
    guard let firstChanged else { return }
    self.firstChanged = nil
    for part in firstChanged...max(firstChanged, (links.count - 1) / Self.most) {
      bytes.removeAll(keepingCapacity: true)
      for other in links.dropFirst(part * Self.most).prefix(Self.most) {
        bytes.append(number: UInt64(other))
      }
      let end = bytes.count
      if part == 0 { holders.write(to: &bytes) }
      insert.bind(node, at: 1)
      insert.bind(Int64(part), at: 2)
      try bytes.withUnsafeBytes { bytes in
        insert.bind(.init(rebasing: bytes[..<end]), at: 3)
        insert.bind(.init(rebasing: bytes[end...]), at: 4)
        try insert.run()
      }
    }
  }
}

/// The rows of the nodes that a batch is about, read when first asked for.
struct NodeRows: Sendable {
  private var rows: [NodeRow] = []
  /// The place of the row of each node above ``firstNode``: those have no row in the store yet.
  private var newPlaces: [Int32] = []
  private var oldPlaces: [Int64: Int] = [:]
  private let firstNode: Int64

  /// Starts without any; nodes above `firstNode` are new.
  init(above firstNode: Int64) { self.firstNode = firstNode }

  subscript(place: Int) -> NodeRow {
    _read { yield rows[place] }
    _modify { yield &rows[place] }
  }

  /// Where the row of a node is.
  mutating func place(of node: Int64, _ database: Database) throws -> Int {
    guard node > firstNode else {
      if let place = oldPlaces[node] { return place }
      rows.append(try NodeRow(node, Command(database, NodeRow.select)))
      oldPlaces[node] = rows.count - 1
      return rows.count - 1
    }
    let index = Int(node - firstNode - 1)
    while newPlaces.count <= index { newPlaces.append(-1) }
    if newPlaces[index] < 0 {
      rows.append(NodeRow(node: node))
      newPlaces[index] = Int32(rows.count - 1)
    }
    return Int(newPlaces[index])
  }

  /// Writes what changed, the nodes ascending.
  mutating func write(_ database: Database) throws {
    let insert = try Command(database, NodeRow.insert)
    var bytes: [UInt8] = []
    for place in rows.indices.sorted(by: { rows[$0].node < rows[$1].node }) {
      try rows[place].write(insert, using: &bytes)
    }
  }
}
