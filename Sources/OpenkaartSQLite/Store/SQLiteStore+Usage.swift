internal import GRDB
internal import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: UsageLog {
  @discardableResult
  public func append(_ entry: UsageEntry) async throws -> EntryNumber {
    let origin = entry.customer.flatMap { names.node(of: $0) } ?? 0
    let write = { [committer] in
      EntryNumber(try await committer.note(.init(entry: entry, origin: origin)))
    }
    // An erasure begins with its entry.
    return try await entry.kind == .erasureDecided ? evenWhenFull(write) : write()
  }

  public func append(
    _ entry: UsageEntry, about members: [UsageMember]
  ) async throws -> LoggedBatch {
    let whole = entry.about(people: members.count)
    guard !members.isEmpty else { return LoggedBatch(number: try await append(whole), places: []) }
    // An order that says nothing of the people.
    let order = members.indices.shuffled()
    var places = Array(repeating: UInt64(0), count: members.count)
    for (place, index) in order.enumerated() { places[index] = UInt64(place) }
    let contents = order.map { index in
      UsageRecords.Member(
        origin: names.node(of: members[index].customer) ?? 0, record: members[index].record)
    }
    let number = try await writing { [usage] database in
      try usage.append(whole, about: contents, database)
    }
    return LoggedBatch(number: EntryNumber(number), places: places)
  }

  public func entries(
    of customer: CustomerID, before number: EntryNumber?, limit: Int
  ) async throws -> [LoggedUse] {
    guard let node = names.node(of: customer), limit > 0 else { return [] }
    return try await file.read { [usage, groups] database in
      let members = try groups.component(of: [node], database)
      let end = number.flatMap { Int64(exactly: $0) } ?? .max
      return try usage.read(of: members, before: end, limit: limit, database)
        .compactMap { LoggedUse($0) }
    }
  }
}
