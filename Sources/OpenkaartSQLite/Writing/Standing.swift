internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// Where the store stands: what the writer goes on from.
struct Standing: Sendable {
  var projection: Projection
  var lastSeq: Int64
  var facts: Int64

  /// Reads it.
  init(_ database: Database, _ key: StandingKey) throws {
    let tally = try Tally(database)
    projection = try Projection(database, lastNode: tally.nodes, latest: key.latest(database))
    // The number of a fact that was erased is not given out again.
    lastSeq =
      try Int64.fetchOne(
        database,
        sql: """
          SELECT max(value, (SELECT coalesce(max(seq), 0) FROM fact))
          FROM tally WHERE name = 'lastSeq'
          """) ?? 0
    facts = tally.facts
  }

  func write(_ database: Database, _ key: StandingKey) throws {
    try Tally(facts: facts, nodes: projection.lastNode).write(database)
    try key.write(latest: projection.latest, database)
  }
}

/// Seals what belongs to the store as a whole: no moment stands in clear in it.
struct StandingKey: Sendable {
  private let key: SymmetricKey

  init(_ keyring: Keyring) { key = keyring.key(for: "store") }

  /// The latest moment at which a fact was recorded.
  func latest(_ database: Database) throws -> Timestamp {
    guard let cell = try Data.fetchOne(database, sql: "SELECT sealed FROM latest") else {
      return .distantPast
    }
    guard let bytes = SealedCell.open(Array(cell), named: "latest", using: key),
      bytes.count == 8
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let moment = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    return Timestamp(milliseconds: Int64(bigEndian: moment))
  }

  fileprivate func write(latest: Timestamp, _ database: Database) throws {
    let moment = withUnsafeBytes(of: latest.milliseconds.bigEndian) { Array($0) }
    let cell = try SealedCell.seal(moment, named: "latest", using: key)
    let replace = try Command(database, "INSERT OR REPLACE INTO latest VALUES (1, ?)")
    try cell.withUnsafeBytes { bytes in
      replace.bind(bytes, at: 1)
      try replace.run()
    }
  }
}

/// How much there is, kept up to date with every commit and every erasure.
struct Tally: Sendable {
  let facts: Int64
  let nodes: Int64
  /// How many of the nodes no fact names any more.
  let gone: Int64

  init(facts: Int64, nodes: Int64) {
    self.facts = facts
    self.nodes = nodes
    gone = 0
  }

  init(_ database: Database) throws {
    func value(_ name: String) throws -> Int64 {
      try Int64.fetchOne(
        database, sql: "SELECT value FROM tally WHERE name = ?", arguments: [name]) ?? 0
    }
    facts = try value("facts")
    nodes = try value("nodes")
    gone = try value("gone")
  }

  func write(_ database: Database) throws {
    let update = try Command(database, "UPDATE tally SET value = ? WHERE name = ?")
    for (name, value) in [("facts", facts), ("nodes", nodes)] {
      update.bind(value, at: 1)
      update.bind(name, at: 2)
      try update.run()
    }
  }
}
