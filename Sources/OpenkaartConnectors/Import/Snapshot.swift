internal import Crypto
internal import OpenkaartCore
internal import OpenkaartService

/// A full export that comes again and again: rows that say the same are left alone, and rows that say
/// something else become new facts.
struct Snapshot: Sendable {
  private let store: any FactStore & ImportJournal
  private let file: ImportedFile
  private let at: Timestamp
  /// Whether rows are noted at the end only, because some facts come then.
  private let waits: Bool
  private var counts = SnapshotReport()
  private var keys: Set<String> = []
  private var changes: [Int: SnapshotChange] = [:]
  private var pending: [(number: Int, row: SnapshotRow)] = []
  /// The rows of which a fact was kept out: they are not remembered, and told again every time.
  private var keptOut: Set<Int> = []

  init(
    store: any FactStore & ImportJournal, file: ImportedFile, at moment: Timestamp, waits: Bool
  ) {
    self.store = store
    self.file = file
    at = moment
    self.waits = waits
  }

  static let repeatedKey = DocumentError(
    code: "snapshot.keyTwice",
    message: LocalizedText(
      nl: "Een eerdere rij van dit bestand heeft dezelfde sleutel. Kies een kolom die in elke rij "
        + "anders is.",
      en: "An earlier row of this file has the same key. Choose one that differs in every row."),
    at: Position(line: 1, column: 1))

  /// Exports of one source that are read by different mappings have rows of their own.
  private var stream: String {
    file.source + "/" + file.mapping.prefix(8).map { String($0, radix: 16) }.joined(separator: ".")
  }

  /// The facts of a batch that are news, and those of rows whose key an earlier row has.
  mutating func facts(of batch: FeedBatch) async throws -> (news: [FedFact], repeated: [FedFact]) {
    if !waits { changes = [:] }
    var repeated: Set<Int> = []
    let rows = batch.rows.filter { row in
      guard !keys.insert(row.key).inserted else { return true }
      repeated.insert(row.number)
      return false
    }
    let told = rows.map { SnapshotRow(key: $0.key, digest: $0.digest, subject: $0.subject) }
    for (row, change) in zip(rows, try await store.changes(in: told, of: stream)) {
      changes[row.number] = change
      switch change {
      case .new: counts.new += 1
      case .same: counts.same += 1
      case .changed: counts.changed += 1
      }
    }
    pending += zip(rows, told).map { ($0.number, $1) }
    var facts: [FedFact] = []
    for fed in batch.facts where fed.rows.allSatisfy({ !repeated.contains($0) }) {
      if let fact = try await news(fed) { facts.append(fact) }
    }
    return (facts, batch.facts.filter { $0.rows.contains(where: repeated.contains) })
  }

  /// The fact as it is news; `nil` when the store was told before.
  private func news(_ fed: FedFact) async throws -> FedFact? {
    // A row that could not be read in full is not remembered, and told again every time.
    let changes = fed.rows.map { self.changes[$0] ?? .new }
    if changes.allSatisfy({ $0 == .same }) { return nil }
    guard changes.contains(where: { $0 != .new }), let slot = fed.fact.slot else { return fed }
    let group = try await store.facts(about: fed.fact.subject)
    let before = group.facts.last {
      $0.id.source == fed.fact.id.source && $0.subject == fed.fact.subject && $0.slot == slot
    }
    guard let before else { return fed }
    let isLater = fed.fact.occurredAt > before.occurredAt
    if before.content == fed.fact.content, !isLater { return nil }
    return fed.changed(
      id: suffix(of: fed.fact), at: isLater || !slot.isState ? nil : max(at, before.occurredAt))
  }

  /// Makes the id of what changed its own, the same if this export is read again.
  private func suffix(of fact: Fact) -> String {
    var hash = SHA256()
    hash.update(data: file.digest)
    hash.update(data: Array("\(at.milliseconds) \(fact.id.id)".utf8))
    return "@"
      + hash.finalize().prefix(6).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }

  /// Takes a fact for one that the store did not take, as somebody was erased whom it names.
  mutating func keepOut(_ fed: FedFact) { keptOut.formUnion(fed.rows) }

  /// Remembers the rows whose facts are durable now.
  mutating func note() async throws {
    if !waits { try await finish() }
  }

  /// Remembers the rest of the rows.
  mutating func finish() async throws {
    let rows = pending.filter { !keptOut.contains($0.number) }.map(\.row)
    pending = []
    guard !rows.isEmpty else { return }
    try await store.note(rows, of: stream, seenIn: file.digest)
  }

  func report(isDryRun: Bool) async throws -> SnapshotReport {
    var counts = counts
    if !isDryRun { counts.missing = try await store.rowsMissing(from: file.digest, of: stream) }
    return counts
  }
}

extension FedFact {
  /// The fact under an id of its own, at another moment if one is given.
  fileprivate func changed(id suffix: String, at moment: Timestamp?) -> FedFact {
    let fact = Fact(
      id: FactID(source: fact.id.source, id: fact.id.id + suffix), subject: fact.subject,
      occurredAt: moment ?? fact.occurredAt, recordedAt: fact.recordedAt, content: fact.content,
      unknownFields: fact.unknownFields)
    return FedFact(
      reading: FactReader.Reading(
        fact: fact, maskedCitizenNumbers: reading.maskedCitizenNumbers,
        placeholders: reading.placeholders), rows: rows, origin: origin)
  }
}

/// What a source says again and again about a person, of which the last word counts.
struct FactSlot: Hashable {
  let kind: FactKind
  var purpose: String?
  var channel: Channel?
  var topic: String?

  /// Whether it says how things are, and not what somebody did.
  var isState: Bool { kind == .described || kind == .preferred }
}

extension Fact {
  /// The slot of a fact that a source may tell anew; `nil` for what happened once.
  var slot: FactSlot? {
    switch content {
    case .described: FactSlot(kind: .described)
    case .preferred: FactSlot(kind: .preferred)
    // A yes and a no to the same are words on one matter.
    case .consented(let consent):
      FactSlot(kind: .consented, purpose: consent.purpose, channel: consent.channel)
    case .refused(let no), .withdrew(let no):
      FactSlot(kind: .consented, purpose: no.purpose, channel: no.channel)
    case .objected(let objection):
      FactSlot(
        kind: .objected, purpose: objection.purpose, channel: objection.channel,
        topic: objection.topic)
    case .listed: FactSlot(kind: .listed)
    case .restricted, .restrictionLifted: FactSlot(kind: .restricted)
    default: nil
    }
  }
}
