internal import Crypto
internal import Foundation
internal import GRDB
public import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: MailOutbox {
  public func put(_ mail: OutgoingMail) async throws {
    let sealed = try SealedCell.seal(
      MailCell.bytes(of: mail), named: "mail.\(mail.id)", using: keyring.key(for: "mail"))
    try await file.write { database in
      try database.execute(
        sql: "INSERT INTO mail (id, sealed) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        arguments: [mail.id, Data(sealed)])
    }
  }

  public func due(at moment: Timestamp, atMost count: Int) async throws -> [WaitingMail] {
    let key = keyring.key(for: "mail")
    let path = file.path
    return try await file.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, sealed, failures FROM mail WHERE notBefore <= ? ORDER BY number LIMIT ?
          """, arguments: [moment.milliseconds, count]
      ).map { row in
        let id: String = row[0]
        guard
          let bytes = SealedCell.open(Array(row[1] as Data), named: "mail.\(id)", using: key),
          let mail = MailCell.mail(id: id, in: bytes)
        else { throw StoreError.corrupt(file: path) }
        return WaitingMail(mail: mail, failures: row[2])
      }
    }
  }

  public func carried(_ id: String) async throws {
    try await file.write { try $0.execute(sql: "DELETE FROM mail WHERE id = ?", arguments: [id]) }
  }

  public func failed(_ id: String, tryAgainAt moment: Timestamp) async throws {
    try await file.write { database in
      try database.execute(
        sql: "UPDATE mail SET failures = failures + 1, notBefore = ? WHERE id = ?",
        arguments: [moment.milliseconds, id])
    }
  }
}

extension SQLiteStore: SecretSource {
  public func secret(for use: String) -> [UInt8] {
    keyring.key(for: "secret.\(use)").withUnsafeBytes { Array($0) }
  }
}

/// Messages that wait for people who are erased.
enum MailErasure {
  /// Takes out what waits for addresses that `isErased` tells of; they are given in lower case.
  ///
  /// - Returns: How many messages.
  static func take(
    _ key: SymmetricKey, _ database: Database, where isErased: (String) -> Bool
  ) throws -> Int {
    var count = 0
    for row in try Row.fetchAll(database, sql: "SELECT number, id, sealed FROM mail") {
      let id: String = row[1]
      guard let bytes = SealedCell.open(Array(row[2] as Data), named: "mail.\(id)", using: key),
        let mail = MailCell.mail(id: id, in: bytes), isErased(mail.to.lowercased())
      else { continue }
      try database.execute(sql: "DELETE FROM mail WHERE number = ?", arguments: [row[0] as Int64])
      count += 1
    }
    return count
  }
}

/// A message as bytes: whom it is from, whom it is to, each on a line, and the message itself.
private enum MailCell {
  static func bytes(of mail: OutgoingMail) -> [UInt8] {
    Array("\(mail.from)\n\(mail.to)\n".utf8) + mail.bytes
  }

  static func mail(id: String, in bytes: [UInt8]) -> OutgoingMail? {
    let parts = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    return OutgoingMail(
      id: id, from: String(decoding: parts[0], as: UTF8.self),
      to: String(decoding: parts[1], as: UTF8.self), bytes: Array(parts[2]))
  }
}
