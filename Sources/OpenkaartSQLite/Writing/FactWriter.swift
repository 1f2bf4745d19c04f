internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import Synchronization

/// Puts prepared facts into the store, many in one transaction.
///
/// It remembers where the store stands. What it remembers is right only when every transaction it was
/// given is committed: otherwise it has to ``forget()``.
final class FactWriter: Sendable {
  private let keys: KeyPlane
  private let hashes: StoreHashes
  private let opener: FactOpener
  private let standingKey: StandingKey
  private let ledger: Ledger
  private let suppressions: Suppressions
  private let memory = Mutex<Standing?>(nil)

  init(
    keys: KeyPlane, hashes: StoreHashes, opener: FactOpener, keyring: Keyring, ledger: Ledger,
    suppressions: Suppressions
  ) {
    self.keys = keys
    self.hashes = hashes
    self.opener = opener
    standingKey = StandingKey(keyring)
    self.ledger = ledger
    self.suppressions = suppressions
  }

  /// The latest moment at which a fact was recorded.
  func latestRecordedAt(_ database: Database) throws -> Timestamp {
    try standingKey.latest(database)
  }

  func forget() { memory.withLock { $0 = nil } }

  struct Outcome: Sendable {
    /// What became of each fact of each batch.
    let additions: [[FactAddition]]
    /// The nodes that the added facts name.
    var nodes: [Int64] = []
    /// The nodes under which they stand.
    var origins: [Int64] = []
    /// The nodes that they join.
    var joined: [Projection.Edge] = []
  }

  /// More facts than these are sealed beside the rest of the work.
  private static let few = 64

  /// Adds facts; those that are here already are left out.
  func add(_ batches: [PreparedFacts], to database: Database) throws -> Outcome {
    var standing =
      try memory.withLock { memory in
        defer { memory = nil }
        return memory
      } ?? Standing(database, standingKey)
    let claims = try claim(batches, above: standing.lastSeq, database)
    var outcome = Outcome(additions: claims.additions)
    if !claims.added.isEmpty {
      var order = SealingOrder(batches: batches)
      try number(claims.added, in: &order, &standing.projection, database)
      outcome.joined = try write(order, &standing.projection, database)
      standing.lastSeq += Int64(claims.count)
      standing.facts += Int64(claims.added.count)
      try standing.write(database, standingKey)
      outcome.nodes = order.nodes
      outcome.origins = order.facts.map { order.origin(of: $0) }
    }
    memory.withLock { $0 = standing }
    return outcome
  }

  // MARK: Each id once

  /// Which facts are new, and what became of the others.
  private struct Claims {
    /// Of how many facts.
    var count = 0
    var additions: [[FactAddition]]
    var added: [Claim] = []
  }

  /// A fact that claims its id, and the number it gets if it is new.
  private struct Claim {
    let key: Digest128
    let digest: Digest128
    let batch: Int
    let place: Int
    let seq: Int64
  }

  /// Claims the id of each fact, in the order of the keys: ascending inserts are cheap.
  private func claim(
    _ batches: [PreparedFacts], above lastSeq: Int64, _ database: Database
  ) throws -> Claims {
    var claims = Claims(
      additions: batches.map { Array(repeating: .added, count: $0.facts.count) })
    var sorted: [Claim] = []
    for (batch, facts) in batches.enumerated() {
      for (place, fact) in facts.facts.enumerated() {
        claims.count += 1
        if isKeptOut(fact, facts.names) {
          claims.additions[batch][place] = .suppressed
          continue
        }
        sorted.append(
          Claim(
            key: fact.key, digest: fact.digest, batch: batch, place: place,
            seq: lastSeq + Int64(claims.count)))
      }
    }
    let inOrder = sorted
    sorted.sort { $0.key == $1.key ? $0.seq < $1.seq : $0.key < $1.key }
    let insert = try Command(
      database, "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    for claim in sorted where try !insert.keep(claim.key, claim.digest, claim.seq, database) {
      let fact = batches[claim.batch].facts[claim.place]
      claims.additions[claim.batch][claim.place] = try known(fact, database)
    }
    claims.added = inOrder.filter { claims.additions[$0.batch][$0.place] == .added }
    return claims
  }

  /// Whether a fact names somebody who was erased and is not to come back.
  private func isKeptOut(_ fact: PreparedFact, _ names: NameTable) -> Bool {
    guard !suppressions.isEmpty else { return false }
    return names.hashes[fact.names.hashes].contains {
      suppressions.keepsOut($0, occurredAt: fact.occurredAt)
    }
  }

  /// What a fact is whose id was taken before.
  private func known(_ fact: PreparedFact, _ database: Database) throws -> FactAddition {
    let select = try Command(database, "SELECT digest, seq FROM seen WHERE key = ?")
    select.bind(fact.key, at: 1)
    guard try select.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let (digest, seq) = (try select.digest(0), select.integer(1))
    select.reset()
    let isSame = try digest == fact.digest || saysTheSame(fact, as: seq, database)
    return isSame ? .duplicate : .conflict
  }

  /// Whether a fact of the store says the same though its digest is another: documents may have been
  /// written differently when it came in.
  private func saysTheSame(
    _ fact: PreparedFact, as seq: Int64, _ database: Database
  ) throws -> Bool {
    guard let known = try opener.fact(seq, database) else { return false }
    return PreparedFacts([known.fact], using: hashes).facts[0].digest == fact.digest
  }

  // MARK: Who belongs together

  /// Gives the identifiers of new facts their nodes.
  private func number(
    _ added: [Claim], in order: inout SealingOrder, _ projection: inout Projection,
    _ database: Database
  ) throws {
    order.firstNode = projection.lastNode
    var hashes: [Digest128] = []
    for claim in added {
      let batch = order.batches[claim.batch]
      let start = hashes.count
      let names = batch.facts[claim.place].names.hashes
      hashes += batch.names.hashes[names]
      if batch.nodes.isEmpty {
        order.nodes += repeatElement(0, count: names.count)
      } else {
        order.nodes += batch.nodes[names]
      }
      order.facts.append(
        .init(
          batch: claim.batch, place: claim.place, seq: claim.seq, nodes: start..<hashes.count))
    }
    try projection.assignNodes(to: hashes, &order.nodes, database)
  }

  /// Writes facts and what they say about who belongs together.
  private func write(
    _ order: SealingOrder, _ projection: inout Projection, _ database: Database
  ) throws -> [Projection.Edge] {
    let page = try page(for: order, database)
    let sealing =
      order.facts.count > Self.few
      ? Beside { [keys] in try SealedCells(order, using: keys, on: page) } : nil
    // Whatever fails here, nothing of it goes on afterwards.
    defer { _ = try? sealing?.value() }
    for fact in order.facts {
      let prepared = order.prepared(fact)
      guard !prepared.isTold else {
        projection.note(seq: fact.seq, recordedAt: prepared.recordedAt)
        continue
      }
      try projection.note(
        prepared.names, of: order.batches[fact.batch].names, nodes: order.nodes[fact.nodes],
        seq: fact.seq, recordedAt: prepared.recordedAt, database
      ) { try self.opener.recordedAt($0, database) }
    }
    let joined = try projection.write(database)
    // The keys are durable before the cells are: a cell without key is lost, a key without cell is
    // not missed.
    let cells = try sealing?.value() ?? SealedCells(order, using: keys, on: page)
    try Self.write(cells, database)
    try cells.page.write(database)
    return joined
  }

  /// Where the log stands, and the records of the people in an order who are not new.
  private func page(for order: SealingOrder, _ database: Database) throws -> LogPage {
    var page = try ledger.page(database)
    let known = Set(order.facts.map { order.origin(of: $0) }).filter { $0 <= order.firstNode }
    try page.read(known.sorted(), database)
    return page
  }

  private static func write(_ cells: SealedCells, _ database: Database) throws {
    let fact = try Command(database, "INSERT INTO fact VALUES (?, ?, ?, ?)")
    let invoice = try Command(database, "INSERT INTO invoice VALUES (?, ?, ?)")
    try cells.bytes.withUnsafeBytes { bytes in
      for cell in cells.cells {
        let place = cell.place
        let sealed = UnsafeRawBufferPointer(rebasing: bytes[cell.bytes])
        switch place.table {
        case .fact:
          fact.bind(place.seq, at: 1)
          fact.bind(place.origin, at: 2)
          fact.bind(Int64(place.part.rawValue), at: 3)
          fact.bind(sealed, at: 4)
          try fact.run()
        case .reservation: preconditionFailure("Facts are sealed into facts and invoices only.")
        case .invoice:
          invoice.bind(place.seq, at: 1)
          invoice.bind(place.origin, at: 2)
          invoice.bind(sealed, at: 3)
          try invoice.run()
        }
      }
    }
  }
}

extension Command {
  /// Writes that a fact is here, by a command that inserts it; false when its id was taken.
  fileprivate func keep(
    _ key: Digest128, _ digest: Digest128, _ seq: Int64, _ database: Database
  ) throws -> Bool {
    try key.withBytes { key in
      try digest.withBytes { digest in
        bind(key, at: 1)
        bind(digest, at: 2)
        bind(seq, at: 3)
        try run()
      }
    }
    return database.changesCount > 0
  }
}
