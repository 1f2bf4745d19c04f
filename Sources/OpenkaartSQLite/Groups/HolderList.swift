internal import OpenkaartCore

/// The first different people of whom one identifier was told; nobody counts beyond the limit.
///
/// As ``Crowd`` has it, with the fact by which each was first known in the place of its moment: no
/// moment stands in clear in the store. The moment is asked for when facts come out of order.
struct HolderList: Sendable {
  private(set) var numbers: [Entry] = []
  private(set) var emails: [Entry] = []

  /// Of one moment, the fact that came first is before the others.
  struct Entry: Hashable, Comparable, Sendable {
    let holder: Int64
    let seq: Int64

    static func < (one: Self, other: Self) -> Bool {
      (one.seq, one.holder) < (other.seq, other.holder)
    }
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

  // MARK: In the store

  /// Reads what ``write(to:)`` wrote; `nil` when it is damaged.
  static func reading(_ bytes: UnsafeRawBufferPointer) -> HolderList? {
    var list = HolderList()
    var reader = NumberReader(bytes)
    guard let numbers = entries(&reader), let emails = entries(&reader), reader.isAtEnd else {
      return bytes.isEmpty ? list : nil
    }
    list.numbers = numbers
    list.emails = emails
    return list
  }

  private static func entries(_ reader: inout NumberReader) -> [Entry]? {
    guard let count = reader.next(), count <= reader.left else { return nil }
    var entries: [Entry] = []
    for _ in 0..<count {
      guard let holder = reader.next(), let seq = reader.next() else { return nil }
      entries.append(Entry(holder: Int64(holder), seq: Int64(seq)))
    }
    return entries
  }

  func write(to bytes: inout [UInt8]) {
    guard !numbers.isEmpty || !emails.isEmpty else { return }
    for list in [numbers, emails] {
      bytes.append(number: UInt64(list.count))
      for entry in list {
        bytes.append(number: UInt64(entry.holder))
        bytes.append(number: UInt64(entry.seq))
      }
    }
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
      guard known == nil else { return false }
      return add(entry, after: &list, limit: telling.limit)
    }
    if let known {
      guard try telling.recordedAt < moment(list[known].seq) else { return false }
      list.remove(at: known)
    }
    var dated = try list.map { (entry: $0, at: try moment($0.seq)) }
    dated.append((entry, telling.recordedAt))
    dated.sort { ($0.at, $0.entry) < ($1.at, $1.entry) }
    list = dated.prefix(telling.limit + 1).map(\.entry)
    return list.contains(entry)
  }

  /// Adds a holder told of by the latest fact, unless the list is full without that fact.
  private static func add(_ entry: Entry, after list: inout [Entry], limit: Int) -> Bool {
    if list.count > limit {
      guard let last = list.indices.max(by: { list[$0] < list[$1] }), entry < list[last] else {
        return false
      }
      list.remove(at: last)
    }
    list.append(entry)
    return true
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
