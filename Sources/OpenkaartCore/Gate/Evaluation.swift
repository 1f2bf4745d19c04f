/// One question about one person at one moment, while it is being answered.
///
/// Features are read from the profile when a condition asks for them; what several rules need is
/// kept.
final class Evaluation {
  let gate: CompiledPolicy
  let plan: Plan
  let use: Use
  let at: Timestamp
  /// The day asked about, in the controller's zone, and the time its clock shows.
  let today: Day
  let timeOfDay: Int64
  /// The messages to the person and what came back on them, over all sides.
  let correspondence: Correspondence
  /// Those of the subject's own identifiers; `nil` when all are.
  let subjectSides: [Profile.Side]?
  /// The merges that made them one person, and the last moment of one.
  let merges: [Profile.Join]
  let mergedAt: Timestamp?
  let point: PointInQuestion
  /// The bases that carry the use, a bit each.
  private var carrying: UInt8 = 0
  private var standing = ConsentStanding(anyNo: nil)
  /// What is known, and how consent stands.
  private var signs: Presence = []
  private(set) lazy var lastActivity = findLastActivity()
  /// The kinds of things known of the person.
  let presence: Presence
  private(set) lazy var ownZones = findOwnZones()
  /// What was last asked of the person's purchases, and found: a reason asks what its rule asked.
  private var boughtAnswer: (question: BoughtQuestion, last: Bought?)?
  /// The sale that speaks for the soft opt-in, read once.
  private(set) lazy var sale = bestSale()

  init(
    gate: CompiledPolicy, plan: Plan, use: Use, profile: borrowing Profile,
    at: Timestamp
  ) {
    self.gate = gate
    self.plan = plan
    self.use = use
    self.at = at
    (today, timeOfDay) = gate.zone.dayAndTime(of: at)
    let sides: [Profile.Side]
    if profile.isWhole {
      sides = profile.sides
      subjectSides = nil
      merges = []
      mergedAt = nil
    } else {
      let membership = profile.membership(at: at)
      sides = membership.sides.map { profile.sides[$0] }
      subjectSides = profile.subjectSides.map { profile.sides[$0] }
      merges = membership.merges
      mergedAt = membership.mergedAt
    }
    var presence: Presence = merges.isEmpty ? [] : .joins
    for place in sides.indices { presence.formUnion(sides[place].history.presence) }
    self.presence = presence
    let correspondence = Correspondence(
      sides: sides, rules: gate.policy.rules.contactPoint, at: at)
    point = PointInQuestion(
      on: use.channel, of: use.subject, in: correspondence, at: at)
    self.correspondence = correspondence
    standing = makeConsentStanding()
    signs = presence.union(standing.signs)
  }

  /// The standing of the person's consent: most rules look at it.
  var consentStanding: ConsentStanding { standing }

  /// The sides of the person.
  var sides: [Profile.Side] { correspondence.sides }

  /// The latest line bought that a rule is about.
  func lastLine(_ question: BoughtQuestion) -> Bought? {
    if let known = boughtAnswer, known.question == question { return known.last }
    let last = findLastLine(question)
    boughtAnswer = (question, last)
    return last
  }

  /// Applies every rule of the plan.
  func findings() -> Findings {
    plan.program.steps.withUnsafeBufferPointer { findings(running: $0) }
  }

  /// The conditions of the plan's rules, laid out flat; kept in hand for the whole question.
  typealias Steps = UnsafeBufferPointer<Program.Step>

  private func findings(running steps: Steps) -> Findings {
    var findings = Findings()
    let basis = carryingBases(running: steps)
    findings.setBasis(basis)
    if basis != nil {
      for step in plan.stops where applies(step, steps) {
        findings.add(step, ends: end(at: Int(step.start), in: steps))
      }
      for step in plan.remarks where applies(step, steps) { findings.addRemark(step) }
    } else {
      var isExplained = false
      for step in plan.refusals where applies(step, steps) {
        findings.add(step, ends: end(at: Int(step.start), in: steps))
        if step.isFailure { isExplained = true }
      }
      // Only where nothing more exact can be said.
      if !isExplained, plan.terms != nil, let step = plan.noBasis {
        findings.add(step, ends: nil)
        findings.sort()
      }
    }
    return findings
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
    step.mayApply(to: signs, on: today) && holds(at: Int(step.start), in: steps)
  }

  /// Interprets the condition that starts at a place of the program.
  private func holds(at start: Int, in steps: Steps) -> Bool {
    let end = Int(steps[start].end)
    switch steps[start].test {
    case .constant(let value): return value
    case .not: return !holds(at: start + 1, in: steps)
    case .all:
      var next = start + 1
      while next < end {
        if !holds(at: next, in: steps) { return false }
        next = Int(steps[next].end)
      }
      return true
    case .any:
      var next = start + 1
      while next < end {
        if holds(at: next, in: steps) { return true }
        next = Int(steps[next].end)
      }
      return false
    case let test: return passes(test)
    }
  }

  /// Kept apart, so that walking over operators stays short.
  @inline(never)
  private func passes(_ test: Program.Test) -> Bool {
    switch test {
    case .constant, .not, .all, .any: return false
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
      return use.recipient.map { plan.terms?.purpose.recipients.contains($0) == true }
        ?? false
    case .names(.productLine): return use.activity?.productLine != nil
    case .names(.product): return use.activity?.product != nil
    case .names(.topic): return use.activity?.topic != nil
    case .names(.priceCents): return use.activity?.priceCents != nil
    case .offers(let line):
      return plan.program.lines[Int(line)].first == use.activity?.productLine
    }
  }

  /// The data categories the use is about.
  var data: [String] { use.data ?? plan.defaultData }

  var usesSpecialData: Bool {
    guard let data = use.data else { return plan.defaultDataIsSpecial }
    return gate.policy.dataCategories.contains { $0.isSpecial && data.contains($0.id) }
  }
}
