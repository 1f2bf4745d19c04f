/// The one gate every use of personal data passes.
///
/// May this use be made of this person's data, now, and does it serve the person?
///
/// A gate is a value made from a policy. It never reads a clock, cannot fail, and gives every
/// reason. A use that nothing permits is denied; what stops a use outweighs all that permits it.
public struct Gate: Sendable {
  let compiled: CompiledPolicy

  /// How often the gate looks further ahead before it says that no moment will do.
  static let longestSearch = 100

  /// Compiles `policy`; a zone that the table does not know is read as UTC.
  ///
  /// - Parameters:
  ///   - policy: The policy to decide by.
  ///   - zones: The rules of every zone that people may live in.
  ///   - rules: The rules to judge by; without it those of the law packs and the house.
  public init(policy: Policy, zones: ZoneTable, rules: [Rule]? = nil) {
    compiled = CompiledPolicy(
      policy: policy, zones: zones, rules: rules ?? Rule.all(for: policy))
  }

  public var policy: Policy { compiled.policy }
  public var rules: [Rule] { compiled.rules }
  /// The zone in which the controller counts days.
  public var zone: ZoneRules { compiled.zone }

  /// The rule behind a reason, for its sentences.
  func rule(behind reason: Reason) -> Rule? { compiled.texts[reason.rule + reason.code.rawValue] }

  /// Decides on a use.
  ///
  /// - Parameters:
  ///   - use: The question; its `at` is the moment asked about, `now` when it has none.
  ///   - profile: The person as known at min(`at`, `now`).
  ///   - now: The moment of asking.
  /// - Returns: The decision, with every reason.
  public func decide(_ use: Use, about profile: Profile, now: Timestamp) -> Decision {
    let plan = compiled.plan(for: use)
    let evaluation = Evaluation(
      gate: compiled, plan: plan, use: use, profile: profile, at: use.at ?? now)
    let findings = evaluation.findings()
    var outcome = findings.outcome
    var until: Timestamp?
    if outcome == .later {
      until = firstAllowed(after: findings, plan, use, profile)
      if until == nil { outcome = .deny }
    }
    return Decision(
      outcome: outcome, until: until, reasons: evaluation.reasons(of: findings),
      policyVersion: compiled.policy.version, decidedAt: evaluation.at,
      obligations: outcome == .allow ? Self.obligations(plan, use.channel) : [],
      contactPoint: evaluation.point.text)
  }

  /// The first moment at which the whole gate allows the use on the same facts, if there is one.
  private func firstAllowed(
    after findings: Findings, _ plan: Plan, _ use: Use, _ profile: Profile
  ) -> Timestamp? {
    var findings = findings
    for _ in 0..<Self.longestSearch {
      guard let end = findings.latestEnd else { return nil }
      let evaluation = Evaluation(gate: compiled, plan: plan, use: use, profile: profile, at: end)
      findings = evaluation.findings()
      switch findings.outcome {
      case .allow: return end
      case .deny: return nil
      case .later: continue
      }
    }
    return nil
  }

  /// The first moment at which a person's data may no longer be used for a purpose.
  ///
  /// - Returns: `nil` while nothing has happened from which the time could be counted, or when the
  ///   purpose has no end.
  public func retentionEnd(
    of purpose: Purpose, for profile: Profile, at moment: Timestamp
  ) -> Timestamp? {
    guard let retention = purpose.retention else { return nil }
    return evaluation(of: purpose.id, profile, at: moment).moment(of: retention.after)
      .map { retention.keepFor.end(after: $0, in: zone) }
  }

  /// Whether something forbids to erase for now: a restriction, an open request, an open complaint.
  ///
  /// - SeeAlso: GDPR 18(2).
  public func holdsErasure(of profile: Profile, at moment: Timestamp) -> Bool {
    let evaluation = evaluation(of: "", profile, at: moment)
    return !evaluation.standingRestrictions().isEmpty || !evaluation.openRequests().isEmpty
      || evaluation.value(of: .complaintIsOpen) == true
  }

  private func evaluation(
    of purpose: String, _ profile: Profile, at moment: Timestamp
  ) -> Evaluation {
    let use = Use(subject: [], purpose: purpose, channel: .none, at: moment)
    return Evaluation(
      gate: compiled, plan: compiled.plan(for: use), use: use, profile: profile, at: moment)
  }

  private static func obligations(_ plan: Plan, _ channel: Channel) -> [Decision.Obligation] {
    guard plan.isMarketing else { return [] }
    return switch channel {
    case .email, .sms, .push, .app, .web: unsubscribeLink
    case .phone: offerObjection
    case .post: optOutAddress
    case .none: []
    }
  }

  private static let unsubscribeLink = [Decision.Obligation.unsubscribeLink]
  private static let offerObjection = [Decision.Obligation.offerObjection]
  private static let optOutAddress = [Decision.Obligation.optOutAddress]

  /// The answer when the facts or the log cannot be reached: never yes on doubt.
  public func failClosed(_ use: Use, now: Timestamp) -> Decision {
    let reason = Reason(
      code: .systemFailClosed, effect: .deny, rule: "P12", source: "Huisregel P12", evidence: [],
      ends: nil)
    return Decision(
      outcome: .deny, until: nil, reasons: [reason], policyVersion: compiled.policy.version,
      decidedAt: use.at ?? now, obligations: [], contactPoint: nil)
  }
}
