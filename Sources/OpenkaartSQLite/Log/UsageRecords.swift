internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// Seals what was done with personal data, each person's part under that person's key.
///
/// A cell of one entry about one person holds the entry. One about many people has a first cell with
/// the entry, under the store's own key, and of each of them one with the entry and what may be
/// shown to that person.
struct UsageRecords: Sendable {
  private let keys: KeyPlane
  private let own: SymmetricKey

  init(keys: KeyPlane, own: SymmetricKey) {
    self.keys = keys
    self.own = own
  }

  /// What a row holds.
  struct Content: Sendable {
    let place: Int64
    /// Under whose key; 0 for nobody's.
    let origin: Int64
    let entry: [UInt8]
    let record: [UInt8]
  }

  /// Writes the rows of an entry.
  func write(_ contents: [Content], entry: Int64, _ database: Database) throws {
    let people = contents.filter { $0.origin > 0 }.map {
      CellName(origin: $0.origin, part: .proof)
    }
    let keys = try self.keys.keysMakingMissing(of: people, newAbove: .max)
    let named = Dictionary(zip(people, keys)) { one, _ in one }
    let insert = try Command(database, "INSERT INTO record VALUES (?, ?, ?, ?)")
    for content in contents {
      var plain: [UInt8] = []
      plain.append(number: UInt64(content.entry.count))
      plain += content.entry + content.record
      let name = Self.name(entry, content.place, content.origin)
      let key = named[CellName(origin: content.origin, part: .proof)] ?? own
      let sealed = try SealedCell.seal(plain, named: name, using: key)
      insert.bind(entry, at: 1)
      insert.bind(content.place, at: 2)
      insert.bind(content.origin, at: 3)
      try sealed.withUnsafeBytes { bytes in
        insert.bind(bytes, at: 4)
        try insert.run()
      }
    }
  }

  /// The entries about people, newest first.
  func read(
    of origins: [Int64], before end: Int64, limit: Int, _ database: Database
  ) throws -> [LoggedUse] {
    let rows = try Command(
      database,
      """
      SELECT entry, place, sealed FROM record WHERE origin = ? AND entry < ?
      ORDER BY entry DESC LIMIT ?
      """)
    var found: [LoggedUse] = []
    let names = origins.map { CellName(origin: $0, part: .proof) }
    let keys = try self.keys.keys(of: names)
    for name in names {
      guard let key = keys[name] else { continue }
      rows.bind(name.origin, at: 1)
      rows.bind(end, at: 2)
      rows.bind(Int64(limit), at: 3)
      while try rows.step() {
        let (entry, place) = (rows.integer(0), rows.integer(1))
        found.append(
          try opened(Array(rows.bytes(2)), entry, place, origin: name.origin, using: key))
      }
    }
    found.sort { $0.number > $1.number }
    return Array(found.prefix(limit))
  }

  private func opened(
    _ sealed: [UInt8], _ entry: Int64, _ place: Int64, origin: Int64, using key: SymmetricKey
  ) throws -> LoggedUse {
    let plain = SealedCell.open(sealed, named: Self.name(entry, place, origin), using: key)
    return try (plain ?? []).withUnsafeBytes { plain in
      var reader = NumberReader(plain)
      guard let count = reader.next(), count <= reader.left else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
      let bytes = plain[reader.offset..<(reader.offset + Int(count))]
      guard let node = try? JSONReader.node(in: Array(bytes)),
        let usage = UsageEntry(reading: node)
      else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
      return LoggedUse(
        number: EntryNumber(entry), place: place == 0 ? nil : UInt64(place - 1), entry: usage,
        record: Array(plain[(reader.offset + Int(count))...]))
    }
  }

  /// Where a cell stands: one that is moved does not open.
  private static func name(_ entry: Int64, _ place: Int64, _ origin: Int64) -> String {
    "record \(entry) \(place) \(origin)"
  }
}
