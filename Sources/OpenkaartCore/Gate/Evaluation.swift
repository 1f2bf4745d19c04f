/// One question about one person at one moment, while it is being answered.
///
/// Features are read from the profile when a condition asks for them; what several rules need is
/// kept.
final class Evaluation {
  let gate: CompiledPolicy
  let plan: Plan
  let use: Use
  let at: Timestamp
  /// The day asked about, in the controller's zone.
  let today: Day
  /// The messages to the person and what came back on them, over all sides.
  let correspondence: Correspondence
  /// Those of the subject's own identifiers.
  let subjectSides: [Profile.Side]
  /// The merges that made them one person, and the last moment of one.
  let merges: [Profile.Join]
  let mergedAt: Timestamp?
  let point: PointInQuestion
  /// The bases that carry the use, a bit each.
  private var carrying: UInt8 = 0
  /// The standing of the person's consent, read once.
  private(set) lazy var consentStanding = makeConsentStanding()
  /// Where no consent holds, those whose flaws say why.
  var flawedConsents: [AssessedConsent] = []
  private(set) lazy var lastActivity = findLastActivity()
  /// The kinds of things known of the person.
  let presence: Presence
  private(set) lazy var ownZones = findOwnZones()
  /// The sale that speaks for the soft opt-in, read once.
  private(set) lazy var sale = bestSale()

  init(gate: CompiledPolicy, plan: Plan, use: Use, profile: borrowing Profile, at: Timestamp) {
    self.gate = gate
    self.plan = plan
    self.use = use
    self.at = at
    today = gate.zone.day(of: at)
    let membership = profile.membership(at: at)
    merges = membership.merges
    mergedAt = membership.mergedAt
    // Most people have one side, and it is theirs.
    let sides =
      membership.sides.count == profile.sides.count
      ? profile.sides : membership.sides.map { profile.sides[$0] }
    subjectSides =
      profile.joins.isEmpty ? sides : profile.subjectSides.map { profile.sides[$0] }
    presence = sides.reduce(merges.isEmpty ? [] : .joins) { $0.union($1.history.presence) }
    correspondence = Correspondence(
      sides: sides, rules: gate.policy.rules.contactPoint, at: at)
    point = PointInQuestion(use: use, in: correspondence, at: at)
  }

  /// The sides of the person.
  var sides: [Profile.Side] { correspondence.sides }

  /// Applies every rule of the plan.
  func findings() -> Findings {
    plan.program.steps.withUnsafeBufferPointer { findings(running: $0) }
  }

  /// The conditions of the plan's rules, laid out flat; kept in hand for the whole question.
  private typealias Steps = UnsafeBufferPointer<Program.Step>

  private func findings(running steps: Steps) -> Findings {
    var findings = Findings()
    findings.reasons.reserveCapacity(4)
    let basis = carryingBases(running: steps)
    for step in plan.stops where applies(step, steps) { add(step, to: &findings) }
    if let basis {
      findings.reasons.append(.init(step: basis, ends: nil))
      for step in plan.remarks where applies(step, steps) {
        findings.reasons.append(.init(step: step, ends: nil))
      }
    } else {
      addFailures(to: &findings, running: steps)
    }
    return findings
  }

  private func add(_ step: Plan.Step, to findings: inout Findings) {
    let ends = end(of: plan.articles[step.article])
    if step.isWait {
      findings.latestEnd =
        findings.isDelayed
        ? findings.latestEnd.flatMap { latest in ends.map { max(latest, $0) } } : ends
      findings.isDelayed = true
    } else {
      findings.isDenied = true
    }
    // Several rules of one code, as several caps, are one reason: the last of their ends counts.
    if let last = findings.reasons.last, last.step.rank == step.rank {
      let latest = last.ends.flatMap { known in ends.map { max(known, $0) } }
      findings.reasons[findings.reasons.count - 1] = .init(
        step: last.step, more: last.more + [step], ends: latest)
    } else {
      findings.reasons.append(.init(step: step, ends: ends))
    }
  }

  /// Why no basis holds; `basis.none` only where nothing more exact can be said.
  private func addFailures(to findings: inout Findings, running steps: Steps) {
    let known = findings.reasons.count
    findings.isDenied = true
    for step in plan.failures where applies(step, steps) { add(step, to: &findings) }
    if findings.reasons.count == known, plan.terms != nil, let step = plan.noBasis {
      add(step, to: &findings)
    }
    // Failures belong among the stops, in the one order of reasons.
    if known > 0 { findings.reasons.sort { $0.step.rank < $1.step.rank } }
  }

  /// Finds every basis that carries the use; gives the first in the purpose's order.
  private func carryingBases(running steps: Steps) -> Plan.Step? {
    var first: Plan.Step?
    for (bit, step) in plan.bases where carrying & bit == 0 && applies(step, steps) {
      carrying |= bit
      first = first ?? step
    }
    return first
  }

  /// Whether a rule is in force and its condition holds.
  ///
  /// A condition that needs something to be known cannot hold when nothing of the kind is.
  private func applies(_ step: Plan.Step, _ steps: Steps) -> Bool {
    guard step.needs.isEmpty || !step.needs.isDisjoint(with: presence),
      step.days.contains(today.number)
    else { return false }
    return holds(at: step.start, in: steps)
  }

  /// Interprets the condition that starts at a place of the program.
  private func holds(at start: Int, in steps: Steps) -> Bool {
    switch steps[start] {
    case .constant(let value): return value
    case .not: return !holds(at: start + 1, in: steps)
    case .all(let end):
      var next = start + 1
      while next < end {
        if !holds(at: next, in: steps) { return false }
        next = Program.end(of: next, in: steps)
      }
      return true
    case .any(let end):
      var next = start + 1
      while next < end {
        if holds(at: next, in: steps) { return true }
        next = Program.end(of: next, in: steps)
      }
      return false
    case .asks(let ask): return answer(ask)
    case .holds(let feature): return value(of: feature) ?? feature.whenUnknown
    case .carried(let bit): return carrying & bit != 0
    case .on(let from, let to): return from <= today.number && today.number <= to
    case .ended(let span, let anchor): return hasEnded(span, since: anchor)
    case .bought(let lines, let span):
      return lastBought(plan.program.lines[Int(lines)], within: span) != nil
    case .paidMoreThanOffered(let span): return lastPaidMore(within: span) != nil
    case .sent(let channels, let count, let window):
      return isReached(count, over: channels, within: window)
    case .quiet(let hours): return isQuiet(hours)
    case .mergedInConflict(let span): return conflictHoldEnd(span) != nil
    }
  }

  /// What only the whole question tells.
  private func answer(_ ask: Program.Ask) -> Bool {
    switch ask {
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
    case .offers(let line): return plan.program.lines[Int(line)].first == use.activity?.productLine
    }
  }

  /// The data categories the use is about.
  var data: [String] { use.data ?? plan.defaultData }

  var usesSpecialData: Bool {
    guard let data = use.data else { return plan.defaultDataIsSpecial }
    return gate.policy.dataCategories.contains { $0.isSpecial && data.contains($0.id) }
  }
}
