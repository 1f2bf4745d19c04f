internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import Synchronization

/// Which identifiers of erased people are kept from coming back: keyed hashes, and nothing else.
///
/// They stand with the keys, not with the facts: a backup of the facts that is restored may be older
/// than the erasure.
final class Suppressions: Sendable {
  private let hash: KeyedHash
  private let key: SymmetricKey
  private let state = Mutex<[Digest128: Terms]>([:])

  /// From when an identifier is kept out, and since when facts of later are taken in again.
  struct Terms: Hashable, Sendable {
    let since: Timestamp
    var liftedAt: Timestamp?
    /// What is kept of the person.
    let kept: [FactClass]
  }

  init(_ keyring: Keyring) {
    hash = KeyedHash(key: keyring.key(for: "suppression"))
    key = keyring.key(for: "store")
  }

  var isEmpty: Bool { state.withLock { $0.isEmpty } }

  /// How many identifiers are kept out.
  var count: Int { state.withLock { $0.values.count { $0.liftedAt == nil } } }

  /// What is known of an identifier, by its hash of look-ups; `nil` when it may come in.
  func terms(of identifier: Digest128) -> Terms? {
    guard !isEmpty else { return nil }
    let own = own(identifier)
    return state.withLock { $0[own] }
  }

  /// Whether a fact that names this identifier is kept out.
  func keepsOut(_ identifier: Digest128, occurredAt: Timestamp) -> Bool {
    guard let terms = terms(of: identifier) else { return false }
    return terms.liftedAt == nil || occurredAt < terms.since
  }

  /// A hash under a key of its own: nobody without the keyring can tell which look-up it was.
  private func own(_ identifier: Digest128) -> Digest128 {
    hash.hash { hash in identifier.withBytes { hash.update(bufferPointer: $0) } }
  }

  // MARK: The file

  func load(_ database: Database) throws {
    var read: [Digest128: Terms] = [:]
    let rows = try Command(database, "SELECT hash, sealed FROM suppression")
    while try rows.step() { read[try rows.digest(0)] = try open(Array(rows.bytes(1))) }
    state.withLock { $0 = read }
  }

  /// Writes identifiers down; they are kept out once ``load(_:)`` read them.
  func write(_ identifiers: some Sequence<Digest128>, _ terms: Terms, _ database: Database) throws {
    let insert = try Command(database, "INSERT OR REPLACE INTO suppression VALUES (?, ?)")
    for identifier in identifiers {
      insert.bind(own(identifier), at: 1)
      try seal(terms).withUnsafeBytes { bytes in
        insert.bind(bytes, at: 2)
        try insert.run()
      }
    }
  }

  private func seal(_ terms: Terms) throws -> [UInt8] {
    let bytes = withUnsafeBytes(
      of: (
        terms.since.milliseconds.bigEndian, (terms.liftedAt?.milliseconds ?? .min).bigEndian,
        terms.kept.reduce(Int64(0)) { $0 | 1 << Int64($1.rawValue) }.bigEndian
      )
    ) { Array($0) }
    return try SealedCell.seal(bytes, named: "suppression", using: key)
  }

  private func open(_ cell: [UInt8]) throws -> Terms {
    guard let bytes = SealedCell.open(cell, named: "suppression", using: key), bytes.count == 24
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let numbers = bytes.withUnsafeBytes { bytes in
      [0, 8, 16].map { Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)) }
    }
    return Terms(
      since: Timestamp(milliseconds: numbers[0]),
      liftedAt: numbers[1] == .min ? nil : Timestamp(milliseconds: numbers[1]),
      kept: FactClass.allCases.filter { numbers[2] & 1 << Int64($0.rawValue) != 0 })
  }
}
