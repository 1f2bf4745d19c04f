internal import GRDB
internal import OpenkaartCore

/// Makes the projections again from the facts, and compares.
struct Rebuild: Sendable {
  let opener: FactOpener
  let hashes: StoreHashes

  struct Difference: Sendable {
    var surplus = 0
    var missing = 0
  }

  /// So many facts are opened at once.
  private static let chunk: Int64 = 2000

  /// Puts the tables aside, fills new ones, compares, and drops the old.
  func run(_ database: Database, progress: (Double) -> Void) throws -> Difference {
    for table in Schema.projectionTables {
      try database.execute(sql: "ALTER TABLE \(table) RENAME TO \(table)Before")
    }
    try database.execute(sql: Schema.projections)
    let last = try Int64.fetchOne(database, sql: "SELECT max(seq) FROM fact") ?? 0
    let crowded = try Row.fetchAll(
      database,
      sql: "SELECT node, seq FROM crowdedBefore WHERE node IN (SELECT node FROM leftover)"
    ).map { row in (row[0] as Int64, row[1] as Int64) }
    let projection = try project(
      upTo: last, knowing: Dictionary(crowded) { one, _ in one }, database, progress: progress)
    try carryLeftovers(database)
    var difference = Difference()
    for table in Schema.projectionTables {
      difference.surplus += try Self.rows(of: "\(table)Before", notIn: table, database)
      difference.missing += try Self.rows(of: table, notIn: "\(table)Before", database)
      try database.execute(sql: "DROP TABLE \(table)Before")
    }
    let tally = try Tally(database)
    // A node that was given out stays given out, though no fact may be left that names it.
    try Tally(facts: tally.facts, nodes: max(tally.nodes, projection.lastNode)).write(database)
    return difference
  }

  /// What erased facts told of identifiers that others have too cannot be made again: it stays.
  private func carryLeftovers(_ database: Database) throws {
    for table in Schema.projectionTables {
      try database.execute(
        sql: """
          DELETE FROM \(table) WHERE node IN (SELECT node FROM leftover);
          INSERT INTO \(table)
          SELECT * FROM \(table)Before WHERE node IN (SELECT node FROM leftover);
          """)
    }
  }

  private func project(
    upTo last: Int64, knowing crowded: [Int64: Int64], _ database: Database,
    progress: (Double) -> Void
  ) throws -> Projection {
    var projection = Projection(above: try Tally(database).nodes, knowing: crowded)
    var start: Int64 = 1
    while start <= last {
      var sealed = FactOpener.Sealed()
      try opener.find(start..<(start + Self.chunk), database, into: &sealed)
      for item in try opener.open(sealed) { try project(item, into: &projection, database) }
      _ = try projection.write(database)
      start += Self.chunk
      progress(Double(min(start, last)) / Double(last) * 0.9)
    }
    return projection
  }

  private func project(
    _ item: OpenedFact, into projection: inout Projection, _ database: Database
  ) throws {
    var table = NameTable()
    let names = table.add(item.fact, using: hashes.identifier)
    var nodes = item.nodes
    if nodes.count == table.hashes.count {
      try projection.adopt(nodes, of: table.hashes, database)
    } else {
      // The rules have changed since about what a fact names.
      nodes = Array(repeating: 0, count: table.hashes.count)
      try projection.assignNodes(to: table.hashes, &nodes, database)
    }
    // Where the fact stands is where it was put; so whoever it is about now has to be joined with it.
    try projection.add(item.origin, nodes[names.origin], database)
    try projection.note(
      names, of: table, nodes: nodes[...], seq: item.seq, recordedAt: item.fact.recordedAt,
      database
    ) { try opener.recordedAt($0, database) }
  }

  private static func rows(
    of one: String, notIn other: String, _ database: Database
  ) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM (SELECT * FROM \(one) EXCEPT SELECT * FROM \(other))")
      ?? 0
  }
}
