import OpenkaartCore

/// What the reference answers: the parts of a decision that must agree with the gate.
struct ReferenceAnswer: Hashable {
  /// A code and its effect.
  struct Given: Hashable, Comparable, CustomStringConvertible {
    let code: ReasonCode
    let effect: Reason.Effect

    static func < (one: Self, other: Self) -> Bool { one.code.rawValue < other.code.rawValue }

    var description: String { "\(effect.rawValue) \(code.rawValue)" }
  }

  let outcome: Decision.Outcome
  let until: Timestamp?
  /// Each code once, by name.
  let reasons: [Given]
  let contactPoint: String?
}

/// A reason found, with its end where it has one.
struct ReferenceFinding {
  let code: ReasonCode
  let effect: Reason.Effect
  /// For the effect `later`: when it ends; `nil` is never.
  let ends: Timestamp?

  static func deny(_ code: ReasonCode) -> Self { Self(code: code, effect: .deny, ends: nil) }
  static func allow(_ code: ReasonCode) -> Self { Self(code: code, effect: .allow, ends: nil) }
}

/// The slow model of the gate: every clause of the two texts once, in plain words.
///
/// It cares nothing for speed, and shares nothing with the gate but the values that go in.
enum Reference {
  /// Answers `use` from all facts of the world.
  static func answer(
    to use: Use, facts: [Fact], policy: Policy, zones: ReferenceZones, now: Timestamp
  ) -> ReferenceAnswer {
    let at = use.at ?? now
    let knownAt = min(at, now)
    let world = ReferenceWorld(facts: facts, knownAt: knownAt, subject: use.subject)
    func question(at moment: Timestamp) -> ReferenceCase {
      ReferenceCase(
        use: use, policy: policy, person: world.person(use.subject, at: moment), zones: zones,
        at: moment)
    }
    let asked = question(at: at)
    let findings = asked.findings()
    let (outcome, until) = outcome(of: findings) { question(at: $0).findings() }
    let reasons = Set(findings.map { ReferenceAnswer.Given(code: $0.code, effect: $0.effect) })
    return ReferenceAnswer(
      outcome: outcome, until: until, reasons: reasons.sorted(), contactPoint: asked.shownPoint)
  }

  // "Take the latest end of the `later` reasons, decide again there, and repeat; if a `deny` is met
  // on the way the outcome is `deny`." "Where one never ends the outcome is `deny`." "At most 100
  // times; then it is `deny`."
  private static func outcome(
    of first: [ReferenceFinding], again: (Timestamp) -> [ReferenceFinding]
  ) -> (Decision.Outcome, Timestamp?) {
    var findings = first
    var moment: Timestamp?
    for _ in 0...100 {
      if findings.contains(where: { $0.effect == .deny }) { return (.deny, nil) }
      let waits = findings.filter { $0.effect == .later }
      if waits.isEmpty { return moment == nil ? (.allow, nil) : (.later, moment) }
      let ends = waits.compactMap(\.ends)
      guard ends.count == waits.count, let latest = ends.max() else { return (.deny, nil) }
      moment = latest
      findings = again(latest)
    }
    return (.deny, nil)
  }
}
