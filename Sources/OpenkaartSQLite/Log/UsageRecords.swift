internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import TransparencyLog

/// Seals what was done with personal data, each person's part under that person's key.
///
/// An entry about one person has one row, with the entry. One about many people has a first row with
/// the entry, under the store's own key, and of each of them one with the entry and what may be
/// shown to that person.
struct UsageRecords: Sendable {
  let keys: KeyPlane
  let own: SymmetricKey
  let ledger: Ledger

  /// A person in an entry; 0 is nobody in particular.
  struct Member: Sendable {
    let origin: Int64
    let record: [UInt8]

    fileprivate var cell: CellName { CellName(origin: origin, part: .proof) }
  }

  // MARK: Writing

  /// An entry about one person, or about nobody in particular.
  struct Look: Sendable {
    let entry: UsageEntry
    /// Whom it is about; 0 is nobody in particular.
    let origin: Int64
  }

  /// Writes entries about one person each, and gives their numbers.
  func append(_ looks: [Look], _ database: Database) throws -> [Int64] {
    let members = looks.map { Member(origin: $0.origin, record: []) }
    var page = try ledger.page(database)
    try page.read(Set(looks.map(\.origin)).sorted(), database)
    let keys = try keys(of: members)
    var rows = try Rows(0, database)
    for (place, look) in looks.enumerated() {
      let document = look.entry.document
      let (link, commitment) = page.commit(of: look.origin, under: keys[place]) { hash in
        document.withUnsafeBytes { hash.update(bufferPointer: $0) }
      }
      rows.number = page.append(EntryType(of: look.entry.kind), commitment)
      try rows.write(members[place], document, link, under: keys[place], at: 0)
    }
    let numbers = page.added
    try page.write(database)
    return numbers
  }

  /// Writes an entry about many people, who stand in it in this order.
  func append(
    _ entry: UsageEntry, about members: [Member], _ database: Database
  ) throws -> Int64 {
    var page = try ledger.page(database)
    try page.read(Set(members.map(\.origin)).sorted(), database)
    let keys = try keys(of: members)
    let document = entry.document
    let made = zip(members, keys).map { member, key in
      page.commit(of: member.origin, under: key) { hash in
        document.withUnsafeBytes { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: LogRecord.separator) { hash.update(bufferPointer: $0) }
        member.record.withUnsafeBytes { hash.update(bufferPointer: $0) }
      }
    }
    guard let commitment = Batch(made.map(\.commitment)).commitment else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL)
    }
    let number = page.append(EntryType(of: entry.kind), commitment)
    let rows = try Rows(number, database)
    let nobodys = Member(origin: 0, record: [])
    let whole = RecordLink(entry: number, running: number + 1, previous: nil)
    try rows.write(nobodys, document, whole, under: own, at: 0)
    for (place, member) in members.enumerated() {
      try rows.write(
        member, document, made[place].link, under: keys[place], at: Int64(place) + 1)
      try rows.write(made[place].commitment, at: Int64(place))
    }
    try page.write(database)
    return number
  }

  private func keys(of members: [Member]) throws -> [SymmetricKey] {
    let people = members.filter { $0.origin > 0 }.map(\.cell)
    var made = try keys.keysMakingMissing(of: people, newAbove: .max)[...]
    return members.map { $0.origin > 0 ? made.removeFirst() : own }
  }

  /// The rows of one entry.
  private struct Rows {
    var number: Int64
    private let record: Command
    private let inner: Command

    init(_ number: Int64, _ database: Database) throws {
      self.number = number
      record = try Command(database, "INSERT INTO record VALUES (?, ?, ?, ?)")
      inner = try Command(database, "INSERT INTO batchLeaf VALUES (?, ?, ?)")
    }

    func write(
      _ member: Member, _ entry: [UInt8], _ link: RecordLink, under key: SymmetricKey,
      at place: Int64
    ) throws {
      var plain: [UInt8] = []
      plain.append(link: link)
      plain.append(number: UInt64(entry.count))
      plain += entry + member.record
      let name = UsageRecords.name(number, place, member.origin)
      let sealed = try SealedCell.seal(plain, named: name, using: key)
      record.bind(number, at: 1)
      record.bind(place, at: 2)
      record.bind(member.origin, at: 3)
      try sealed.withUnsafeBytes { bytes in
        record.bind(bytes, at: 4)
        try record.run()
      }
    }

    /// Writes the commitment to a person's part of the entry.
    func write(_ commitment: MerkleHash, at place: Int64) throws {
      inner.bind(number, at: 1)
      inner.bind(place, at: 2)
      try commitment.bytes.withUnsafeBytes { bytes in
        inner.bind(bytes, at: 3)
        try inner.run()
      }
    }
  }

  // MARK: Reading

  /// A row, opened.
  struct Opened: Sendable {
    let link: RecordLink
    /// The node under which it stands.
    let origin: Int64
    let place: UInt64?
    let entry: [UInt8]
    let record: [UInt8]
    let key: SymmetricKey

    /// What the log commits to after the head of the record.
    var said: [UInt8] { place == nil ? entry : entry + [LogRecord.separator] + record }
  }

  /// The entries about people, newest first.
  func read(
    of origins: [Int64], before end: Int64, limit: Int, _ database: Database
  ) throws -> [Opened] {
    let rows = try Command(
      database,
      """
      SELECT entry, place, sealed FROM record WHERE origin = ? AND entry < ?
      ORDER BY entry DESC LIMIT ?
      """)
    var found: [Opened] = []
    let names = origins.map { CellName(origin: $0, part: .proof) }
    let keys = try self.keys.keys(of: names)
    for (name, key) in zip(names, keys) {
      guard let key else { continue }
      rows.bind(name.origin, at: 1)
      rows.bind(end, at: 2)
      rows.bind(Int64(limit), at: 3)
      while try rows.step() {
        let (entry, place) = (rows.integer(0), rows.integer(1))
        let sealed = Array(rows.bytes(2))
        let origin = name.origin
        let name = Self.name(entry, place, origin)
        guard let plain = SealedCell.open(sealed, named: name, using: key),
          let opened = Self.opened(plain, place, origin, key)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        found.append(opened)
      }
    }
    found.sort { $0.link.entry > $1.link.entry }
    return Array(found.prefix(limit))
  }

  private static func opened(
    _ plain: [UInt8], _ place: Int64, _ origin: Int64, _ key: SymmetricKey
  ) -> Opened? {
    plain.withUnsafeBytes { plain in
      var reader = NumberReader(plain)
      guard let link = reader.link(), let count = reader.next(), count <= reader.left,
        let entry = reader.take(Int(count)), let record = reader.take(reader.left)
      else { return nil }
      return Opened(
        link: link, origin: origin, place: place == 0 ? nil : UInt64(place - 1),
        entry: Array(entry), record: Array(record), key: key)
    }
  }

  /// Where a cell stands: one that is moved does not open.
  private static func name(_ entry: Int64, _ place: Int64, _ origin: Int64) -> String {
    "record \(entry) \(place) \(origin)"
  }
}

extension LoggedUse {
  /// What a row says; `nil` when it says nothing that can be understood.
  init?(_ opened: UsageRecords.Opened) {
    guard let node = try? JSONReader.node(in: opened.entry),
      let entry = UsageEntry(reading: node)
    else { return nil }
    self.init(
      number: EntryNumber(opened.link.entry), place: opened.place, entry: entry,
      record: opened.record)
  }
}
