extension MemoryStore: UsageLog {
  public func append(_ entry: UsageEntry) -> EntryNumber {
    let number = EntryNumber(usage.count)
    usage.append(LoggedEntry(entry: entry, members: []))
    return number
  }

  public func append(_ entry: UsageEntry, about members: [UsageMember]) -> LoggedBatch {
    let number = EntryNumber(usage.count)
    let order = members.indices.shuffled()
    usage.append(
      LoggedEntry(entry: entry.about(people: members.count), members: order.map { members[$0] }))
    var places = Array(repeating: UInt64(0), count: members.count)
    for (place, member) in order.enumerated() { places[member] = UInt64(place) }
    return LoggedBatch(number: number, places: places)
  }

  public func entries(
    of customer: CustomerID, before number: EntryNumber?, limit: Int
  ) -> [LoggedUse] {
    let end = min(number.flatMap { Int(exactly: $0) } ?? usage.count, usage.count)
    var found: [LoggedUse] = []
    for index in (0..<end).reversed() {
      let logged = usage[index]
      if let own = logged.entry.customer, isSame(own, customer) {
        found.append(LoggedUse(number: EntryNumber(index), entry: logged.entry))
      }
      for (place, member) in logged.members.enumerated()
      where isSame(member.customer, customer) {
        found.append(
          LoggedUse(
            number: EntryNumber(index), place: UInt64(place), entry: logged.entry,
            record: member.record))
      }
      if found.count >= limit { break }
    }
    return Array(found.prefix(limit))
  }
}

/// An entry as memory keeps it.
struct LoggedEntry: Sendable {
  let entry: UsageEntry
  let members: [UsageMember]
}
