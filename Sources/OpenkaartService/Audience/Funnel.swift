internal import OpenkaartAudience
public import OpenkaartCore

/// How many may be reached, and why the others may not.
///
/// Each person is counted once, by the first reason the gate gives, so the numbers add up.
public struct Funnel: Hashable, Sendable {
  /// Everybody who was asked about.
  public private(set) var total = 0
  /// The allowed, by their basis.
  public private(set) var allowed: [ReasonCode: Int] = [:]
  /// Those to ask again later, by the first reason to wait.
  public private(set) var later: [ReasonCode: Int] = [:]
  /// The denied, by the first reason to deny.
  public private(set) var denied: [ReasonCode: Int] = [:]
  /// How many have a reason at all, first or not, against their use.
  public private(set) var anywhere: [ReasonCode: Int] = [:]
  /// For how many a reason is the only one against their use: they would be reached without it.
  public private(set) var only: [ReasonCode: Int] = [:]

  public init() {}

  /// The counts of those whom columns answer.
  init(_ count: ColumnCount) {
    total = count.told
    allowed = count.allowed
    later = count.later
    denied = count.denied
    anywhere = count.anywhere
    only = count.only
  }

  static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.total += other.total
    sum.allowed.merge(other.allowed, uniquingKeysWith: +)
    sum.later.merge(other.later, uniquingKeysWith: +)
    sum.denied.merge(other.denied, uniquingKeysWith: +)
    sum.anywhere.merge(other.anywhere, uniquingKeysWith: +)
    sum.only.merge(other.only, uniquingKeysWith: +)
    return sum
  }

  public var allowedCount: Int { allowed.values.reduce(0, +) }
  public var laterCount: Int { later.values.reduce(0, +) }
  public var deniedCount: Int { denied.values.reduce(0, +) }

  /// Counts the answer about one more person.
  public mutating func count(_ decision: Decision) {
    total += 1
    let code = decision.firstReason
    switch decision.outcome {
    case .allow: allowed[code, default: 0] += 1
    case .later: later[code, default: 0] += 1
    case .deny: denied[code, default: 0] += 1
    }
    let against = Set(decision.reasons.lazy.filter { $0.effect != .allow }.map(\.code))
    for code in against { anywhere[code, default: 0] += 1 }
    if against.count == 1, let code = against.first { only[code, default: 0] += 1 }
  }
}

extension Decision {
  /// The first reason for the outcome: of an allow its basis; `later` does not explain a denial.
  public var firstReason: ReasonCode {
    if outcome == .allow, let basis = reasons.first(where: { $0.code != .serviceMessage }) {
      return basis.code
    }
    let effect: Reason.Effect =
      switch outcome {
      case .allow: .allow
      case .later: .later
      case .deny: .deny
      }
    return (reasons.first { $0.effect == effect } ?? reasons.first)?.code ?? .systemFailClosed
  }
}
