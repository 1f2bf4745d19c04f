internal import Crypto
internal import OpenkaartCore

/// Facts made ready to be kept: all work that needs no database, done before the writer is asked.
struct PreparedFacts: Sendable {
  private(set) var facts: [PreparedFact] = []
  /// The documents of all of them, one after another.
  private(set) var bytes: [UInt8] = []
  /// What each of them names.
  private(set) var names = NameTable()
  /// The nodes of all that is named, as far as they are known.
  ///
  /// 0 is not known; empty when none is.
  private(set) var nodes: [Int64] = []

  /// Makes facts ready.
  ///
  /// - Parameters:
  ///   - facts: The facts.
  ///   - hashes: The keyed hashes of the store.
  ///   - known: What is known of each of them, if it is.
  init(_ facts: [Fact], using hashes: StoreHashes, with known: [KnownBefore]? = nil) {
    var writer = JSONWriter()
    self.facts.reserveCapacity(facts.count)
    bytes.reserveCapacity(facts.count * 300)
    for (place, told) in facts.enumerated() {
      let fact = told.asDocumented
      let start = bytes.count
      writer.clear()
      writer.beginObject()
      fact.statement(to: &writer, isInvoiceApart: true)
      // The digest is over what stands here and the invoice: not over `recordedAt`.
      let said = writer.bytes.count
      writer.key("recordedAt")
      writer.string(fact.recordedAt.rfc3339())
      writer.endObject()
      bytes.append(contentsOf: writer.bytes)
      let document = start..<bytes.count
      let invoice = appendInvoice(of: fact, &writer)
      let digest = hashes.content.hash { hash in
        bytes.withUnsafeBytes { bytes in
          hash.update(bufferPointer: .init(rebasing: bytes[start..<(start + said)]))
          if let invoice { hash.update(bufferPointer: .init(rebasing: bytes[invoice])) }
        }
      }
      self.facts.append(
        PreparedFact(
          key: known?[place].key ?? hashes.key(of: fact.id), digest: digest,
          part: FactClass(of: fact.content.kind),
          type: EntryType(of: fact.content.kind), occurredAt: fact.occurredAt,
          recordedAt: fact.recordedAt,
          document: document, invoice: invoice,
          names: names.add(fact, using: hashes.identifier),
          isTold: known?[place].areTold ?? false))
      if let known { know(known[place].nodes) }
    }
  }

  /// Notes the nodes of what the last fact names.
  private mutating func know(_ known: [Int64]) {
    let missing = names.hashes.count - nodes.count
    nodes += known.count == missing ? known : Array(repeating: 0, count: missing)
  }

  /// Some of the facts.
  func only(_ places: [Int]) -> PreparedFacts {
    guard places.count < facts.count else { return self }
    var some = self
    some.facts = places.map { facts[$0] }
    return some
  }

  private mutating func appendInvoice(of fact: Fact, _ writer: inout JSONWriter) -> Range<Int>? {
    guard case .purchased(let purchase) = fact.content else { return nil }
    writer.clear()
    writer.object { json in
      // When it was is part of what tax law asks for.
      json.key("occurredAt")
      json.string(fact.occurredAt.rfc3339())
      purchase.invoice(to: &json)
    }
    let start = bytes.count
    bytes.append(contentsOf: writer.bytes)
    return start..<bytes.count
  }
}

/// A fact made ready to be kept.
struct PreparedFact: Sendable {
  /// The keyed hash of its source and id.
  let key: Digest128
  /// The keyed hash of what it says.
  let digest: Digest128
  let part: FactClass
  let type: EntryType
  let occurredAt: Timestamp
  let recordedAt: Timestamp
  /// Where its document stands among the bytes.
  let document: Range<Int>
  /// Where the invoice of a purchase stands.
  let invoice: Range<Int>?
  let names: FactNames
  /// Whether what it says of who is who is known: see ``KnownBefore/areTold``.
  let isTold: Bool
}
