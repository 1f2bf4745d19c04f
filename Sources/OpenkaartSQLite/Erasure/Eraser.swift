internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// Carries erasures out, step by step; each step may be the last before the process is killed.
///
/// 1. *Begun*: with the keys it is written down what goes, and whom to keep out.
/// 2. The rows go, in one transaction of the facts.
/// 3. *Gone*: the data keys go and those above them are replaced; with the root the key of the columns
///    that are kept goes, and then these.
/// 4. *Final*: the journals of both files are emptied.
///
/// What was begun is done again when the store is opened, before anybody can ask it anything; so is
/// everything that a restored backup of the facts has not seen.
final class Eraser: Sendable {
  let file: StoreFile
  let keys: KeyPlane
  let groups: GroupReader
  let columns: ColumnFile
  let suppressions: Suppressions
  let key: SymmetricKey
  private let mailKey: SymmetricKey
  /// Told before each step, for tests that cut it off there.
  let step: @Sendable (Int) -> Void

  init(
    file: StoreFile, keys: KeyPlane, groups: GroupReader, columns: ColumnFile,
    suppressions: Suppressions, keyring: Keyring, step: @escaping @Sendable (Int) -> Void
  ) {
    self.file = file
    self.keys = keys
    self.groups = groups
    self.columns = columns
    self.suppressions = suppressions
    key = keyring.key(for: "store")
    mailKey = keyring.key(for: "mail")
    self.step = step
  }

  // MARK: A new job

  /// What an order means for the store; reads only.
  func choose(_ order: ErasureOrder) throws -> ErasureChoice {
    try file.pool.read { try ErasureChoice(order, self.groups, $0) }
  }

  /// Begins a job and takes the rows and keys away; no fact is written meanwhile.
  ///
  /// - Returns: The number of the job; `nil` when there was nothing to erase.
  func begin(_ order: ErasureOrder, forget: @Sendable () -> Void) throws -> Int? {
    try file.pool.writeWithoutTransaction { database in
      let choice = try ErasureChoice(order, groups, database)
      guard !choice.isEmpty else { return nil }
      return try carryOut(
        choice.job, .byHash(identifiers: choice.identifiers, seen: choice.seen),
        keepingOut: choice.suppressed, mailTo: choice.addresses, database, forget)
    }
  }

  /// Erases what was kept until a day before `day`.
  func begin(expiring day: Day, at moment: Timestamp, forget: @Sendable () -> Void) throws -> Int? {
    try file.pool.writeWithoutTransaction { database in
      let job = try Self.expired(before: day, at: moment, key, database)
      guard !job.expired.isEmpty else { return nil }
      return try carryOut(
        job, .byHash(identifiers: [], seen: []), keepingOut: [], mailTo: [],
        database, forget)
    }
  }

  private func carryOut(
    _ job: ErasureJob, _ finding: ErasureRows.Finding, keepingOut: [Digest128],
    mailTo addresses: Set<String>, _ database: Database, _ forget: @Sendable () -> Void
  ) throws -> Int {
    var job = job
    guard try Int.fetchOne(database, sql: "PRAGMA secure_delete") == 1 else {
      throw StoreError.unsafe(file: file.path, setting: "secure_delete")
    }
    defer { forget() }
    step(1)
    let number = try write(job, keepingOut)
    step(2)
    let (rows, mail) = try takeRows(job, finding, number, mailTo: addresses, database)
    if mail > 0 { job.items.append(.init(.mail, mail, .erased)) }
    if rows > 0 { job.items.append(.init(.rows, rows, .erased)) }
    step(3)
    try takeKeys(job, number)
    return Int(number)
  }

  /// Writes a job down; from then on it is done whatever happens.
  private func write(_ job: ErasureJob, _ identifiers: [Digest128]) throws -> Int64 {
    let sealed = Data(try job.sealed(key))
    let terms = Suppressions.Terms(
      since: job.at, kept: Array(Set(job.kept.map(\.part)).sorted { $0.rawValue < $1.rawValue }))
    let number = try keys.file.pool.write { database in
      try database.execute(
        sql: "INSERT INTO erasure (state, sealed) VALUES (?, ?)",
        arguments: [ErasureJob.State.begun.rawValue, sealed])
      let number = database.lastInsertedRowID
      try suppressions.write(identifiers, terms, database)
      return number
    }
    try keys.file.pool.read { try suppressions.load($0) }
    return number
  }

  private func takeRows(
    _ job: ErasureJob, _ finding: ErasureRows.Finding, _ number: Int64,
    mailTo addresses: Set<String>, _ database: Database
  ) throws -> (rows: Int, mail: Int) {
    var counts = (rows: 0, mail: 0)
    try database.inTransaction(.immediate) {
      counts.rows = try ErasureRows(database: database, job: job, key: key)
        .take(finding, number: number)
      counts.mail = try MailErasure.take(mailKey, database) { address in
        addresses.contains(address) || isKeptOut(address)
      }
      return .commit
    }
    return counts
  }

  /// Whether an address is of somebody who was erased: a job names nobody when it is done again.
  private func isKeptOut(_ address: String) -> Bool {
    guard !suppressions.isEmpty, let identifier = Identifier(.email, address) else { return false }
    let hash = groups.hashes.identifier.hash(identifier.type.name, identifier.value)
    return suppressions.terms(of: hash).map { $0.liftedAt == nil } ?? false
  }

  private func takeKeys(_ job: ErasureJob, _ number: Int64) throws {
    let sealed = Data(try job.sealed(key))
    try keys.destroy(job.cells) { database in
      step(4)
      try database.execute(
        sql: "UPDATE erasure SET state = max(state, ?), sealed = ? WHERE number = ?",
        arguments: [ErasureJob.State.gone.rawValue, sealed, number])
    }
    // Nobody opens it any more.
    try columns.drop()
  }

  // MARK: Going on

  /// Does again what the file of facts has not seen, and ends what was cut off.
  func resume() throws {
    try keys.endRotation()
    try keys.file.pool.read { try suppressions.load($0) }
    // In one hold of the writer: a job that another begins now is not one that was cut off.
    try file.pool.writeWithoutTransaction { database in
      let done =
        try Int64.fetchOne(database, sql: "SELECT value FROM tally WHERE name = 'erasures'") ?? 0
      for (number, state, job) in try jobs() where number > done || state == .begun {
        try goOn(with: job, number, state, isSeen: number <= done, database)
      }
    }
  }

  /// Whether a job was begun and not ended, by a failure that let the process live.
  var isCutOff: Bool {
    get throws {
      try keys.file.pool.read { database in
        try Int.fetchOne(
          database, sql: "SELECT 1 FROM erasure WHERE state = ? LIMIT 1",
          arguments: [ErasureJob.State.begun.rawValue]) != nil
      }
    }
  }

  private func goOn(
    with job: ErasureJob, _ number: Int64, _ state: ErasureJob.State, isSeen: Bool,
    _ database: Database
  ) throws {
    if !isSeen { _ = try takeRows(job, .byNumber, number, mailTo: [], database) }
    step(3)
    // Also on a restored backup: emptying the journals counts anew.
    try takeKeys(job, number)
    if state.rawValue > ErasureJob.State.gone.rawValue, !isSeen { try set(.gone, of: number) }
  }

  /// Empties the journals, and with that makes final what is gone.
  ///
  /// - Returns: Whether both are empty.
  func finish(waiting milliseconds: Int) throws -> Bool {
    let waiting = try jobs(below: .final).filter { $0.state == .gone }
    guard !waiting.isEmpty else { return true }
    step(5)
    guard try file.emptyJournal(waiting: milliseconds),
      try keys.file.emptyJournal(waiting: milliseconds)
    else { return false }
    // Where it was cut off, they may still lie there.
    try columns.dropIfDead()
    step(6)
    for job in waiting { try set(.final, of: job.number) }
    return true
  }

  func set(_ state: ErasureJob.State, of number: Int64) throws {
    try keys.file.pool.write { database in
      try database.execute(
        sql: "UPDATE erasure SET state = ? WHERE number = ?",
        arguments: [state.rawValue, number])
    }
  }

  /// Every job below a state, oldest first.
  func jobs(
    below limit: ErasureJob.State? = nil
  ) throws -> [(number: Int64, state: ErasureJob.State, job: ErasureJob)] {
    try keys.file.pool.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT number, state, sealed FROM erasure WHERE state < ? ORDER BY number",
        arguments: [limit.map { Int64($0.rawValue) } ?? .max]
      )
      .map { row in
        guard let state = ErasureJob.State(rawValue: row[1]),
          let job = ErasureJob(sealed: Array(row[2] as Data), key)
        else { throw StoreError.corrupt(file: keys.file.path) }
        return (row[0], state, job)
      }
    }
  }

  // MARK: What is kept

  private static func expired(
    before day: Day, at moment: Timestamp, _ key: SymmetricKey, _ database: Database
  ) throws -> ErasureJob {
    var job = ErasureJob(cause: .retention, at: moment, people: 0)
    var left: Set<CellName> = []
    var ended: Set<CellName> = []
    var origins: Set<Int64> = []
    for row in try Row.fetchAll(database, sql: "SELECT seq, class, origin, terms FROM kept") {
      guard let part = FactClass(rawValue: row[1]),
        let terms = KeptTerms(sealed: Array(row[3] as Data), key)
      else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
      let cell = CellName(origin: row[2], part: part)
      guard terms.until < day else {
        left.insert(cell)
        continue
      }
      ended.insert(cell)
      if origins.insert(cell.origin).inserted { job.people += 1 }
      job.expired.append(.init(seq: row[0], part: part))
    }
    for cell in ended.subtracting(left).sorted() where try !isInUse(cell, database) {
      job.cells.append(cell)
    }
    let counts = Dictionary(grouping: job.expired, by: \.part)
    for part in FactClass.allCases {
      if let count = counts[part]?.count { job.items.append(.init(.facts(part), count, .erased)) }
    }
    return job
  }

  /// Whether a living person still has something under this key.
  private static func isInUse(_ cell: CellName, _ database: Database) throws -> Bool {
    let table =
      cell.part == .invoice
      ? "SELECT 1 FROM invoice WHERE seq IN (SELECT seq FROM fact WHERE origin = ?) LIMIT 1"
      : "SELECT 1 FROM fact WHERE origin = ? AND class = \(cell.part.rawValue) LIMIT 1"
    return try Int.fetchOne(database, sql: table, arguments: [cell.origin]) != nil
  }
}
