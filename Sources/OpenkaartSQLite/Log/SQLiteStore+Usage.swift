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
    return try await file.read { [usage, groups, opener] database in
      let members = try groups.component(of: [node], database)
      let end = number.flatMap { Int64(exactly: $0) } ?? .max
      let looks = try usage.read(of: members, before: end, limit: limit, database)
        .compactMap { LoggedUse($0) }
      let decisions = try opener.records(under: members, database)
        .filter { $0.part == .proof && $0.link.entry < end }
        .compactMap { LoggedUse(decision: $0, of: customer) }
      return Array((looks + decisions).sorted { $0.number > $1.number }.prefix(limit))
    }
  }
}

extension LoggedUse {
  /// A recorded decision, which is a fact; `nil` for other facts.
  fileprivate init?(decision: FactOpener.Record, of customer: CustomerID) {
    guard let node = try? JSONReader.node(in: decision.document), node.word("kind") == "decided",
      let at = node.word("occurredAt").flatMap({ Timestamp(rfc3339: $0) })
    else { return nil }
    var reasons: [ReasonCode] = []
    if case .array(let codes)? = node["reasons"]?.content {
      for case .string(let code) in codes.map(\.content) {
        if let reason = ReasonCode(rawValue: code) { reasons.append(reason) }
      }
    }
    self.init(
      number: EntryNumber(decision.link.entry),
      entry: UsageEntry(
        .decided, at: at, by: node.word("by") ?? "", purpose: node.word("purpose"),
        channel: node.word("channel").flatMap(Channel.init),
        activity: node.word("activity"),
        outcome: node.word("outcome").flatMap(Decision.Outcome.init), reasons: reasons,
        customer: customer, policyVersion: node.word("policyVersion")))
  }
}

extension Node {
  fileprivate func word(_ key: String) -> String? {
    if case .string(let text)? = self[key]?.content { text } else { nil }
  }
}
