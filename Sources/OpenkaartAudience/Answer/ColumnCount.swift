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
    counts(in: blocks, counting.code) { ColumnCount($0, counting, now) }
  }

  /// Counts the rows of some blocks by the first rule that stops them, be it for good or for now.
  public func firstRules(in blocks: Range<Int>) -> FirstRules {
    counts(in: blocks, firsts.code) { run in
      var first = FirstRules()
      first.open = run.count(firsts.openCounter)
      first.allowed = run.count(firsts.allowedCounter)
      for (reason, counter) in zip(now.reasons, firsts.reasonCounters) {
        let count = run.count(counter)
        if count > 0 { first.stopped[reason.id, default: 0] += count }
      }
      return first
    }
  }

  /// The keys of the rows of some blocks that are allowed.
  public func allowedKeys(in blocks: Range<Int>) -> [UInt32] {
    let room = blocks.count * Block.rows
    return [UInt32](unsafeUninitializedCapacity: room) { keys, count in
      guard let start = keys.baseAddress else { return }
      guard let first = columns.keys.start else { return }
      forEachBlock(in: blocks, firsts.code) { run in
        count += columns_gather(
          first + run.first * 64, run.slot(firsts.rest), run.words, start + count)
      }
    }
  }
}

extension ColumnCount {
  fileprivate init(_ run: BlockRun, _ counting: CountCode, _ program: Program) {
    self.init()
    told = run.count(counting.toldCounter)
    open = run.count(counting.openCounter)
    for (basis, counter) in zip(program.bases, counting.allowed) {
      let count = run.count(counter)
      if count > 0 { allowed[basis.code, default: 0] += count }
    }
    for (place, isWait, counter) in counting.reasons {
      let code = program.reasons[place].code
      func put(_ number: Int, into counts: inout [ReasonCode: Int]) {
        let count = run.count(counter + number)
        if count > 0 { counts[code, default: 0] += count }
      }
      put(0, into: &anywhere)
      put(1, into: &only)
      if isWait { put(2, into: &later) } else { put(2, into: &denied) }
    }
  }
}
