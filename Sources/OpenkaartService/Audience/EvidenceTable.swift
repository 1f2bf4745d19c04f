internal import OpenkaartAudience
internal import OpenkaartCore

/// What the facts of every entry show or leave open.
///
/// Most people are alike in this, so each way to be is kept once, and an entry has its number.
struct EvidenceTable: Sendable {
  private var kinds: [FactEvidence] = []
  private var numbers: [FactEvidence: UInt32] = [:]
  /// Of each way to be the numbers of its kinds, each with how many facts there are of it, ascending.
  private var ways: [[UInt64]] = [[]]
  private var places: [[UInt64]: UInt32] = [[]: 0]
  /// Of each way whether people who may be reached have to be looked at closer.
  private var closer: [Bool] = [false]
  private var ofEntry: [UInt32] = []

  /// How many entries there are.
  var count: Int { ofEntry.count }

  /// Adds an entry without facts.
  mutating func append() { ofEntry.append(0) }

  /// Whether the people of an entry have to be looked at closer, if they may be reached.
  func wantsCloserLook(_ entry: UInt32) -> Bool { closer[Int(ofEntry[Int(entry)])] }

  mutating func set(_ entry: Int, to facts: [Fact]) {
    var counts: [UInt32: UInt64] = [:]
    for fact in facts { counts[number(of: FactEvidence(fact)), default: 0] += 1 }
    ofEntry[entry] = place(of: counts.map { UInt64($0) << 32 | $1 }.sorted())
    if ways.count > 1 << 16, ways.count > ofEntry.count * 2 { compact() }
  }

  /// How many facts there are of each kind.
  var total: [(kind: FactEvidence, count: Int)] {
    var uses = Array(repeating: 0, count: ways.count)
    for way in ofEntry { uses[Int(way)] += 1 }
    var counts = Array(repeating: 0, count: kinds.count)
    for (way, uses) in zip(ways, uses) where uses > 0 {
      for pair in way { counts[Int(pair >> 32)] += uses * Int(pair & 0xFFFF_FFFF) }
    }
    return zip(kinds, counts).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
  }

  private mutating func number(of kind: FactEvidence) -> UInt32 {
    if let number = numbers[kind] { return number }
    let number = UInt32(truncatingIfNeeded: kinds.count)
    kinds.append(kind)
    numbers[kind] = number
    return number
  }

  private mutating func place(of way: [UInt64]) -> UInt32 {
    if let place = places[way] { return place }
    let place = UInt32(truncatingIfNeeded: ways.count)
    ways.append(way)
    places[way] = place
    closer.append(way.contains { kinds[Int($0 >> 32)].wantsCloserLook })
    return place
  }

  /// Drops the ways that nobody is any more.
  private mutating func compact() {
    let old = self
    (ways, places, closer) = ([[]], [[]: 0], [false])
    ofEntry = old.ofEntry.map { place(of: old.ways[Int($0)]) }
  }

  // MARK: Keeping it

  func write(to out: RawWriter) throws {
    var json = JSONWriter()
    json.array { list in for kind in kinds { kind.write(to: &list) } }
    try out.array(json.bytes)
    try out.array(ways.map { UInt32(truncatingIfNeeded: $0.count) })
    try out.array(ways.flatMap(\.self))
    try out.array(ofEntry)
  }

  init() {}

  init(reading input: RawReader) throws {
    guard let list = try? JSONReader.node(in: try input.array(of: UInt8.self)),
      case .array(let nodes) = list.content
    else { throw RawReader.Mismatch() }
    for node in nodes {
      guard let kind = FactEvidence(node) else { throw RawReader.Mismatch() }
      _ = number(of: kind)
    }
    let counts = try input.array(of: UInt32.self)
    let pairs = try input.array(of: UInt64.self)
    var start = 0
    for count in counts {
      let end = start + Int(count)
      try input.check(end <= pairs.count)
      try input.check(pairs[start..<end].allSatisfy { $0 >> 32 < kinds.count })
      _ = place(of: Array(pairs[start..<end]))
      start = end
    }
    ofEntry = try input.array(of: UInt32.self)
    try input.check(
      kinds.count == nodes.count && ways.count == counts.count
        && ofEntry.allSatisfy { $0 < ways.count })
  }
}
