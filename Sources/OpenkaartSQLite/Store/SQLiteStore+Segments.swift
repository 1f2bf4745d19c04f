internal import GRDB
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: ChangeFeed {
  public func watch() -> ChangeWatch { watches.add() }

  public func group(of node: GroupNode) async throws -> KnownGroup {
    guard let number = Int64(exactly: node.number) else {
      return KnownGroup(.empty, members: [node])
    }
    if let reading = cache.reading(of: number) { return Self.known(reading) }
    let epoch = cache.epoch
    return try await file.read { [cache, groups] database in
      let reading = try groups.group(of: groups.component(of: [number], database), database)
      cache.keep(reading, readAt: epoch)
      return Self.known(reading)
    }
  }

  public func forEachKnownGroup(
    _ body: @Sendable (KnownGroup) async throws -> Void
  ) async throws {
    try await forEachReading { try await body(Self.known($0)) }
  }

  private static func known(_ reading: GroupCache.Reading) -> KnownGroup {
    KnownGroup(
      reading.group, members: reading.members.map { GroupNode(UInt64($0)) },
      named: Set(reading.trace.named).subtracting(reading.members).map { GroupNode(UInt64($0)) })
  }
}

extension SQLiteStore: SegmentShelf {
  public func note(_ sizes: [SegmentSize]) async throws {
    try await file.write { database in
      for size in sizes {
        try database.execute(
          sql: "INSERT OR REPLACE INTO segmentSize VALUES (?, ?, ?, ?)",
          arguments: [size.segment, size.hour.milliseconds, size.line, size.people])
      }
    }
  }

  public func sizes(of segment: String) async throws -> [SegmentSize] {
    try await file.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT hour, line, people FROM segmentSize WHERE segment = ? ORDER BY hour",
        arguments: [segment]
      ).map { row in
        SegmentSize(
          segment: segment, line: row[1], hour: Timestamp(milliseconds: row[0]), people: row[2])
      }
    }
  }
}
