internal import Foundation
internal import GRDB
public import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: SignInShelf {
  public func keep(_ request: SignInRequest) async throws {
    try await file.write { database in
      // What ended an hour ago says nothing any more, not even how often somebody asked.
      try database.execute(
        sql: "DELETE FROM signIn WHERE createdAt < ?",
        arguments: [request.createdAt.advanced(by: -3_600_000).milliseconds])
      try database.execute(
        sql: "UPDATE signIn SET isOver = 1 WHERE about = ? AND aim = ?",
        arguments: [Data(request.about), request.aim.rawValue])
      try database.execute(
        sql: """
          INSERT INTO signIn (link, browser, about, aim, customer, salt, code, createdAt)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          Data(request.link), Data(request.browser), Data(request.about), request.aim.rawValue,
          request.customer?.text, Data(request.salt), Data(request.code),
          request.createdAt.milliseconds,
        ])
    }
  }

  public func attempt(
    _ key: SignInRequest.Key, at moment: Timestamp
  ) async throws -> SignInRequest? {
    let (column, digest) =
      switch key {
      case .link(let digest): ("link", digest)
      case .browser(let digest): ("browser", digest)
      }
    return try await file.write { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT link, browser, about, aim, customer, salt, code, createdAt, tries, isOver
            FROM signIn WHERE \(column) = ? ORDER BY number DESC LIMIT 1
            """, arguments: [Data(digest)])
      else { return nil }
      let (tries, isOver): (Int, Bool) = (row[8], row[9])
      guard let request = Self.request(row), !isOver, tries < SignInRequest.mostTries,
        moment < request.createdAt.advanced(by: SignInRequest.life)
      else { return nil }
      try database.execute(
        sql: "UPDATE signIn SET tries = tries + 1 WHERE link = ?", arguments: [Data(request.link)])
      return request
    }
  }

  private static func request(_ row: Row) -> SignInRequest? {
    guard let aim = SignInRequest.Aim(rawValue: row[3]) else { return nil }
    let customer: String? = row[4]
    return SignInRequest(
      aim: aim, link: Array(row[0] as Data), browser: Array(row[1] as Data),
      about: Array(row[2] as Data), customer: customer.flatMap { CustomerID(parsing: $0) },
      salt: Array(row[5] as Data), code: Array(row[6] as Data),
      createdAt: Timestamp(milliseconds: row[7]))
  }

  public func use(request link: [UInt8]) async throws -> Bool {
    try await file.write { database in
      try database.execute(
        sql: "UPDATE signIn SET isOver = 1 WHERE link = ? AND isOver = 0", arguments: [Data(link)])
      return database.changesCount == 1
    }
  }

  public func requestCount(about: [UInt8], since moment: Timestamp) async throws -> Int {
    try await file.read { database in
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM signIn WHERE about = ? AND createdAt >= ?",
        arguments: [Data(about), moment.milliseconds]) ?? 0
    }
  }

  public func keep(_ session: CustomerSession) async throws {
    try await file.write { database in
      try database.execute(
        sql: "DELETE FROM session WHERE createdAt < ?",
        arguments: [session.seenAt.advanced(by: -CustomerSession.life).milliseconds])
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO session (digest, customer, about, createdAt, seenAt, raisedUntil)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          Data(session.digest), session.customer.text, Data(session.about),
          session.createdAt.milliseconds, session.seenAt.milliseconds,
          session.raisedUntil.milliseconds,
        ])
    }
  }

  public func session(_ digest: [UInt8]) async throws -> CustomerSession? {
    try await sessions(where: "digest = ?", Data(digest)).first
  }

  public func sessions(about: [UInt8]) async throws -> [CustomerSession] {
    try await sessions(where: "about = ?", Data(about))
  }

  private func sessions(where condition: String, _ value: Data) async throws -> [CustomerSession] {
    try await file.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT digest, customer, about, createdAt, seenAt, raisedUntil FROM session
          WHERE \(condition) ORDER BY createdAt DESC
          """, arguments: [value]
      ).compactMap { row in
        CustomerID(parsing: row[1] as String).map { customer in
          CustomerSession(
            digest: Array(row[0] as Data), customer: customer, about: Array(row[2] as Data),
            createdAt: Timestamp(milliseconds: row[3]), seenAt: Timestamp(milliseconds: row[4]),
            raisedUntil: Timestamp(milliseconds: row[5]))
        }
      }
    }
  }

  public func note(session digest: [UInt8], seenAt moment: Timestamp) async throws {
    try await file.write { database in
      try database.execute(
        sql: "UPDATE session SET seenAt = ? WHERE digest = ?",
        arguments: [moment.milliseconds, Data(digest)])
    }
  }

  public func end(session digest: [UInt8]) async throws {
    try await file.write { database in
      try database.execute(
        sql: "DELETE FROM session WHERE digest = ?", arguments: [Data(digest)])
    }
  }
}
