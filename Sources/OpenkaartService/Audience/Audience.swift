public import OpenkaartCore

/// One question, to be asked about one person after another.
public struct Inquiry: Sendable {
  public let question: AudienceQuestion
  public let gate: Gate
  private let now: Timestamp

  public init(_ question: AudienceQuestion, gate: Gate, now: Timestamp) {
    self.question = question
    self.gate = gate
    self.now = now
  }

  /// The moment up to which facts are known: that of the question, or `now` if that is earlier.
  public var knownAt: Timestamp { min(question.at, now) }

  /// The same question about another moment, on what is known now.
  func asked(at moment: Timestamp) -> Inquiry {
    var question = question
    question.at = moment
    return Inquiry(question, gate: gate, now: now)
  }

  /// The answer about one person.
  public struct Answer: Sendable {
    /// The use that was asked about, with the contact point asked for.
    public let use: Use
    public let decision: Decision
  }

  /// Asks about one person: per contact point of the channel, and takes the first allow.
  ///
  /// - Returns: Without any allow the answer about the point a single question would take.
  public func answer(about person: Population.Person) -> Answer {
    let others = person.identifiers(at: question.at).filter {
      $0.type != question.channel.pointType
    }
    let points = person.profile.contactPoints(
      on: question.channel, at: question.at, under: gate.policy)
    let named = question.channel.pointType.map { type in
      points.compactMap { Identifier(type, $0) }
    }
    let first = ask([named?.first].compactMap(\.self) + others, person)
    guard let named, first.decision.outcome != .allow else { return first }
    for point in named.dropFirst() {
      let answer = ask([point] + others, person)
      if answer.decision.outcome == .allow { return answer }
    }
    return first
  }

  private func ask(_ subject: [Identifier], _ person: Population.Person) -> Answer {
    let use = question.use(about: subject)
    return Answer(use: use, decision: gate.decide(use, about: person.profile, now: now))
  }
}

/// Everybody of whom facts speak, and one question about each of them.
public struct Audience: Sendable {
  public typealias Answer = Inquiry.Answer

  public let inquiry: Inquiry
  /// The people, in the order in which facts first named them.
  public let people: [Population.Person]
  private let statements: [FactID: [Statement]]

  public var question: AudienceQuestion { inquiry.question }
  public var gate: Gate { inquiry.gate }

  /// Gathers the people known at the moment of the question, or at `now` if that is earlier.
  public init(of facts: [Fact], question: AudienceQuestion, gate: Gate, now: Timestamp) {
    self.init(
      of: FactGroup(facts: facts), inquiry: Inquiry(question, gate: gate, now: now))
  }

  /// Gathers the people of a group known at the moment of the question.
  public init(of group: FactGroup, inquiry: Inquiry) {
    self.inquiry = inquiry
    var statements: [FactID: [Statement]] = [:]
    for fact in group.facts {
      let stated = fact.statements
      if !stated.isEmpty { statements[fact.id] = stated }
    }
    self.statements = statements
    people = Population(group, knownAt: inquiry.knownAt).people(at: inquiry.question.at)
  }

  /// Asks about one person.
  public func answer(about person: Population.Person) -> Answer { inquiry.answer(about: person) }

  /// The words that reasons of a decision rest on, in the order of the reasons.
  public func statements(behind decision: Decision) -> [Statement] {
    guard !statements.isEmpty else { return [] }
    var found: [Statement] = []
    for reason in decision.reasons {
      for fact in reason.evidence {
        for statement in statements[fact] ?? []
        where statement.matters(to: reason.code) && !found.contains(statement) {
          found.append(statement)
        }
      }
    }
    return found
  }

  /// Asks about everybody and counts the answers.
  ///
  /// - Parameters:
  ///   - progress: Told now and then how much is done, from 0 to 1.
  ///   - each: Told every answer, with the place of the person among ``people``.
  /// - Returns: The counts.
  public func funnel(
    progress: (Double) -> Void = { _ in }, each: (Int, Answer) -> Void = { _, _ in }
  ) -> Funnel {
    var funnel = Funnel()
    for (index, person) in people.enumerated() {
      let answer = answer(about: person)
      funnel.count(answer.decision)
      each(index, answer)
      if index % 1024 == 0 { progress(Double(index) / Double(people.count)) }
    }
    progress(1)
    return funnel
  }
}
