internal import OpenkaartCore

/// The first different people of whom one identifier was told; nobody counts beyond the limit.
///
/// As ``Crowd`` has it, with the fact by which each was first known in the place of its moment: no
/// moment stands in clear in the store. The moment is asked for when facts come out of order.
struct HolderList: Sendable {
  private(set) var numbers: [Entry] = []
  private(set) var emails: [Entry] = []
  /// Whether rows of this list stand in the database.
  let wasStored: Bool

  struct Entry: Hashable, Sendable {
    let holder: Int64
    let seq: Int64
  }

  /// A holder as a fact tells of them.
  struct Telling {
    let holder: Int64
    let isNumber: Bool
    let limit: Int
    let seq: Int64
    let recordedAt: Timestamp
    /// Whether no fact was recorded later.
    let isLatest: Bool
  }

  init(wasStored: Bool) { self.wasStored = wasStored }

  mutating func load(_ entry: Entry, isNumber: Bool) {
    if isNumber { numbers.append(entry) } else { emails.append(entry) }
  }

  /// Notes a holder; says whether anything changed.
  mutating func note(
    _ telling: Telling, moment: (Int64) throws -> Timestamp
  ) rethrows -> Bool {
    telling.isNumber
      ? try Self.note(telling, in: &numbers, moment)
      : try Self.note(telling, in: &emails, moment)
  }

  private static func note(
    _ telling: Telling, in list: inout [Entry], _ moment: (Int64) throws -> Timestamp
  ) rethrows -> Bool {
    let entry = Entry(holder: telling.holder, seq: telling.seq)
    let known = list.firstIndex { $0.holder == telling.holder }
    if telling.isLatest {
      guard known == nil, list.count <= telling.limit else { return false }
      list.append(entry)
      return true
    }
    if let known {
      guard try telling.recordedAt < moment(list[known].seq) else { return false }
      list.remove(at: known)
    }
    try sort(&list, moment)
    let place = try list.firstIndex { try telling.recordedAt < moment($0.seq) } ?? list.count
    guard place <= telling.limit else { return false }
    list.insert(entry, at: place)
    if list.count > telling.limit + 1 { list.removeLast() }
    return true
  }

  /// Oldest first; of one moment the fact that came first.
  private static func sort(
    _ list: inout [Entry], _ moment: (Int64) throws -> Timestamp
  ) rethrows {
    guard list.count > 1 else { return }
    let dated = try list.map { (entry: $0, at: try moment($0.seq)) }
    list = dated.sorted { ($0.at, $0.entry.seq) < ($1.at, $1.entry.seq) }.map(\.entry)
  }

  /// The fact by which more people are known than the limit; `nil` when they are not that many.
  func crowdedSince(
    limit: Int, moment: (Int64) throws -> Timestamp
  ) rethrows -> Int64? {
    var since: (at: Timestamp, seq: Int64)?
    for list in [numbers, emails] where list.count > limit {
      let last = try list.map { (at: try moment($0.seq), seq: $0.seq) }.max { $0 < $1 }
      if let last, since.map({ last < $0 }) ?? true { since = last }
    }
    return since?.seq
  }
}
