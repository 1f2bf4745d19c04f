import ColumnKernels
public import OpenkaartCore

/// The counts of one question over some of the rows.
///
/// Every row is counted once as allowed, later, denied or open, so the numbers add up; counts of
/// different blocks can be added.
public struct ColumnCount: Hashable, Sendable {
  /// The rows that the columns answer.
  public private(set) var told = 0
  /// The rows to be asked one by one.
  public private(set) var open = 0
  /// The allowed, by their basis.
  public private(set) var allowed: [ReasonCode: Int] = [:]
  /// Those to ask again later, by the first reason to wait.
  public private(set) var later: [ReasonCode: Int] = [:]
  /// The denied, by the first reason to deny.
  public private(set) var denied: [ReasonCode: Int] = [:]
  /// How many have a reason at all against their use, first or not.
  public private(set) var anywhere: [ReasonCode: Int] = [:]
  /// For how many a reason is the only one: who would be reached if it did not hold.
  public private(set) var only: [ReasonCode: Int] = [:]

  public init() {}

  public static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.told += other.told
    sum.open += other.open
    sum.allowed.merge(other.allowed, uniquingKeysWith: +)
    sum.later.merge(other.later, uniquingKeysWith: +)
    sum.denied.merge(other.denied, uniquingKeysWith: +)
    sum.anywhere.merge(other.anywhere, uniquingKeysWith: +)
    sum.only.merge(other.only, uniquingKeysWith: +)
    return sum
  }
}

/// How often each rule was the first to stop a row, by the rule's id; several rules of one code are
/// told apart.
public struct FirstRules: Hashable, Sendable {
  public fileprivate(set) var allowed = 0
  public fileprivate(set) var stopped: [String: Int] = [:]
  public fileprivate(set) var open = 0

  public init() {}

  public static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.allowed += other.allowed
    sum.open += other.open
    sum.stopped.merge(other.stopped, uniquingKeysWith: +)
    return sum
  }
}

extension ColumnQuestion {
  /// Counts every reason of every row of some blocks.
  public func count(in blocks: Range<Int>) -> ColumnCount {
    var tally = Tally(now)
    forEachBlock(in: blocks) { tally.add($0) }
    return ColumnCount(tally, now)
  }

  /// Counts the rows of some blocks by the first rule that stops them, be it for good or for now.
  public func firstRules(in blocks: Range<Int>) -> FirstRules {
    var counts = [Int](repeating: 0, count: now.reasons.count)
    var first = FirstRules()
    forEachBlock(in: blocks, resolvingWaits: false) { run in
      for word in 0..<run.words { run.rest[word] = run.told[word] }
      first.open += run.number(of: run.open)
      for index in counts.indices {
        counts[index] += run.take(run.reason(index), from: run.rest)
      }
      first.allowed += run.number(of: run.rest)
    }
    for (index, reason) in now.reasons.enumerated() where counts[index] > 0 {
      first.stopped[reason.id, default: 0] += counts[index]
    }
    return first
  }

  /// The keys of the rows of some blocks that are allowed.
  public func allowedKeys(in blocks: Range<Int>) -> [UInt32] {
    var keys: [UInt32] = []
    keys.reserveCapacity(blocks.count * BlockRun.rows / 4)
    forEachBlock(in: blocks, resolvingWaits: false) { run in
      for word in 0..<run.words {
        var rows = run.told[word] & ~run.denied[word] & ~run.waiting[word]
        let start = (run.first + word) * 64
        while rows != 0 {
          keys.append(columns.keys[start + rows.trailingZeroBitCount])
          rows &= rows - 1
        }
      }
    }
    return keys
  }
}

extension BlockRun {
  func number(of bits: Bits) -> Int { Int(bits_count(bits, words)) }

  /// Takes out of `rest` what is in `bits`, and counts it.
  func take(_ bits: Bits, from rest: Bits) -> Int {
    Int(bits_take(bits, rest, words))
  }
}

/// Counting by place of the rule; codes come in at the end.
private struct Tally {
  var told = 0
  var open = 0
  var allowed: [Int]
  var later: [Int]
  var denied: [Int]
  var anywhere: [Int]
  var only: [Int]
  /// The first place of each code: several rules of one code are one reason.
  let places: [Int]

  init(_ program: Program) {
    let none = [Int](repeating: 0, count: program.reasons.count)
    (later, denied, anywhere, only) = (none, none, none, none)
    allowed = [Int](repeating: 0, count: program.bases.count)
    places = program.reasons.map { reason in
      program.reasons.firstIndex { $0.code == reason.code } ?? 0
    }
  }

  mutating func add(_ run: BlockRun) {
    told += run.number(of: run.told)
    open += run.number(of: run.open)
    joinCodes(run)
    countFirsts(run)
    countOnly(run)
    for word in 0..<run.words {
      run.rest[word] = run.told[word] & ~run.denied[word] & ~run.waiting[word]
    }
    for index in allowed.indices {
      allowed[index] += run.take(run.firstBasis(index), from: run.rest)
    }
  }

  /// Counts by code: the rows of further rules of a code are added to those of its first.
  private mutating func joinCodes(_ run: BlockRun) {
    for (index, place) in places.enumerated() where place != index {
      let (first, more) = (run.reason(place), run.reason(index))
      for word in 0..<run.words { first[word] |= more[word] }
    }
    for (index, place) in places.enumerated() where place == index {
      anywhere[index] += run.number(of: run.reason(index))
    }
  }

  private mutating func countFirsts(_ run: BlockRun) {
    for word in 0..<run.words { run.rest[word] = run.denied[word] }
    for (index, place) in places.enumerated()
    where place == index && run.program.reasons[index].kind != .wait {
      denied[index] += run.take(run.reason(index), from: run.rest)
    }
    for word in 0..<run.words { run.rest[word] = run.waiting[word] & ~run.denied[word] }
    for (index, place) in places.enumerated()
    where place == index && run.program.reasons[index].kind == .wait {
      later[index] += run.take(run.reason(index), from: run.rest)
    }
  }

  private mutating func countOnly(_ run: BlockRun) {
    let (once, twice) = (run.rest, run.spare)
    for word in 0..<run.words { (once[word], twice[word]) = (0, 0) }
    for (index, place) in places.enumerated() where place == index {
      let found = run.reason(index)
      for word in 0..<run.words {
        twice[word] |= once[word] & found[word]
        once[word] |= found[word]
      }
    }
    for word in 0..<run.words { once[word] &= ~twice[word] }
    for (index, place) in places.enumerated() where place == index {
      only[index] += run.take(run.reason(index), from: once)
    }
  }
}

extension ColumnCount {
  fileprivate init(_ tally: Tally, _ program: Program) {
    self.init()
    told = tally.told
    open = tally.open
    for (index, basis) in program.bases.enumerated() where tally.allowed[index] > 0 {
      allowed[basis.code, default: 0] += tally.allowed[index]
    }
    for (index, reason) in program.reasons.enumerated() {
      func put(_ count: Int, into counts: inout [ReasonCode: Int]) {
        if count > 0 { counts[reason.code, default: 0] += count }
      }
      put(tally.later[index], into: &later)
      put(tally.denied[index], into: &denied)
      put(tally.anywhere[index], into: &anywhere)
      put(tally.only[index], into: &only)
    }
  }
}
