internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService

/// The rows of reservations: what each is for is sealed under the key of its person's messages.
struct ReservationTable: Sendable {
  let keys: KeyPlane

  /// A reservation as it stands in the store.
  struct Kept: Sendable {
    let reservation: Reservation
    let node: Int64
  }

  /// Whether anybody holds one: mostly nobody does, and nothing more has to be looked up.
  func isEmpty(_ database: Database) throws -> Bool {
    let select = try Command(database, "SELECT 1 FROM reservation WHERE state = 0 LIMIT 1")
    defer { select.reset() }
    return try !select.step()
  }

  /// The reservations about these nodes that nobody ended.
  func held(under nodes: some Sequence<Int64>, _ database: Database) throws -> [Kept] {
    let select = try Command(
      database,
      "SELECT id, expiresAt, sealed FROM reservation WHERE node = ? AND state = 0 ORDER BY id")
    var rows: [(node: Int64, id: Digest128, expiresAt: Int64, sealed: [UInt8])] = []
    for node in nodes {
      select.bind(node, at: 1)
      while try select.step() {
        rows.append((node, try select.digest(0), select.integer(1), Array(select.bytes(2))))
      }
    }
    return try rows.compactMap { row in
      try open(row.sealed, id: row.id, node: row.node, expiresAt: row.expiresAt)
        .map { Kept(reservation: $0, node: row.node) }
    }
  }

  /// A reservation, also one that ended.
  func find(
    _ id: ReservationID, _ database: Database
  ) throws -> (Reservation, Reservation.State)? {
    let select = try Command(
      database, "SELECT node, state, expiresAt, sealed FROM reservation WHERE id = ?")
    let digest = Digest128(id)
    select.bind(digest, at: 1)
    guard try select.step() else { return nil }
    defer { select.reset() }
    guard let state = UInt8(exactly: select.integer(1)).flatMap(Reservation.State.init),
      let reservation = try open(
        Array(select.bytes(3)), id: digest, node: select.integer(0), expiresAt: select.integer(2))
    else { return nil }
    return (reservation, state)
  }

  /// Keeps a reservation about a node.
  func insert(_ reservation: Reservation, node: Int64, _ database: Database) throws {
    let id = Digest128(reservation.id)
    let place = Self.place(of: id, node)
    var nonce = RandomBytes(count: SealedCell.nonceSize)
    var cell: [UInt8] = []
    guard let key = try keys.keysMakingMissing(of: [place.cell], newAbove: .max).first else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL)
    }
    try SealedCell.seal(
      Self.text(of: reservation), at: place, using: key, nonce: nonce.take(SealedCell.nonceSize),
      into: &cell)
    let insert = try Command(database, "INSERT INTO reservation VALUES (?, ?, 0, ?, ?)")
    insert.bind(id, at: 1)
    insert.bind(node, at: 2)
    insert.bind(reservation.expiresAt.milliseconds, at: 3)
    try cell.withUnsafeBytes { bytes in
      insert.bind(bytes, at: 4)
      try insert.run()
    }
  }

  func end(_ id: ReservationID, as state: Reservation.State, _ database: Database) throws {
    let update = try Command(database, "UPDATE reservation SET state = ? WHERE id = ?")
    update.bind(Int64(state.rawValue), at: 1)
    update.bind(Digest128(id), at: 2)
    try update.run()
  }

  /// Forgets those that ended before a moment.
  func forget(before moment: Timestamp, _ database: Database) throws {
    let delete = try Command(database, "DELETE FROM reservation WHERE expiresAt < ?")
    delete.bind(moment.milliseconds, at: 1)
    try delete.run()
  }

  // MARK: The sealed cell

  private static func place(of id: Digest128, _ node: Int64) -> CellPlace {
    CellPlace(
      table: .reservation, seq: Int64(bitPattern: id.high), origin: node, part: .messages)
  }

  private static func text(of reservation: Reservation) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("use")
      reservation.use.document(to: &json)
      if let point = reservation.contactPoint {
        json.key("contactPoint")
        json.string(point)
      }
      json.key("takenAt")
      json.string(reservation.takenAt.rfc3339())
      json.key("sender")
      json.string(reservation.sender)
    }
    return json.bytes
  }

  /// `nil` when the key is gone: whoever it was about was erased.
  private func open(
    _ sealed: [UInt8], id: Digest128, node: Int64, expiresAt: Int64
  ) throws -> Reservation? {
    let place = Self.place(of: id, node)
    guard let key = try keys.keys(of: [place.cell])[0] else { return nil }
    guard let text = sealed.withUnsafeBytes({ SealedCell.open($0, at: place, using: key) }),
      let json = try? JSONReader.node(in: Array(text)), let about = json["use"],
      let use = try? Use(stored: about), case .string(let takenAt)? = json["takenAt"]?.content,
      let taken = Timestamp(rfc3339: takenAt), case .string(let sender)? = json["sender"]?.content
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    var point: ContactPoint?
    if case .string(let text)? = json["contactPoint"]?.content { point = text }
    return Reservation(
      id: ReservationID(high: id.high, low: id.low), use: use, contactPoint: point,
      takenAt: taken, expiresAt: Timestamp(milliseconds: expiresAt), sender: sender)
  }
}

extension Digest128 {
  /// The bits of an opaque name.
  init<Named>(_ id: OpaqueID<Named>) {
    let words = id.words
    self.init(high: words.high, low: words.low)
  }
}
