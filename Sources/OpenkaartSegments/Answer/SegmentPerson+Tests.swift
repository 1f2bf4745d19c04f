internal import OpenkaartCore

extension SegmentPerson {
  /// What one test finds at a moment.
  func finding(of test: SegmentTest, _ facts: SegmentFacts, at moment: Timestamp) -> SegmentFinding
  {
    switch test {
    case .bought(let line, let times, let cents, let span):
      let sum = facts.bought(line, within: span, at: moment, in: gate.zone)
      let holds =
        (times ?? .once).holds(for: sum.times) && cents?.holds(for: sum.cents) ?? true
      return SegmentFinding(
        SegmentAnswer(holds), number: times == nil && cents != nil ? sum.cents : sum.times,
        evidence: sum.facts)
    case .did(let event, let property, let times, let span):
      let found = events(event, property, within: span, facts, at: moment)
      return SegmentFinding(times, of: Int64(found.count), evidence: found)
    case .attribute(let name, let test): return attribute(name, test, facts, at: moment)
    case .age(let bound): return age(bound, facts, at: moment)
    case .topic(let topic, let isWanted):
      return wish(facts.wanted(at: moment) { $0.topics[topic] }, isWanted)
    case .channel(let channel, let isWanted):
      return wish(
        facts.wanted(at: moment) { wish in
          if case .set(let channels)? = wish.channels { channels.contains(channel) } else { nil }
        }, isWanted)
    case .consent(let purpose, let channel, let state):
      let standing = gate.consent(to: purpose, over: channel, of: person.profile, at: moment)
      return SegmentFinding(SegmentAnswer(standing.state == state), evidence: standing.evidence)
    case .recency(let isWithin, let span):
      guard let last = facts.kept(nil, at: moment).last else { return SegmentFinding(.no) }
      let hasEnded = span.hasEnded(at: moment, since: last.at, in: gate.zone)
      return SegmentFinding(SegmentAnswer(hasEnded != isWithin), evidence: [last.fact])
    case .frequency(let bound, let span):
      let sum = facts.bought(nil, within: span, at: moment, in: gate.zone)
      return SegmentFinding(bound, of: Int64(sum.days.count), evidence: sum.facts)
    case .monetary(let bound, let span):
      let sum = facts.bought(nil, within: span, at: moment, in: gate.zone)
      return SegmentFinding(bound, of: sum.cents, evidence: sum.facts)
    }
  }

  private func events(
    _ name: String, _ property: SegmentTest.Property?, within span: Span?, _ facts: SegmentFacts,
    at moment: Timestamp
  ) -> [FactID] {
    facts.events.prefix { $0.at <= moment }.filter { event in
      guard event.value.name == name else { return false }
      if let span, span.hasEnded(at: moment, since: event.at, in: gate.zone) { return false }
      guard let property else { return true }
      return event.value.properties.contains {
        $0.key == property.name && $0.value.plainText == property.value
      }
    }.map(\.fact)
  }

  private func attribute(
    _ name: String, _ test: SegmentTest.AttributeTest, _ facts: SegmentFacts, at moment: Timestamp
  ) -> SegmentFinding {
    let known = facts.value(of: name, at: moment)
    if test == .isKnown {
      return SegmentFinding(SegmentAnswer(known != nil), evidence: [known?.fact].compactMap(\.self))
    }
    guard let known else { return SegmentFinding(.unknown) }
    let holds: Bool? =
      switch test {
      case .isOneOf(let values): values.contains(known.value)
      case .before(let day): Day(iso: known.value).map { $0 < day }
      case .since(let day): Day(iso: known.value).map { $0 >= day }
      case .number(let bound): Int64(known.value).map { bound.holds(for: $0) }
      case .isKnown: true
      }
    return SegmentFinding(holds.map { SegmentAnswer($0) } ?? .unknown, evidence: [known.fact])
  }

  private func age(
    _ bound: Bound, _ facts: SegmentFacts, at moment: Timestamp
  ) -> SegmentFinding {
    let today = gate.zone.day(of: moment)
    guard let birth = facts.birth(at: moment), birth.value <= today else {
      return SegmentFinding(.unknown)
    }
    var years = today.year - birth.value.year
    if birth.value.adding(months: 12 * years) > today { years -= 1 }
    return SegmentFinding(bound, of: Int64(years), evidence: [birth.fact])
  }

  private func wish(
    _ last: (answer: Bool, facts: [FactID])?, _ isWanted: Bool
  ) -> SegmentFinding {
    // To want and to reject are both to have said so.
    guard let last else { return SegmentFinding(.no) }
    return SegmentFinding(SegmentAnswer(last.answer == isWanted), evidence: last.facts)
  }
}
