internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartService

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
