/// One question about one person at one moment, while it is being answered.
///
/// Features are read from the profile when a condition asks for them; what several rules need is
/// kept.
struct Evaluation {
  let gate: CompiledPolicy
  let plan: Plan
  let use: Use
  let profile: Profile
  let at: Timestamp
  /// The day asked about, in the controller's zone.
  let today: Day
  let membership: Profile.Membership
  /// The sides of the person.
  let sides: [Profile.Side]
  let point: PointInQuestion
  /// The bases that carry the use, a bit each.
  private var carrying: UInt8 = 0
  private var keptStanding: ConsentStanding?

  init(gate: CompiledPolicy, plan: Plan, use: Use, profile: Profile, at: Timestamp) {
    self.gate = gate
    self.plan = plan
    self.use = use
    self.profile = profile
    self.at = at
    today = gate.zone.day(of: at)
    membership = profile.membership(at: at)
    // Most people have one side, and it is theirs.
    sides =
      membership.sides.count == profile.sides.count
      ? profile.sides : membership.sides.map { profile.sides[$0] }
    point = PointInQuestion(
      use: use, sides: sides, at: at, rules: gate.policy.rules.contactPoint)
  }


  /// Applies every rule of the plan.
  mutating func findings() -> Findings {
    var findings = Findings()
    let carrying = carryingBases()
    for step in plan.stops where isInForce(step.rule) && holds(step.condition) {
      add(step, to: &findings)
    }
    if let carrying {
      for step in plan.remarks where isInForce(step.rule) && holds(step.condition) {
        findings.reasons.append(.init(step: step, ends: nil))
      }
      findings.reasons.append(.init(step: carrying, ends: nil))
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
    findings.reasons.append(.init(step: step, ends: ends))
  }

  /// Why no basis holds; `basis.none` only where nothing more exact can be said.
  private mutating func addFailures(to findings: inout Findings) {
    let known = findings.reasons.count
    for step in plan.failures where isInForce(step.rule) && step.rule.code != .basisNone {
      if holds(step.condition) { add(step, to: &findings) }
    }
    findings.isDenied = true
    if findings.reasons.count == known, plan.terms != nil,
      let step = plan.failures.first(where: { $0.rule.code == .basisNone })
    {
      add(step, to: &findings)
    }
    // Failures belong among the stops, in the one order of reasons.
    findings.reasons.sort { $0.step.rule.code < $1.step.rule.code }
  }

  /// Finds every basis that carries the use; gives the first in the purpose's order.
  private mutating func carryingBases() -> Plan.Step? {
    var first: Plan.Step?
    for (basis, steps) in plan.bases {
      guard let step = steps.first(where: { isInForce($0.rule) && holds($0.condition) }) else {
        continue
      }
      carrying |= 1 << UInt8(basis.index)
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
    case .carried(let basis): return carrying & (1 << UInt8(basis.index)) != 0
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
      guard let terms = plan.terms else { return false }
      return data.allSatisfy { terms.purpose.dataCategories.contains($0) }
    case .usesSpecialData: return usesSpecialData
    case .namesRecipient: return use.recipient != nil
    case .recipientIsCovered:
      return use.recipient.map { plan.terms?.purpose.recipients.contains($0) == true } ?? false
    case .names(.productLine): return use.activity?.productLine != nil
    case .names(.product): return use.activity?.product != nil
    case .names(.topic): return use.activity?.topic != nil
    case .names(.priceCents): return use.activity?.priceCents != nil
    case .offers(let line): return use.activity?.productLine == line
    default: return false
    }
  }

  /// The data categories the use is about.
  var data: [String] { use.data ?? plan.defaultData }

  var usesSpecialData: Bool {
    guard let data = use.data else { return plan.defaultDataIsSpecial }
    return gate.policy.dataCategories.contains { $0.isSpecial && data.contains($0.id) }
  }

  /// The standing of the person's consent, read once.
  mutating func consentStanding() -> ConsentStanding {
    if let keptStanding { return keptStanding }
    let standing = makeConsentStanding()
    keptStanding = standing
    return standing
  }
}
