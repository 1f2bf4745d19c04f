/// What the rules found, before it becomes a decision.
///
/// Numbers alone: what a finding rests on is looked up when it becomes a reason.
struct Findings {
  struct Finding {
    /// The place of its rule in ``Plan/articles``, and so in the order of reasons.
    let article: Int
    /// When it ends by itself; for a rule that waits `nil` means never.
    let ends: Timestamp?
  }

  /// What stops or delays, and why no basis holds.
  private(set) var stops: [Finding] = []
  /// The articles of the basis that carries the use, and of what is said of such a use.
  private(set) var basis: Int?
  private(set) var remarks: [Int] = []
  private(set) var isDenied = false
  private(set) var isDelayed = false
  /// The latest end of what delays; `nil` when something never ends.
  private(set) var latestEnd: Timestamp?

  var outcome: Decision.Outcome { isDenied ? .deny : isDelayed ? .later : .allow }

  mutating func add(_ step: Plan.Step, ends: Timestamp?) {
    if step.isWait {
      latestEnd = isDelayed ? Self.later(latestEnd, ends) : ends
      isDelayed = true
    } else {
      isDenied = true
    }
    if stops.isEmpty { stops.reserveCapacity(8) }
    stops.append(Finding(article: Int(step.article), ends: ends))
  }

  /// A use without a basis is refused, whatever else is found.
  mutating func setBasis(_ step: Plan.Step?) {
    basis = step.map { Int($0.article) }
    if step == nil { isDenied = true }
  }

  mutating func addRemark(_ step: Plan.Step) { remarks.append(Int(step.article)) }

  /// Puts what was added last in the one order of reasons.
  mutating func sort() { stops.sort { $0.article < $1.article } }

  /// The later of two ends; what never ends outlasts all.
  static func later(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
    guard let one, let other else { return nil }
    return max(one, other)
  }
}
