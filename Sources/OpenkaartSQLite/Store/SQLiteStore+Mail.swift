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
