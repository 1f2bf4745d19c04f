internal import Crypto
internal import Foundation
internal import GRDB
public import OpenkaartCore
public import OpenkaartService
internal import TransparencyLog

extension SQLiteStore: PublishedLog {
  public func publishLog() async throws { try await publisher.publish() }

  public func logFile(_ name: String) async throws -> [UInt8]? { try await publisher.shown(name) }

  public var logStatus: LogStatus {
    get async throws {
      let edge = try await file.read { try LogEdge($0) }
      let (signed, cosigned) = await (publisher.signed, publisher.cosigned)
      var danger: LogDanger?
      if case .logUnsafe(_, let reason)? = ledger.refusal { danger = reason }
      return LogStatus(
        verifierKey: await publisher.verifierKey.map { "\($0)" }, entries: edge.tree.size,
        signed: signed?.checkpoint.size ?? 0,
        checkpoint: signed.map { String(decoding: $0.note.bytes, as: UTF8.self) },
        danger: danger?.message, cosigned: cosigned?.checkpoint.size,
        cosignedCheckpoint: cosigned.map { String(decoding: $0.note.bytes, as: UTF8.self) },
        witnesses: await publisher.witnessStatus)
    }
  }

  public func receipts(
    of customer: CustomerID, number: EntryNumber?
  ) async throws -> [EntryReceipt] {
    guard let node = names.node(of: customer) else { return [] }
    let (drafts, first) = try await file.read { [usage, groups, opener] database in
      let members = try groups.component(of: [node], database)
      var shown = try opener.records(under: members, database).map(ShownRecord.init)
      shown += try usage.read(of: members, before: .max, limit: .max, database)
        .map(ShownRecord.init)
      if let number { shown = shown.filter { EntryNumber($0.link.entry) == number } }
      let drafts = try shown.sorted { $0.link.entry < $1.link.entry }
        .map { try $0.receipt(database) }
      return (drafts, try LogEdge(database).first)
    }
    var receipts: [EntryReceipt] = []
    for draft in drafts {
      // The entries of a log that was closed are not among those of today.
      let proof =
        draft.entry < first
        ? nil : try await publisher.proof(of: UInt64(draft.entry - first), with: draft.receipt)
      receipts.append(
        EntryReceipt(
          number: EntryNumber(draft.entry),
          at: Timestamp(milliseconds: Int64(draft.receipt.seconds) * 1000),
          record: draft.receipt.record, proof: proof?.bytes,
          witnesses: proof?.signedCheckpoint.cosignatures.map { "\($0.name)" } ?? []))
    }
    return receipts
  }
}

extension SQLiteStore: WitnessedLog {
  /// Asks these witnesses from now on, whenever the log is signed.
  public func ask(_ witnesses: WitnessList) async { await publisher.ask(witnesses) }

  public func letters(at now: Timestamp) async throws -> [WitnessLetter] {
    try await publisher.sign()
    return try await publisher.letters(at: now)
  }

  public func take(
    _ answer: WitnessAnswer, to letter: WitnessLetter, at now: Timestamp
  ) async throws -> WitnessOutcome {
    try await publisher.take(answer, to: letter, at: now)
  }

  public func showLog() async throws { try await publisher.show() }
}

/// A record that is shown to the person whom it is about.
private struct ShownRecord {
  let link: RecordLink
  let place: UInt64?
  let said: [UInt8]
  let key: SymmetricKey

  init(_ fact: FactOpener.Record) {
    (link, place, key) = (fact.link, nil, fact.key)
    said = fact.document + (fact.invoice.map { [LogRecord.separator] + $0 } ?? [])
  }

  init(_ use: UsageRecords.Opened) {
    (link, place, key, said) = (use.link, use.place, use.key, use.said)
  }

  /// The receipt, without the path through the log.
  func receipt(_ database: Database) throws -> (entry: Int64, receipt: Receipt) {
    guard
      let leaf = try Data.fetchOne(
        database, sql: "SELECT leaf FROM entry WHERE number = ?", arguments: [link.entry]),
      let entry = try? LogEntry(parsing: Array(leaf))
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let nonce = LogRecord.nonce(link.running, under: key).withUnsafeBytes { Array($0) }
    return (
      link.entry,
      Receipt(
        type: entry.type, seconds: entry.seconds, nonce: nonce,
        batch: try place.flatMap { try batch(database).proof(at: $0) },
        record: LogRecord.head(link) + said)
    )
  }

  private func batch(_ database: Database) throws -> Batch {
    let rows = try Command(
      database, "SELECT commitment FROM batchLeaf WHERE entry = ? ORDER BY place")
    rows.bind(link.entry, at: 1)
    var commitments: [MerkleHash] = []
    while try rows.step() {
      guard let commitment = MerkleHash(rows.bytes(0)) else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
      commitments.append(commitment)
    }
    return Batch(commitments)
  }
}
