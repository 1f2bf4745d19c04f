/// Something the history says, and where it stands in it.
struct Dated<Value: Sendable>: Sendable {
  let value: Value
  /// The place in the history: see ``Fact/placedAt``.
  let at: Timestamp
  /// The fact it comes from, as an index in the history's facts.
  let fact: Int32
}

/// What a history says about one thing, oldest first.
///
/// Entries of the same moment stand in the order of their facts' ids, so that the order of arrival
/// leaves no trace.
struct Timeline<Value: Sendable>: Sendable {
  private(set) var entries: [Dated<Value>] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func insert(_ entry: Dated<Value>, among facts: [FactID]) {
    var index = entries.count
    while index > 0 {
      let before = (at: entries[index - 1].at, fact: Int(entries[index - 1].fact))
      if before.at < entry.at { break }
      if before.at == entry.at, facts[before.fact] < facts[Int(entry.fact)] { break }
      index -= 1
    }
    // Facts mostly arrive in their order.
    if index == entries.count { entries.append(entry) } else { entries.insert(entry, at: index) }
  }

  /// How many entries count at `moment`; they are the first so many.
  func count(at moment: Timestamp) -> Int {
    var low = 0
    var high = entries.count
    if let last = entries.last, last.at <= moment { return high }
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].at <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The entries that count at `moment`, oldest first.
  func entries(at moment: Timestamp) -> ArraySlice<Dated<Value>> {
    entries[..<count(at: moment)]
  }

  /// The last entry that counts at `moment`.
  func last(at moment: Timestamp) -> Dated<Value>? {
    let count = count(at: moment)
    return count == 0 ? nil : entries[count - 1]
  }
}
