internal import Crypto
internal import Foundation
internal import OpenkaartCore

/// Facts that got their numbers and nodes, to be sealed.
struct SealingOrder: Sendable {
  let batches: [PreparedFacts]
  var facts: [Numbered] = []
  /// The nodes of the identifiers of all of them, one fact after another.
  var nodes: [Int64] = []
  /// Nodes above this one are new: nothing was ever sealed under them.
  var firstNode: Int64 = 0

  /// A fact of a batch with its number.
  struct Numbered: Sendable {
    let batch: Int
    let place: Int
    let seq: Int64
    /// Where its nodes stand.
    let nodes: Range<Int>
  }

  func prepared(_ fact: Numbered) -> PreparedFact { batches[fact.batch].facts[fact.place] }

  func origin(of fact: Numbered) -> Int64 {
    nodes[fact.nodes.lowerBound + prepared(fact).names.origin]
  }
}

extension PreparedFact {
  /// Feeds what the log commits to: the document and, of a purchase, the invoice.
  fileprivate func feed(_ documents: [UInt8], to hash: inout SHA256) {
    documents.withUnsafeBytes { bytes in
      hash.update(bufferPointer: .init(rebasing: bytes[document]))
      guard let invoice else { return }
      withUnsafeBytes(of: LogRecord.separator) { hash.update(bufferPointer: $0) }
      hash.update(bufferPointer: .init(rebasing: bytes[invoice]))
    }
  }
}

/// The cells of facts, sealed: one after another in one piece of memory.
struct SealedCells: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var cells: [Cell] = []
  /// What the log says of the facts.
  private(set) var page: LogPage

  struct Cell: Sendable {
    let place: CellPlace
    let bytes: Range<Int>
  }

  /// Seals the facts of an order, each under the key of its own person and class.
  ///
  /// When this returns, every key it used is durable.
  ///
  /// - Parameters:
  ///   - order: The facts.
  ///   - keys: The keys of people.
  ///   - page: Where the log stands, and the records of people who are not new.
  /// - Throws: What keeps the keys from being read or made.
  init(_ order: SealingOrder, using keys: KeyPlane, on page: LogPage) throws {
    self.page = page
    var places: [CellPlace] = []
    places.reserveCapacity(order.facts.count)
    for fact in order.facts {
      let prepared = order.prepared(fact)
      let origin = order.origin(of: fact)
      places.append(
        CellPlace(table: .fact, seq: fact.seq, origin: origin, part: prepared.part))
      guard prepared.invoice != nil else { continue }
      places.append(CellPlace(table: .invoice, seq: fact.seq, origin: origin, part: .invoice))
    }
    let keys = try keys.keysMakingMissing(of: places.map(\.cell), newAbove: order.firstNode)
    try seal(order, at: places, keys)
  }

  private mutating func seal(
    _ order: SealingOrder, at places: [CellPlace], _ keys: [SymmetricKey]
  ) throws {
    var nonces = RandomBytes(count: places.count * SealedCell.nonceSize)
    var plain: [UInt8] = []
    cells.reserveCapacity(places.count)
    for fact in order.facts {
      let prepared = order.prepared(fact)
      let documents = order.batches[fact.batch].bytes
      let record = page.commit(of: places[cells.count].origin, under: keys[cells.count]) { hash in
        prepared.feed(documents, to: &hash)
      }
      page.append(prepared.type, record.commitment)
      FactCell.write(
        nodes: order.nodes[fact.nodes], link: record.link, recordedAt: prepared.recordedAt,
        document: documents[prepared.document], into: &plain)
      try seal(plain, places, keys, &nonces)
      guard let invoice = prepared.invoice else { continue }
      plain.removeAll(keepingCapacity: true)
      plain.append(contentsOf: documents[invoice])
      try seal(plain, places, keys, &nonces)
    }
  }

  /// Seals what stands at the next place.
  private mutating func seal(
    _ plain: [UInt8], _ places: [CellPlace], _ keys: [SymmetricKey],
    _ nonces: inout RandomBytes
  ) throws {
    let next = cells.count
    let start = bytes.count
    try SealedCell.seal(
      plain, at: places[next], using: keys[next],
      nonce: nonces.take(SealedCell.nonceSize), into: &bytes)
    cells.append(Cell(place: places[next], bytes: start..<bytes.count))
  }
}
