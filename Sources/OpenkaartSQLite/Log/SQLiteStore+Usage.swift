internal import GRDB
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: UsageLog {
  public func append(_ entry: UsageEntry) async throws -> EntryNumber {
    let origin = entry.customer.flatMap { names.node(of: $0) } ?? 0
    let content = UsageRecords.Content(place: 0, origin: origin, entry: entry.document, record: [])
    return try await file.write { [usage] database in
      let number = try Self.nextEntry(database)
      try usage.write([content], entry: number, database)
      return EntryNumber(number)
    }
  }

  public func append(
    _ entry: UsageEntry, about members: [UsageMember]
  ) async throws -> LoggedBatch {
    let document = entry.about(people: members.count).document
    var places = Array(repeating: UInt64(0), count: members.count)
    var contents = [UsageRecords.Content(place: 0, origin: 0, entry: document, record: [])]
    // An order that says nothing of the people.
    for (place, index) in members.indices.shuffled().enumerated() {
      places[index] = UInt64(place)
      contents.append(
        .init(
          place: Int64(place) + 1, origin: names.node(of: members[index].customer) ?? 0,
          entry: document, record: members[index].record))
    }
    return try await file.write { [usage, contents, places] database in
      let number = try Self.nextEntry(database)
      try usage.write(contents, entry: number, database)
      return LoggedBatch(number: EntryNumber(number), places: places)
    }
  }

  public func entries(
    of customer: CustomerID, before number: EntryNumber?, limit: Int
  ) async throws -> [LoggedUse] {
    guard let node = names.node(of: customer), limit > 0 else { return [] }
    return try await file.read { [usage, groups] database in
      try usage.read(
        of: groups.component(of: [node], database),
        before: number.flatMap { Int64(exactly: $0) } ?? .max, limit: limit, database)
    }
  }

  private static func nextEntry(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(entry) + 1 FROM record") ?? 0
  }
}
