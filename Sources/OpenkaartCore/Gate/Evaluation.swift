/// One question about one person at one moment, while it is being answered.
///
/// Features are read from the profile when a condition asks for them; what several rules need is
/// kept.
struct Evaluation {
  let gate: Gate
  let plan: Plan
  let use: Use
  let profile: Profile
  let at: Timestamp
  /// The day asked about, in the controller's zone.
  let today: Day
  let membership: Profile.Membership
  let point: PointInQuestion
  var bases: Set<LegalBasis> = []
  private var keptStanding: ConsentStanding?

  init(gate: Gate, plan: Plan, use: Use, profile: Profile, at: Timestamp) {
    self.gate = gate
    self.plan = plan
    self.use = use
    self.profile = profile
    self.at = at
    today = gate.zone.day(of: at)
    membership = profile.membership(at: at)
    point = PointInQuestion(
      use: use, profile: profile, sides: membership.sides, at: at,
      rules: gate.policy.rules.contactPoint)
  }

  /// The sides of the person, each with its index.
  var sides: [Int] { membership.sides }

  /// Applies every rule of the plan.
  mutating func findings() -> Findings {
    var findings = Findings()
    let carrying = carryingBases()
    for step in plan.stops where isInForce(step.rule) && holds(step.condition) {
      add(step, to: &findings)
    }
    if let carrying {
      for step in plan.remarks where isInForce(step.rule) && holds(step.condition) {
        findings.reasons.append(.init(rule: step.rule, condition: step.condition, ends: nil))
      }
      findings.reasons.append(.init(rule: carrying.rule, condition: carrying.condition, ends: nil))
    } else {
      addFailures(to: &findings)
    }
    return findings
  }

  private func add(_ step: Plan.Step, to findings: inout Findings) {
    let ends = end(of: step.condition)
    if step.rule.role == .wait {
      findings.latestEnd =
        findings.isDelayed
        ? findings.latestEnd.flatMap { latest in ends.map { max(latest, $0) } } : ends
      findings.isDelayed = true
    } else {
      findings.isDenied = true
    }
    findings.reasons.append(.init(rule: step.rule, condition: step.condition, ends: ends))
  }

  /// Why no basis holds; `basis.none` only where nothing more exact can be said.
  private mutating func addFailures(to findings: inout Findings) {
    let known = findings.reasons.count
    for step in plan.failures where isInForce(step.rule) && step.rule.code != .basisNone {
      if holds(step.condition) { add(step, to: &findings) }
    }
    findings.isDenied = true
    if findings.reasons.count == known, plan.purpose != nil,
      let step = plan.failures.first(where: { $0.rule.code == .basisNone })
    {
      add(step, to: &findings)
    }
    // Failures belong among the stops, in the one order of reasons.
    findings.reasons.sort { $0.rule.code < $1.rule.code }
  }

  /// Finds every basis that carries the use; gives the first in the purpose's order.
  private mutating func carryingBases() -> Plan.Step? {
    var first: Plan.Step?
    for (basis, steps) in plan.bases {
      guard let step = steps.first(where: { isInForce($0.rule) && holds($0.condition) }) else {
        continue
      }
      bases.insert(basis)
      first = first ?? step
    }
    return first
  }

  private func isInForce(_ rule: Rule) -> Bool {
    if let from = rule.validFrom, today < from { return false }
    if let to = rule.validTo, to < today { return false }
    return true
  }

  /// Interprets a condition.
  mutating func holds(_ condition: Condition) -> Bool {
    switch condition {
    case .always: return true
    case .never: return false
    case .not(let condition): return !holds(condition)
    case .all(let conditions):
      for condition in conditions where !holds(condition) { return false }
      return true
    case .any(let conditions):
      for condition in conditions where holds(condition) { return true }
      return false
    case .asks(let question): return answer(question)
    case .holds(let feature): return value(of: feature) ?? feature.whenUnknown
    case .carried(let basis): return bases.contains(basis)
    case .on(let from, let to):
      return from.map { $0 <= today } ?? true && to.map { today <= $0 } ?? true
    case .ended(let span, let anchor):
      return end(of: span, since: anchor).map { $0 <= at } ?? false
    case .bought(let lines, let span): return lastBought(lines, within: span) != nil
    case .paidMoreThanOffered(let span): return lastPaidMore(within: span) != nil
    case .sent(let channels, let max, let window):
      return sends(over: channels, within: window.windowMilliseconds).count >= max
    case .quiet(let hours): return personZone.isDaily(hours.from, to: hours.to, at: at)
    case .mergedInConflict(let span): return conflictHoldEnd(span) != nil
    }
  }

  /// What only the whole question tells.
  private func answer(_ question: Question) -> Bool {
    switch question {
    case .dataIsCovered:
      return plan.purpose.map { purpose in data.allSatisfy { purpose.dataCategories.contains($0) } }
        ?? false
    case .usesSpecialData: return usesSpecialData
    case .namesRecipient: return use.recipient != nil
    case .recipientIsCovered:
      return use.recipient.map { plan.purpose?.recipients.contains($0) == true } ?? false
    case .names(.productLine): return use.activity?.productLine != nil
    case .names(.product): return use.activity?.product != nil
    case .names(.topic): return use.activity?.topic != nil
    case .names(.priceCents): return use.activity?.priceCents != nil
    case .offers(let line): return use.activity?.productLine == line
    default: return false
    }
  }

  /// The data categories the use is about.
  var data: [String] {
    use.data ?? (use.channel == .none ? plan.purpose?.dataCategories ?? [] : ["contact"])
  }

  var usesSpecialData: Bool {
    gate.policy.dataCategories.contains { $0.isSpecial && data.contains($0.id) }
  }

  /// The standing of the person's consent, read once.
  mutating func consentStanding() -> ConsentStanding {
    if let keptStanding { return keptStanding }
    let standing = makeConsentStanding()
    keptStanding = standing
    return standing
  }
}
