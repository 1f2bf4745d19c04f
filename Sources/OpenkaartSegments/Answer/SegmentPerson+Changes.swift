public import OpenkaartCore

extension SegmentPerson {
  /// So many moments are looked at; the last is told without a look.
  private static let mostLooks = 32

  /// The first moment after `moment` at which the answer may be another, by time alone.
  ///
  /// Until then the answer is the same, as long as no fact comes in. At that moment ask again: it may
  /// be the same still.
  ///
  /// - Returns: `nil` when time changes nothing any more.
  public func nextChange(of condition: SegmentCondition, after moment: Timestamp) -> Timestamp? {
    let facts = facts(at: moment)
    let joining = joinings.filter { $0 > moment }.min()
    let changes = Set(condition.tests).compactMap { test in
      nextChange(of: test, facts, after: moment, before: joining)
    }
    return (changes + [joining].compactMap(\.self)).min()
  }

  private func nextChange(
    of test: SegmentTest, _ facts: SegmentFacts, after moment: Timestamp, before end: Timestamp?
  ) -> Timestamp? {
    let coming = Set(moments(of: test, facts, after: moment).filter { $0 > moment }).sorted()
    guard !coming.isEmpty else { return nil }
    let now = finding(of: test, facts, at: moment).answer
    for (look, next) in coming.enumerated() {
      if let end, next >= end { return end }
      if look == Self.mostLooks { return next }
      if finding(of: test, facts, at: next).answer != now { return next }
    }
    return nil
  }

  /// The moments at which a test may find something else: all of them, and some more.
  private func moments(
    of test: SegmentTest, _ facts: SegmentFacts, after moment: Timestamp
  ) -> [Timestamp] {
    let zone = gate.zone
    func ends(_ starts: [Timestamp], _ span: Span?) -> [Timestamp] {
      starts + (span.map { span in starts.map { span.end(after: $0, in: zone) } } ?? [])
    }
    let sales = facts.purchases.map(\.at)
    let back = facts.returns.map(\.at)
    switch test {
    case .bought(_, _, _, let span), .frequency(_, let span), .monetary(_, let span):
      return ends(sales, span) + back
    case .recency(_, let span): return ends(sales, span) + back
    case .did(let event, _, _, let span):
      return ends(facts.events.lazy.filter { $0.value.name == event }.map(\.at), span)
    case .attribute(let name, _):
      return facts.attributes.lazy.filter { $0.value.name == name }.map(\.at)
    case .age(let bound): return birthdays(around: bound, facts)
    case .topic, .channel: return facts.wishes.map(\.at)
    case .consent(let purpose, _, _): return consentMoments(purpose, facts)
    }
  }

  /// The birthdays on which somebody comes to the age, and passes it, for every birth date told.
  private func birthdays(around bound: Bound, _ facts: SegmentFacts) -> [Timestamp] {
    let told = facts.attributes.filter { $0.value.name == "birthDate" }
    let births = told.compactMap { $0.value.value.flatMap { Day(iso: $0) } }
    let years = Int(min(bound.value, 10_000))
    return told.map(\.at)
      + births.flatMap { birth in
        [0, years, years + 1].map { gate.zone.start(of: birth.adding(months: 12 * $0)) }
      }
  }

  /// When consents expire, people come of age, and contact points work again.
  private func consentMoments(_ purpose: String, _ facts: SegmentFacts) -> [Timestamp] {
    let rules = gate.policy.purpose(purpose)?.consent
    var moments = facts.moments + heard.map(\.placedAt)
    if let span = rules?.expiresAfter {
      moments += facts.consents.lazy.filter { $0.value.purpose == purpose }
        .map { span.end(after: $0.at, in: gate.zone) }
    }
    if let age = rules?.minimumAge, let bound = Bound(.atLeast, Int64(age)) {
      moments += birthdays(around: bound, facts)
    }
    if let window = gate.policy.rules.contactPoint?.softBounces?.window {
      moments += (facts.bounces + SegmentFacts(heard).bounces).map {
        $0.at.advanced(by: window.windowMilliseconds)
      }
    }
    return moments
  }
}
