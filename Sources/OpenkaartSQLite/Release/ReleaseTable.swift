internal import Crypto
internal import Foundation
internal import GRDB
internal import OpenkaartCore
internal import OpenkaartSegments
internal import OpenkaartService

/// The rows of releases; a page of members is one cell, sealed under a key of the store.
///
/// A member stands in it by the opaque name and a keyed mark: 24 bytes that say nothing of anybody,
/// and that lead nowhere once the person is erased.
struct ReleaseTable: Sendable {
  let key: SymmetricKey
  let tokens: OpaqueNames<FrozenMember>

  init(_ keyring: Keyring, _ tokens: OpaqueNames<FrozenMember>) {
    key = keyring.key(for: "release")
    self.tokens = tokens
  }

  /// A release and the number of its row.
  struct Row {
    let number: Int64
    let release: Release
  }

  private static let columns = "number, id, definition, state, frozenAt, policyVersion, members"

  func all(_ database: Database) throws -> [ReleaseStatus] {
    try GRDB.Row.fetchAll(database, sql: "SELECT \(Self.columns) FROM release ORDER BY number")
      .map { try status(of: Self.row($0), database) }
  }

  func find(_ id: ReleaseID, _ database: Database) throws -> Row? {
    try GRDB.Row.fetchOne(
      database, sql: "SELECT \(Self.columns) FROM release WHERE id = ?",
      arguments: [Self.bytes(of: id)]
    ).map { try Self.row($0) }
  }

  func find(number: Int64, _ database: Database) throws -> Row? {
    try GRDB.Row.fetchOne(
      database, sql: "SELECT \(Self.columns) FROM release WHERE number = ?", arguments: [number]
    ).map { try Self.row($0) }
  }

  func status(of row: Row, _ database: Database) throws -> ReleaseStatus {
    var pages: [Int: PageResult] = [:]
    let rows = try GRDB.Row.fetchAll(
      database,
      sql: """
        SELECT page, handed, dropped FROM releasePage WHERE release = ? AND handed IS NOT NULL
        """, arguments: [row.number])
    for page in rows {
      pages[page[0]] = PageResult(handed: page[1], dropped: try Self.dropped(page[2] as String))
    }
    return ReleaseStatus(release: row.release, pages: pages)
  }

  func add(_ release: Release, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO release (id, definition, state, members) VALUES (?, ?, ?, 0)",
      arguments: [
        Self.bytes(of: release.id), Self.definition(of: release), release.state.rawValue,
      ])
  }

  func change(
    _ release: Release, from states: Set<Release.State>, _ database: Database
  ) throws -> Bool {
    guard let row = try find(release.id, database), states.contains(row.release.state) else {
      return false
    }
    try database.execute(
      sql: """
        UPDATE release SET state = ?, frozenAt = ?, policyVersion = ?, members = ?
        WHERE number = ?
        """,
      arguments: [
        release.state.rawValue, release.frozenAt?.milliseconds, release.policyVersion,
        release.members, row.number,
      ])
    return true
  }

  // MARK: Pages

  func keep(_ members: [FrozenMember], of row: Row, _ database: Database) throws {
    try database.execute(
      sql: "DELETE FROM releasePage WHERE release = ?", arguments: [row.number])
    for (page, start) in stride(from: 0, to: members.count, by: Release.pageSize).enumerated() {
      var plain: [UInt8] = []
      for member in members[start..<min(start + Release.pageSize, members.count)] {
        Digest128(member.customer).withBytes { plain.append(contentsOf: $0) }
        withUnsafeBytes(of: member.mark.bigEndian) { plain.append(contentsOf: $0) }
      }
      let sealed = try SealedCell.seal(plain, named: Self.name(row.number, page), using: key)
      try database.execute(
        sql: "INSERT INTO releasePage (release, page, sealed) VALUES (?, ?, ?)",
        arguments: [row.number, page, Data(sealed)])
    }
  }

  func members(ofPage page: Int, of row: Row, _ database: Database) throws -> [FrozenMember] {
    let sealed = try Data.fetchOne(
      database, sql: "SELECT sealed FROM releasePage WHERE release = ? AND page = ?",
      arguments: [row.number, page])
    guard let sealed else { return [] }
    guard
      let plain = SealedCell.open(
        Array(sealed), named: Self.name(row.number, page), using: key)
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return plain.withUnsafeBytes { plain in
      stride(from: 0, to: plain.count - 23, by: 24).map { start in
        let name = Digest128(UnsafeRawBufferPointer(rebasing: plain[start..<(start + 16)]))
        let mark = plain.loadUnaligned(fromByteOffset: start + 16, as: UInt64.self)
        return FrozenMember(
          customer: CustomerID(high: name.high, low: name.low), mark: UInt64(bigEndian: mark))
      }
    }
  }

  func note(_ result: PageResult, page: Int, of row: Row, _ database: Database) throws {
    var json = JSONWriter()
    json.object { json in
      for (code, count) in result.dropped.sorted(by: { $0.key < $1.key }) {
        json.key(code)
        json.integer(count)
      }
    }
    try database.execute(
      sql: "UPDATE releasePage SET handed = ?, dropped = ? WHERE release = ? AND page = ?",
      arguments: [result.handed, json.text, row.number, page])
  }

  // MARK: As text

  private static func name(_ release: Int64, _ page: Int) -> String {
    "release \(release) page \(page)"
  }

  private static func bytes(of id: ReleaseID) -> Data { Digest128(id).withBytes { Data($0) } }

  private static func dropped(_ text: String) throws -> [String: Int] {
    guard case .object(let members)? = try? JSONReader.node(in: Array(text.utf8)).content else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    var dropped: [String: Int] = [:]
    for member in members {
      if case .number(let count) = member.value.content { dropped[member.key] = Int(count) }
    }
    return dropped
  }

  /// What is sent: the question, asked about nobody in particular.
  private static func definition(of release: Release) -> Data {
    let question = release.question
    var json = JSONWriter()
    json.object { json in
      json.key("purpose")
      json.string(question.purpose)
      json.key("channel")
      json.string(question.channel.rawValue)
      if let activity = question.activity {
        json.key("activity")
        activity.document(to: &json)
      }
      if let data = question.data {
        json.key("data")
        json.array { list in
          for category in data { list.string(category) }
        }
      }
      if let recipient = question.recipient {
        json.key("recipient")
        json.string(recipient)
      }
      if let segment = question.segment {
        json.key("segment")
        Self.write(segment, to: &json)
      }
      json.key("at")
      json.string(question.at.rfc3339())
      json.key("createdBy")
      json.string(release.createdBy)
    }
    return Data(json.bytes)
  }

  private static func row(_ row: GRDB.Row) throws -> Row {
    let id = (row[1] as Data).withUnsafeBytes { Digest128($0) }
    guard let node = try? JSONReader.node(in: Array(row[2] as Data)),
      let state = Release.State(rawValue: row[3]), let release = release(node, id, state, row)
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return Row(number: row[0], release: release)
  }

  private static func release(
    _ node: Node, _ id: Digest128, _ state: Release.State, _ row: GRDB.Row
  ) -> Release? {
    func text(_ key: String) -> String? {
      if case .string(let text)? = node[key]?.content { text } else { nil }
    }
    guard let purpose = text("purpose"), let channel = text("channel").flatMap(Channel.init),
      let at = text("at").flatMap({ Timestamp(rfc3339: $0) }), let by = text("createdBy")
    else { return nil }
    var data: [String]?
    if case .array(let nodes)? = node["data"]?.content {
      data = nodes.compactMap { if case .string(let text) = $0.content { text } else { nil } }
    }
    let frozenAt: Int64? = row[4]
    var question = AudienceQuestion(
      purpose: purpose, channel: channel,
      activity: node["activity"].flatMap { try? Use.Activity(reading: $0) }, data: data,
      recipient: text("recipient"), at: at)
    if let written = node["segment"] {
      // One that cannot be read is no release at all, rather than one to everybody.
      guard let segment = segment(written) else { return nil }
      question.segment = segment
    }
    return Release(
      id: ReleaseID(high: id.high, low: id.low), question: question, createdBy: by, state: state,
      frozenAt: frozenAt.map { Timestamp(milliseconds: $0) }, policyVersion: row[5],
      members: row[6])
  }
}

// MARK: - Segments

extension ReleaseTable {
  /// The segment as it was when the release was drafted: a later policy changes nothing of it.
  private static func write(_ segment: Segment, to json: inout JSONWriter) {
    json.object { json in
      for (key, value) in [
        ("id", segment.id), ("nl", segment.label.nl), ("en", segment.label.en),
        ("purpose", segment.purpose), ("where", segment.condition.line),
      ] {
        guard let value else { continue }
        json.key(key)
        json.string(value)
      }
    }
  }

  private static func segment(_ node: Node) -> Segment? {
    func text(_ key: String) -> String? {
      if case .string(let text)? = node[key]?.content { text } else { nil }
    }
    guard let line = text("where"), let condition = try? SegmentCondition(line: line),
      let nl = text("nl"), let en = text("en")
    else { return nil }
    return Segment(
      id: text("id"), label: LocalizedText(nl: nl, en: en), purpose: text("purpose"),
      condition: condition)
  }
}
