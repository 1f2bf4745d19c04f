internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// A fact out of its cell, and the nodes of its identifiers.
struct OpenedFact: Sendable {
  let seq: Int64
  /// The node under which it stands.
  let origin: Int64
  let fact: Fact
  /// In the order of ``FactNames/identifiers(in:)``.
  let nodes: [Int64]
}

/// Finds the cells of facts and opens them.
final class FactOpener: Sendable {
  private let keys: KeyPlane
  private let path: String

  /// Opens cells that stand in the file at `path`.
  init(keys: KeyPlane, path: String) {
    self.keys = keys
    self.path = path
  }

  /// Cells that were read and are not open yet.
  struct Sealed: Sendable {
    fileprivate var rows: [Row] = []
    fileprivate var bytes: [UInt8] = []
    /// What opens them: of each row one, and of an invoice another right behind it.
    fileprivate var names: [CellName] = []

    fileprivate struct Row: Sendable {
      let place: CellPlace
      let cell: Range<Int>
      /// The place of its name among all.
      let name: Int
      var invoice: Range<Int>?
    }

    var isEmpty: Bool { rows.isEmpty }

    fileprivate mutating func append(_ cell: UnsafeRawBufferPointer) -> Range<Int> {
      let start = bytes.count
      bytes.append(contentsOf: cell)
      return start..<bytes.count
    }
  }

  // MARK: Finding

  /// Adds every cell of facts under `origins`, numbered at most `last`.
  func find(
    under origins: some Sequence<Int64>, upTo last: Int64 = .max, _ database: Database,
    into sealed: inout Sealed
  ) throws {
    _ = try find(underEach: CollectionOfOne(origins), upTo: last, database, into: &sealed)
  }

  /// Adds every cell of facts under each list of origins, one list after another.
  ///
  /// - Returns: Where the cells of each list end.
  func find(
    underEach lists: some Collection<some Sequence<Int64>>, upTo last: Int64,
    _ database: Database, into sealed: inout Sealed
  ) throws -> [Int] {
    let select = try Command(
      database,
      "SELECT seq, origin, class, sealed FROM fact WHERE origin BETWEEN ? AND ? AND seq <= ?")
    let invoice = try Command(database, Self.selectInvoice)
    return try lists.map { origins in
      for run in Self.runs(of: origins) {
        select.bind(run.lowerBound, at: 1)
        select.bind(run.upperBound, at: 2)
        select.bind(last, at: 3)
        try take(select, invoice, into: &sealed)
      }
      return sealed.rows.count
    }
  }

  /// Origins in ranges without gaps: the nodes of one person mostly follow each other.
  private static func runs(of origins: some Sequence<Int64>) -> [ClosedRange<Int64>] {
    var runs: [ClosedRange<Int64>] = []
    for origin in origins.sorted() {
      if let last = runs.last, origin <= last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...origin
      } else {
        runs.append(origin...origin)
      }
    }
    return runs
  }

  /// Adds the cells of the facts numbered in `range`.
  func find(
    _ range: Range<Int64>, _ database: Database, into sealed: inout Sealed
  ) throws {
    let select = try Command(
      database,
      "SELECT seq, origin, class, sealed FROM fact WHERE seq >= ? AND seq < ? ORDER BY seq")
    select.bind(range.lowerBound, at: 1)
    select.bind(range.upperBound, at: 2)
    try take(select, Command(database, Self.selectInvoice), into: &sealed)
  }

  private static let selectInvoice = "SELECT sealed FROM invoice WHERE seq = ?"

  private func take(
    _ select: Command, _ invoice: Command, into sealed: inout Sealed
  ) throws {
    while try select.step() {
      guard let number = UInt8(exactly: select.integer(2)), let part = FactClass(rawValue: number)
      else { throw StoreError.newerFormat(file: path) }
      let place = CellPlace(
        table: .fact, seq: select.integer(0), origin: select.integer(1), part: part)
      var row = Sealed.Row(
        place: place, cell: sealed.append(select.bytes(3)), name: sealed.names.count)
      sealed.names.append(place.cell)
      if part == .purchases {
        invoice.bind(place.seq, at: 1)
        if try invoice.step() {
          row.invoice = sealed.append(invoice.bytes(0))
          sealed.names.append(CellName(origin: place.origin, part: .invoice))
          invoice.reset()
        }
      }
      sealed.rows.append(row)
    }
  }

  // MARK: Opening

  /// Opens cells; the facts come in the order of their numbers.
  func open(_ sealed: Sealed) throws -> [OpenedFact] {
    try openAsFound(sealed).sorted { $0.seq < $1.seq }
  }

  /// Opens cells; the facts come in the order in which the cells were found.
  func openAsFound(_ sealed: Sealed) throws -> [OpenedFact] {
    let keys = try self.keys.keys(of: sealed.names)
    var facts: [OpenedFact] = []
    facts.reserveCapacity(sealed.rows.count)
    try sealed.bytes.withUnsafeBytes { bytes in
      for row in sealed.rows { facts.append(try open(row, bytes, keys)) }
    }
    return facts
  }

  private func open(
    _ row: Sealed.Row, _ bytes: UnsafeRawBufferPointer, _ keys: [SymmetricKey?]
  ) throws -> OpenedFact {
    let (plain, invoice) = try parts(of: row, bytes, keys)
    do {
      return try plain.withUnsafeBytes { plain in
        guard let head = FactCell.head(of: plain) else { throw StoreError.corrupt(file: path) }
        let fact = try FactCell.fact(.init(rebasing: plain[head.end...]), invoice: invoice)
        return OpenedFact(
          seq: row.place.seq, origin: row.place.origin, fact: fact, nodes: head.nodes)
      }
    } catch is DocumentError {
      throw StoreError.corrupt(file: path)
    }
  }

  /// The two cells of a row, opened.
  private func parts(
    of row: Sealed.Row, _ bytes: UnsafeRawBufferPointer, _ keys: [SymmetricKey?]
  ) throws -> (cell: Data, invoice: Data?) {
    let invoice = try row.invoice.map { range in
      try open(
        bytes[range],
        at: CellPlace(
          table: .invoice, seq: row.place.seq, origin: row.place.origin, part: .invoice),
        using: keys[row.name + 1])
    }
    return (try open(bytes[row.cell], at: row.place, using: keys[row.name]), invoice)
  }

  private func open(
    _ cell: Slice<UnsafeRawBufferPointer>, at place: CellPlace, using key: SymmetricKey?
  ) throws -> Data {
    guard let key, let plain = SealedCell.open(.init(rebasing: cell), at: place, using: key)
    else { throw StoreError.corrupt(file: path) }
    return plain
  }

  // MARK: Records

  /// A fact as the log commits to it.
  struct Record: Sendable {
    let link: RecordLink
    /// The node under which it stands.
    let origin: Int64
    let part: FactClass
    let document: [UInt8]
    let invoice: [UInt8]?
    let key: SymmetricKey
  }

  /// The records of everything under these origins, in the order of their numbers.
  func records(under origins: [Int64], _ database: Database) throws -> [Record] {
    var sealed = Sealed()
    try find(under: origins, database, into: &sealed)
    let keys = try self.keys.keys(of: sealed.names)
    let records = try sealed.bytes.withUnsafeBytes { bytes in
      try sealed.rows.map { row in
        let (cell, invoice) = try parts(of: row, bytes, keys)
        return try cell.withUnsafeBytes { plain in
          guard let head = FactCell.head(of: plain), let key = keys[row.name] else {
            throw StoreError.corrupt(file: path)
          }
          return Record(
            link: head.link, origin: row.place.origin, part: row.place.part,
            document: Array(plain[head.end...]),
            invoice: invoice.map { Array($0) }, key: key)
        }
      }
    }
    return records.sorted { $0.link.entry < $1.link.entry }
  }

  // MARK: One fact

  func fact(_ seq: Int64, _ database: Database) throws -> OpenedFact? {
    var sealed = Sealed()
    try find(seq..<(seq + 1), database, into: &sealed)
    return try open(sealed).first
  }

  /// When a fact of the store was recorded; of one that was erased, when the next that is left was.
  func recordedAt(_ seq: Int64, _ database: Database) throws -> Timestamp {
    if let opened = try fact(seq, database) { return opened.fact.recordedAt }
    let next = try Int64.fetchOne(
      database, sql: "SELECT min(seq) FROM fact WHERE seq > ?", arguments: [seq])
    guard let next, let opened = try fact(next, database) else { return .distantFuture }
    return opened.fact.recordedAt
  }

  // MARK: What is kept

  /// The document in a cell that is kept apart.
  func document(_ cell: [UInt8], seq: Int64, origin: Int64, part: FactClass) throws -> [UInt8] {
    let place = CellPlace(
      table: part == .invoice ? .invoice : .fact, seq: seq, origin: origin, part: part)
    let key = try keys.keys(of: [place.cell])[0]
    let plain = try cell.withUnsafeBytes {
      try open(Slice(base: $0, bounds: $0.indices), at: place, using: key)
    }
    guard part != .invoice else { return Array(plain) }
    return try plain.withUnsafeBytes { plain in
      guard let head = FactCell.head(of: plain) else { throw StoreError.corrupt(file: path) }
      return Array(plain[head.end...])
    }
  }
}
