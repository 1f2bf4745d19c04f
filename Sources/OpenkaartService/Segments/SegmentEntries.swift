internal import OpenkaartCore

/// What is known of every group: who is in what, and when to look again.
struct SegmentEntries: Sendable {
  private struct Entry: Sendable {
    let members: [GroupNode]
    let named: [GroupNode]
    let verdict: SegmentJudge.Verdict
  }

  private var entries: [Int: Entry] = [:]
  private var entryOf: [GroupNode: Int] = [:]
  /// The entries whose facts name a node that is no member.
  private var naming: [GroupNode: Set<Int>] = [:]
  private var due = DueList()
  private var next = 0
  /// How many people are in each segment.
  private(set) var sizes: [Int]
  private(set) var people = 0

  init(segments: Int = 0) { sizes = Array(repeating: 0, count: segments) }

  mutating func add(_ known: KnownGroup, _ verdict: SegmentJudge.Verdict) {
    let number = next
    next += 1
    let members = Set(known.members)
    let entry = Entry(
      members: known.members, named: known.named.filter { !members.contains($0) },
      verdict: verdict)
    entries[number] = entry
    for node in entry.members { entryOf[node] = number }
    for node in entry.named { naming[node, default: []].insert(number) }
    if let until = verdict.until { due.insert(.init(at: until, entry: number)) }
    count(verdict, 1)
  }

  private mutating func count(_ verdict: SegmentJudge.Verdict, _ sign: Int) {
    people += sign * verdict.people.count
    for bits in verdict.people {
      var bits = bits
      while bits != 0 {
        let place = bits.trailingZeroBitCount
        if place < sizes.count { sizes[place] += sign }
        bits &= bits - 1
      }
    }
  }

  /// Takes out the entries that hold or name a node.
  ///
  /// - Returns: The nodes of their people.
  mutating func remove(about node: GroupNode) -> [GroupNode] {
    var gone = remove(holding: node)
    for number in naming[node] ?? [] { gone += remove(number) }
    return gone
  }

  /// Takes out the entry whose people have a node.
  mutating func remove(holding node: GroupNode) -> [GroupNode] {
    entryOf[node].map { remove($0) } ?? []
  }

  private mutating func remove(_ number: Int) -> [GroupNode] {
    guard let entry = entries.removeValue(forKey: number) else { return [] }
    for node in entry.members where entryOf[node] == number { entryOf[node] = nil }
    for node in entry.named {
      naming[node]?.remove(number)
      if naming[node]?.isEmpty == true { naming[node] = nil }
    }
    count(entry.verdict, -1)
    return entry.members
  }

  /// A node of the next group to look at again at a moment, if one is due.
  mutating func nextDue(at moment: Timestamp) -> GroupNode? {
    while let item = due.next(at: moment) {
      // An entry that is gone was judged again since.
      if let node = entries[item.entry]?.members.first { return node }
    }
    return nil
  }

  /// A node of every group with somebody in a segment.
  func groups(inSegment place: Int) -> [GroupNode] {
    let bit: UInt64 = 1 << UInt64(place)
    return entries.sorted { $0.key < $1.key }.compactMap { _, entry in
      entry.verdict.people.contains { $0 & bit != 0 } ? entry.members.first : nil
    }
  }
}
