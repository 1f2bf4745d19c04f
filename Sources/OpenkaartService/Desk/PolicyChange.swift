public import OpenkaartCore

/// What would change for whom if a policy were applied.
public struct PolicyChange: Sendable {
  /// The version in force before; `nil` when there was none.
  public let from: String?
  public let to: String
  /// How many people were asked about.
  public internal(set) var people = 0
  /// The changes, by purpose, channel and outcome; the largest first within a purpose.
  public internal(set) var changes: [Change] = []
  /// Every purpose and channel that was asked about.
  public internal(set) var questions: [Question] = []

  public struct Question: Hashable, Sendable {
    public let purpose: String
    public let channel: Channel
  }

  /// One way in which answers change.
  public struct Change: Sendable {
    public let purpose: String
    public let channel: Channel
    public let from: Decision.Outcome
    public let to: Decision.Outcome
    public internal(set) var count = 0
    /// The first few, by opaque name and first reasons.
    public internal(set) var examples: [Example] = []
  }

  public struct Example: Hashable, Sendable {
    public let customer: CustomerID?
    public let from: ReasonCode
    public let to: ReasonCode
  }

  /// Whether nobody gets another answer.
  public var isEmpty: Bool { changes.isEmpty }

  static let mostExamples = 3
}

extension Desk {
  /// Applies a policy from now on, or says what that would change.
  ///
  /// - Parameters:
  ///   - gate: The gate of the new policy.
  ///   - text: Its text, byte by byte.
  ///   - isDryRun: Whether to only look.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: What changes, over all people, purposes and channels, without an activity.
  /// - Throws: ``StoreError``; then the policy was not applied.
  public func apply(
    _ gate: Gate, text: [UInt8], isDryRun: Bool,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> PolicyChange {
    let now = clock()
    let current = try await policies.current
    let change = try await change(to: gate, from: current, at: now, progress)
    if !isDryRun, current?.policy.version != gate.policy.version {
      try await policies.apply(
        AppliedPolicy(version: gate.policy.version, text: text, appliedAt: now))
    }
    return change
  }

  private func change(
    to gate: Gate, from current: Gate?, at now: Timestamp,
    _ progress: @escaping @Sendable (Double) -> Void
  ) async throws -> PolicyChange {
    var change = PolicyChange(from: current?.policy.version, to: gate.policy.version)
    guard let current, current.policy.version != gate.policy.version else {
      change.people = try await store.counts.customers
      return change
    }
    change.questions = Self.questions(current.policy, gate.policy)
    let total = try await store.counts.customers
    let comparison = PolicyComparison(change, from: current, to: gate, at: now)
    let tally = Tally(comparison)
    let store = store
    try await store.forEachGroup { group in
      // The name of a customer is only asked for the few that serve as an example.
      let examples = tally.change { $0.add(group) }
      for example in examples {
        let customer = try await store.customer(of: example.subject)
        tally.change { $0.name(customer, example) }
      }
      let done = tally.change { $0.change.people }
      if done % 256 == 0 { progress(min(1, Double(done) / Double(max(1, total)))) }
    }
    progress(1)
    return tally.value.sorted
  }

  /// The purposes and channels of both policies, in the order of the new one.
  private static func questions(_ old: Policy, _ new: Policy) -> [PolicyChange.Question] {
    var questions: [PolicyChange.Question] = []
    for policy in [new, old] {
      for purpose in policy.purposes {
        for channel in purpose.channels {
          let question = PolicyChange.Question(purpose: purpose.id, channel: channel)
          if !questions.contains(question) { questions.append(question) }
        }
      }
    }
    return questions
  }
}

/// Asks everybody under two policies.
struct PolicyComparison: Sendable {
  private(set) var change: PolicyChange
  private let inquiries: [(question: PolicyChange.Question, old: Inquiry, new: Inquiry)]
  private let at: Timestamp
  private var places: [Key: Int] = [:]

  private struct Key: Hashable {
    let question: PolicyChange.Question
    let from: Decision.Outcome
    let to: Decision.Outcome
  }

  /// An example that has no name yet.
  struct Unnamed: Sendable {
    let subject: [Identifier]
    let place: Int
    let number: Int
  }

  init(_ change: PolicyChange, from old: Gate, to new: Gate, at now: Timestamp) {
    self.change = change
    at = now
    inquiries = change.questions.map { question in
      let asked = AudienceQuestion(
        purpose: question.purpose, channel: question.channel, at: now)
      return (
        question, Inquiry(asked, gate: old, now: now), Inquiry(asked, gate: new, now: now)
      )
    }
  }

  /// Asks everybody in a group; returns the examples that want a name.
  mutating func add(_ group: FactGroup) -> [Unnamed] {
    var unnamed: [Unnamed] = []
    for person in Population(group, knownAt: at).people(at: at) {
      change.people += 1
      for (question, old, new) in inquiries {
        let before = old.answer(about: person).decision
        let after = new.answer(about: person).decision
        guard before.outcome != after.outcome else { continue }
        let place = place(of: Key(question: question, from: before.outcome, to: after.outcome))
        change.changes[place].count += 1
        guard change.changes[place].examples.count < PolicyChange.mostExamples else { continue }
        change.changes[place].examples.append(
          .init(customer: nil, from: before.firstReason, to: after.firstReason))
        unnamed.append(
          Unnamed(
            subject: person.identifiers(at: at), place: place,
            number: change.changes[place].examples.count - 1))
      }
    }
    return unnamed
  }

  mutating func name(_ customer: CustomerID?, _ example: Unnamed) {
    let old = change.changes[example.place].examples[example.number]
    change.changes[example.place].examples[example.number] = .init(
      customer: customer, from: old.from, to: old.to)
  }

  private mutating func place(of key: Key) -> Int {
    if let place = places[key] { return place }
    places[key] = change.changes.count
    change.changes.append(
      .init(
        purpose: key.question.purpose, channel: key.question.channel, from: key.from, to: key.to))
    return change.changes.count - 1
  }

  /// The changes in the order of the questions, the largest first.
  var sorted: PolicyChange {
    var sorted = change
    sorted.changes.sort { one, other in
      func rank(_ change: PolicyChange.Change) -> Int {
        sorted.questions.firstIndex(of: .init(purpose: change.purpose, channel: change.channel))
          ?? 0
      }
      let (left, right) = (rank(one), rank(other))
      return left == right ? one.count > other.count : left < right
    }
    return sorted
  }
}
