public import OpenkaartCore

/// One person, as far as known, to be asked whether conditions hold.
///
/// Everything that was told of all their sides counts. Consent is judged by the gate, which keeps the
/// sides of a merged person apart.
public struct SegmentPerson: Sendable {
  package let person: Population.Person
  package let gate: Gate
  /// Everything known of the group the person belongs to.
  private let known: [Fact]
  /// What is theirs at every moment; `nil` where joins and partings change that.
  private let always: SegmentFacts?
  /// When somebody was joined with them, or parted.
  private let joins: [Timestamp]
  /// What they hear of shared addresses; it may change which contact point works.
  let heard: [Fact]

  /// - Parameters:
  ///   - person: One of the people of `group`.
  ///   - group: Everything about them and everybody ever joined with them.
  ///   - isOnlyOne: Whether the group holds nobody else.
  ///   - gate: The gate of the moment.
  ///   - moment: The moment up to which facts are known.
  public init(
    _ person: Population.Person, in group: FactGroup, isOnlyOne: Bool = false, by gate: Gate,
    knownAt moment: Timestamp = .distantFuture
  ) {
    self.person = person
    self.gate = gate
    known = group.facts.filter { $0.recordedAt <= moment }
    heard = group.heard
    joins = known.compactMap { fact in
      switch fact.content {
      case .merged, .split: fact.placedAt
      default: nil
      }
    }
    if joins.isEmpty {
      always = isOnlyOne ? SegmentFacts(known) : Self.facts(of: person, in: known, at: moment)
    } else {
      always = nil
    }
  }

  private static func facts(
    of person: Population.Person, in known: [Fact], at moment: Timestamp
  ) -> SegmentFacts {
    let own = person.facts(at: moment).own
    return SegmentFacts(known.filter { own.contains($0.id) })
  }

  /// What was told of them, as far as it is theirs at a moment.
  package func facts(at moment: Timestamp) -> SegmentFacts {
    always ?? Self.facts(of: person, in: known, at: moment)
  }

  /// The moments at which other facts may become theirs.
  package var joinings: [Timestamp] { joins }
}

// MARK: - Answers

extension SegmentPerson {
  /// Whether a condition holds at a moment.
  public func answer(to condition: SegmentCondition, at moment: Timestamp) -> SegmentAnswer {
    answer(to: condition, facts(at: moment), at: moment)
  }

  private func answer(
    to condition: SegmentCondition, _ facts: SegmentFacts, at moment: Timestamp
  ) -> SegmentAnswer {
    switch condition {
    case .test(let test): finding(of: test, facts, at: moment).answer
    case .not(let inner): answer(to: inner, facts, at: moment).inverted
    case .all(let parts): parts.map { answer(to: $0, facts, at: moment) }.all
    case .any(let parts): parts.map { answer(to: $0, facts, at: moment) }.any
    }
  }

  /// The answer with what each condition found.
  public func explanation(
    of condition: SegmentCondition, at moment: Timestamp
  ) -> SegmentExplanation {
    explanation(of: condition, facts(at: moment), at: moment)
  }

  private func explanation(
    of condition: SegmentCondition, _ facts: SegmentFacts, at moment: Timestamp
  ) -> SegmentExplanation {
    switch condition {
    case .test(let test):
      let finding = finding(of: test, facts, at: moment)
      return SegmentExplanation(answer: finding.answer, step: .test(test, finding))
    case .not(let inner):
      let part = explanation(of: inner, facts, at: moment)
      return SegmentExplanation(answer: part.answer.inverted, step: .not(part))
    case .all(let parts):
      let parts = parts.map { explanation(of: $0, facts, at: moment) }
      return SegmentExplanation(answer: parts.map(\.answer).all, step: .all(parts))
    case .any(let parts):
      let parts = parts.map { explanation(of: $0, facts, at: moment) }
      return SegmentExplanation(answer: parts.map(\.answer).any, step: .any(parts))
    }
  }
}
