internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// Takes the rows of an erasure out of the file of facts, in one transaction; done twice, it is done.
struct ErasureRows {
  let database: Database
  let job: ErasureJob
  /// Seals until when something is kept.
  let key: SymmetricKey

  /// Where look-ups and ids of facts are found.
  enum Finding {
    /// By their hashes, while the facts can still be opened.
    case byHash(identifiers: [Digest128], seen: [Digest128])
    /// By going through all of them: on a backup whose keys are gone.
    case byNumber
  }

  /// Takes everything out, and notes that erasure `number` is done here.
  ///
  /// - Returns: How many rows of exports went.
  func take(_ finding: Finding, number: Int64) throws -> Int {
    try database.execute(sql: "INSERT INTO erasing VALUES (1)")
    try keep()
    let facts = try takeFacts(finding)
    try takeKept()
    let identifiers = try takeNodes(finding)
    try takeRecords()
    let rows = try takeRows()
    let note = try Command(database, "UPDATE tally SET value = max(0, value + ?) WHERE name = ?")
    for (name, change) in [("facts", -facts), ("gone", identifiers)] {
      note.bind(Int64(change), at: 1)
      note.bind(name, at: 2)
      try note.run()
    }
    try database.execute(
      sql: "UPDATE tally SET value = max(value, ?) WHERE name = 'erasures'", arguments: [number])
    try database.execute(sql: "DELETE FROM erasing")
    return rows
  }

  /// Puts what is kept apart, as it was sealed.
  private func keep() throws {
    let invoice = try Command(
      database,
      "INSERT OR IGNORE INTO kept SELECT seq, 1, origin, sealed, ? FROM invoice WHERE seq = ?")
    let fact = try Command(
      database,
      "INSERT OR IGNORE INTO kept SELECT seq, class, origin, sealed, ? FROM fact WHERE seq = ?")
    for cell in job.kept {
      let terms = try KeptTerms(until: cell.until, ground: cell.ground).sealed(key)
      let insert = cell.part == .invoice ? invoice : fact
      try terms.withUnsafeBytes { bytes in
        insert.bind(bytes, at: 1)
        insert.bind(cell.seq, at: 2)
        try insert.run()
      }
    }
  }

  private func takeFacts(_ finding: Finding) throws -> Int {
    try database.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS goingFact (seq INTEGER PRIMARY KEY);
        DELETE FROM goingFact;
        UPDATE tally SET value = max(value, (SELECT coalesce(max(seq), 0) FROM fact))
        WHERE name = 'lastSeq';
        """)
    let whole = try Command(
      database, "INSERT OR IGNORE INTO goingFact SELECT seq FROM fact WHERE origin = ?")
    for origin in job.origins {
      whole.bind(origin, at: 1)
      try whole.run()
    }
    let part = try Command(
      database,
      "INSERT OR IGNORE INTO goingFact SELECT seq FROM fact WHERE origin = ? AND class = ?")
    for cell in job.cells {
      part.bind(cell.origin, at: 1)
      part.bind(Int64(cell.part.rawValue), at: 2)
      try part.run()
    }
    if case .byNumber = finding, job.cause == .request {
      try database.execute(sql: "DELETE FROM seen WHERE seq IN (SELECT seq FROM goingFact)")
    }
    try database.execute(
      sql: "DELETE FROM invoice WHERE seq IN (SELECT seq FROM goingFact)")
    try database.execute(sql: "DELETE FROM fact WHERE seq IN (SELECT seq FROM goingFact)")
    defer { _ = try? database.execute(sql: "DELETE FROM goingFact") }
    return database.changesCount
  }

  private func takeKept() throws {
    let delete = try Command(database, "DELETE FROM kept WHERE seq = ? AND class = ?")
    for cell in job.expired {
      delete.bind(cell.seq, at: 1)
      delete.bind(Int64(cell.part.rawValue), at: 2)
      try delete.run()
    }
  }

  private func takeNodes(_ finding: Finding) throws -> Int {
    for table in ["node", "crowded", "leftover"] {
      let delete = try Command(database, "DELETE FROM \(table) WHERE node = ?")
      for node in job.nodes {
        delete.bind(node, at: 1)
        try delete.run()
      }
    }
    let leftover = try Command(database, "INSERT OR IGNORE INTO leftover VALUES (?)")
    for node in job.leftovers {
      leftover.bind(node, at: 1)
      try leftover.run()
    }
    try fillNodes()
    switch finding {
    case .byNumber:
      try database.execute(sql: "DELETE FROM identifier WHERE node IN (SELECT node FROM goingNode)")
      return database.changesCount
    case .byHash(let identifiers, let seen):
      try delete(seen, "DELETE FROM seen WHERE key = ?")
      return try delete(identifiers, "DELETE FROM identifier WHERE hash = ?")
    }
  }

  @discardableResult
  private func delete(_ hashes: [Digest128], _ sql: String) throws -> Int {
    let delete = try Command(database, sql)
    return try hashes.sorted().reduce(0) { count, hash in
      delete.bind(hash, at: 1)
      try delete.run()
      return count + database.changesCount
    }
  }

  /// The nodes by which nobody is known any more.
  private func fillNodes() throws {
    try database.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS goingNode (node INTEGER PRIMARY KEY);
        DELETE FROM goingNode;
        """)
    let insert = try Command(database, "INSERT OR IGNORE INTO goingNode VALUES (?)")
    for node in job.nodes + job.unnamed {
      insert.bind(node, at: 1)
      try insert.run()
    }
  }

  /// What was done with the data of the person; that something was done stays in the log.
  private func takeRecords() throws {
    try takeSealed(by: .proof, "DELETE FROM record WHERE origin = ?")
    try takeSealed(by: .proof, "DELETE FROM chain WHERE origin = ?")
    try takeSealed(by: .messages, "DELETE FROM reservation WHERE node = ?")
  }

  /// Takes what lies under the keys that go, beside facts.
  private func takeSealed(by part: FactClass, _ sql: String) throws {
    let delete = try Command(database, sql)
    let origins = job.cells.lazy.filter { $0.part == part }.map(\.origin)
    for origin in Set(job.origins).union(job.nodes).union(origins).sorted() {
      delete.bind(origin, at: 1)
      try delete.run()
    }
  }

  /// Rows of exports are remembered as long as anybody is known by them.
  private func takeRows() throws -> Int {
    try database.execute(sql: "DELETE FROM snapshotRow WHERE node IN (SELECT node FROM goingNode)")
    defer { _ = try? database.execute(sql: "DELETE FROM goingNode") }
    return database.changesCount
  }
}

/// Until when something is kept and on what ground, sealed: no moment stands in clear.
struct KeptTerms: Sendable {
  let until: Day
  let ground: String

  init(until: Day, ground: String) {
    self.until = until
    self.ground = ground
  }

  init?(sealed: [UInt8], _ key: SymmetricKey) {
    guard let bytes = SealedCell.open(sealed, named: "kept", using: key) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let until = Day(iso: text.prefix(10)) else { return nil }
    self.init(until: until, ground: String(text.dropFirst(11)))
  }

  func sealed(_ key: SymmetricKey) throws -> [UInt8] {
    try SealedCell.seal(Array("\(until.iso) \(ground)".utf8), named: "kept", using: key)
  }
}
