internal import Dispatch
internal import Foundation
internal import GRDB
public import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: ErasureStore {
  /// How long one try waits for readers of a journal, in milliseconds.
  private static let patience = 500
  /// So many tries, until somebody has to ask again.
  private static let tries = 10

  public func plan(_ order: ErasureOrder) async throws -> ErasureReport {
    try await apart { store in
      try store.eraser.choose(order).job.report(number: nil, .planned)
    }
  }

  public func erase(_ order: ErasureOrder) async throws -> ErasureReport {
    try await carryingOut { store in
      let going = try store.nodes(of: order)
      // Whatever becomes of it: what was made of these people is looked at again.
      defer { store.watches.note(going) }
      let number = try store.eraser.begin(order) { store.forgetErased() }
      guard let number else {
        return ErasureReport(
          number: nil, cause: order.cause, at: order.at, people: 0, items: [], state: .final)
      }
      return try store.ending(number)
    }
  }

  /// Carries a job out apart, on a full disk too; one that was cut off before is ended first.
  private func carryingOut<Value: Sendable>(
    _ work: @escaping @Sendable (SQLiteStore) throws -> Value
  ) async throws -> Value {
    try await stoppingOnFailure {
      try await evenWhenFull {
        try await apart { store in
          try store.endWhatWasCutOff()
          return try work(store)
        }
      }
    }
  }

  /// Goes on with jobs that a failure cut off and left the process alive.
  private func endWhatWasCutOff() throws {
    guard try eraser.isCutOff else { return }
    defer { forgetErased() }
    try eraser.resume()
  }

  public func eraseKept(before day: Day, at moment: Timestamp) async throws -> ErasureReport {
    try await carryingOut { store in
      let number = try store.eraser.begin(expiring: day, at: moment) { store.forgetErased() }
      guard let number else {
        return ErasureReport(
          number: nil, cause: .retention, at: moment, people: 0, items: [], state: .final)
      }
      return try store.ending(number)
    }
  }

  /// Waits until no reader holds the journals any more, as long as that is bearable.
  private func ending(_ number: Int) throws -> ErasureReport {
    for _ in 0..<Self.tries {
      if try eraser.finish(waiting: Self.patience) { break }
    }
    let found = try eraser.jobs().first { $0.number == Int64(number) }
    guard let (_, state, job) = found else { throw StoreError.corrupt(file: folder.keys) }
    return job.report(number: number, state.shown)
  }

  /// What was read of the erased lies nowhere in memory, where we know of it.
  private func forgetErased() {
    writer.forget()
    cache.forgetAll()
    pagesAhead.forgetAll()
    census.forget()
  }

  /// The nodes of the people in an order, and of everybody ever joined with them.
  private func nodes(of order: ErasureOrder) throws -> [GroupNode] {
    let named = order.people.flatMap(\.identifiers)
    return try file.pool.read { [groups] database in
      let nodes = try groups.nodes(of: named, database)
      return try groups.component(of: nodes, database).map { GroupNode(UInt64($0)) }
    }
  }

  public func finishErasures() async throws -> [ErasureReport] {
    try await carryingOut { store in
      store.reserve.fill()
      _ = try store.eraser.finish(waiting: Self.patience)
      return try store.eraser.jobs(below: .told).map { number, state, job in
        job.report(number: Int(number), state.shown)
      }
    }
  }

  public func noteTold(erasure number: Int) async throws {
    try await apart { store in try store.eraser.set(.told, of: Int64(number)) }
  }

  public var erasures: [ErasureReport] {
    get async throws {
      try await apart { store in
        try store.eraser.jobs().map { number, state, job in
          job.report(number: Int(number), state.shown)
        }
      }
    }
  }

  public func suppressed(_ identifiers: [Identifier]) async throws -> [Identifier: Timestamp] {
    var found: [Identifier: Timestamp] = [:]
    for identifier in identifiers {
      let hash = hashes.identifier.hash(identifier.type.name, identifier.value)
      guard let terms = eraser.suppressions.terms(of: hash), terms.liftedAt == nil else { continue }
      found[identifier] = terms.since
    }
    return found
  }

  public func lift(_ identifiers: [Identifier], at moment: Timestamp) async throws -> Int {
    let named = identifiers.map { hashes.identifier.hash($0.type.name, $0.value) }
    return try await apart { store in
      let (keys, suppressions) = (store.eraser.keys, store.eraser.suppressions)
      let count = try keys.file.pool.write { database in
        var count = 0
        for hash in named {
          guard var terms = suppressions.terms(of: hash), terms.liftedAt == nil else { continue }
          terms.liftedAt = moment
          try suppressions.write([hash], terms, database)
          count += 1
        }
        return count
      }
      try keys.file.pool.read { try suppressions.load($0) }
      return count
    }
  }

  public var keptRecords: [KeptRecord] {
    get async throws {
      try await file.read { [eraser, opener] database in
        try Row.fetchAll(
          database, sql: "SELECT seq, class, origin, sealed, terms FROM kept ORDER BY seq, class"
        ).map { row in
          guard let part = FactClass(rawValue: row[1]),
            let terms = KeptTerms(sealed: Array(row[4] as Data), eraser.key)
          else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
          let document = try opener.document(
            Array(row[3] as Data), seq: row[0], origin: row[2], part: part)
          return KeptRecord(
            part: part, document: document, until: terms.until, ground: terms.ground)
        }
      }
    }
  }

  public func erasures(about subject: [Identifier]) async throws -> [Fact] {
    // Mostly nobody is kept out, and then nothing need be hashed.
    guard !eraser.suppressions.isEmpty else { return [] }
    return Fact.erasures(
      of: subject.compactMap { name in
        let hash = hashes.identifier.hash(name.type.name, name.value)
        guard let terms = eraser.suppressions.terms(of: hash), terms.liftedAt == nil else {
          return nil
        }
        return (name, ErasureTerms(since: terms.since, kept: terms.kept))
      })
  }

  /// Works on a thread of its own: an erasure waits for readers, and tasks have few threads.
  func apart<Value: Sendable>(
    _ work: @escaping @Sendable (SQLiteStore) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "openkaart.apart").async { [self] in
        continuation.resume(
          with: Result { try work(self) }.mapError { StoreError($0, at: folder.data) })
      }
    }
  }
}

extension ErasureJob.State {
  /// How far the job is, for people.
  fileprivate var shown: ErasureReport.State { rawValue < Self.final.rawValue ? .notFinal : .final }
}
