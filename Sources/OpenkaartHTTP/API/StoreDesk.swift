import OpenkaartCore
import OpenkaartService
import Synchronization

/// The service over a store, as the API needs it.
final class StoreDesk: APIDesk {
  private let store: any FactStore
  private let current: Mutex<Gate>
  private let clock: @Sendable () -> Timestamp

  init(store: any FactStore, gate: Gate, clock: @escaping @Sendable () -> Timestamp) {
    self.store = store
    self.clock = clock
    current = Mutex(gate)
  }

  var gate: Gate { current.withLock { $0 } }

  func take(_ documents: [Node]) async throws -> [Taking] {
    let reader = FactReader(
      acceptsSystemFacts: false, recordedAt: clock(), acceptsRecordedAt: false)
    var takings: [Taking?] = []
    var facts: [Fact] = []
    for document in documents {
      do {
        facts.append(try reader.reading(of: document).fact)
        takings.append(nil)
      } catch {
        takings.append(.rejected(error))
      }
    }
    var additions = try await store.append(facts)[...]
    return takings.map { $0 ?? .taken(additions.popFirst() ?? .conflict) }
  }

  func decide(_ uses: [Use], record: Bool) async throws -> [Decision] {
    let gate = gate
    let now = clock()
    var decisions: [Decision] = []
    for use in uses {
      let group = try await store.facts(about: use.subject)
      let population = Population(group, knownAt: min(use.at ?? now, now))
      decisions.append(gate.decide(use, about: population.profile(of: use.subject), now: now))
    }
    return decisions
  }

  func audience(
    _ question: AudienceQuestion,
    each: (@Sendable (AudienceMember) async throws -> Void)?
  ) async throws -> Funnel {
    let gate = gate
    let now = clock()
    let funnel = Mutex(Funnel())
    try await store.forEachGroup { [store] group in
      let audience = Audience(of: group.facts, question: question, gate: gate, now: now)
      for person in audience.people {
        let answer = audience.answer(about: person)
        funnel.withLock { $0.count(answer.decision) }
        guard let each else { continue }
        let customer = try await store.customer(of: person.identifiers(at: question.at))
        try await each(
          AudienceMember(customer: customer, use: answer.use, decision: answer.decision))
      }
    }
    return funnel.withLock { $0 }
  }

  func customer(of subject: [Identifier]) async throws -> CustomerID? {
    try await store.customer(of: subject)
  }
}
