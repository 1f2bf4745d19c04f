public import OpenkaartCore

/// All there is to know of one customer, on one card.
public struct CustomerCard: Sendable {
  public let customer: CustomerID
  /// The moment the card shows.
  public let at: Timestamp
  public let gate: Gate
  /// The identifiers of the customer, in a fixed order.
  public let identifiers: [Identifier]
  public let attributes: [Attribute]
  public let sources: [Source]
  /// Every fact, newest first.
  public let timeline: [Entry]
  /// What was said about consent, newest first.
  public let consents: [Entry]
  /// What may be done and what not: for each purpose and channel of the policy.
  public let permissions: [Permission]
  /// Whether the opaque name was given to this person, and not to another who was parted from them.
  public let isFirst: Bool

  /// The latest value of an attribute, and who told it.
  public struct Attribute: Hashable, Sendable {
    public let name: String
    public let value: String
    public let source: String
    public let since: Timestamp
  }

  /// A system that told of the customer.
  public struct Source: Hashable, Sendable {
    public let name: String
    public internal(set) var facts: Int
    public internal(set) var first: Timestamp
    public internal(set) var last: Timestamp
  }

  /// A fact, and whether it was told of an address that the customer shares, by that address alone.
  public struct Entry: Hashable, Sendable {
    public let fact: Fact
    public let isHeard: Bool
  }

  /// The answer to one purpose over one channel, without an activity.
  public struct Permission: Sendable {
    public let purpose: String
    public let channel: Channel
    public let use: Use
    public let decision: Decision
  }
}

extension CustomerCard {
  init(
    _ customer: CustomerID, _ person: Population.Person, in group: FactGroup, gate: Gate,
    at moment: Timestamp, now: Timestamp
  ) {
    self.customer = customer
    at = moment
    self.gate = gate
    identifiers = person.identifiers(at: moment)
    let (own, heard) = person.facts(at: moment)
    isFirst = group.facts.first.map { own.contains($0.id) } ?? true
    let entries = (group.facts + group.heard).compactMap { fact -> Entry? in
      guard own.contains(fact.id) || heard.contains(fact.id) else { return nil }
      return Entry(fact: fact, isHeard: !own.contains(fact.id))
    }.sorted { one, other in
      one.fact.placedAt == other.fact.placedAt
        ? one.fact.id > other.fact.id : one.fact.placedAt > other.fact.placedAt
    }
    timeline = entries
    consents = entries.filter(\.fact.content.isAboutConsent)
    attributes = Self.attributes(entries, at: moment)
    sources = Self.sources(entries)
    permissions = gate.policy.purposes.flatMap { purpose in
      purpose.channels.map { channel in
        let question = AudienceQuestion(purpose: purpose.id, channel: channel, at: moment)
        let answer = Inquiry(question, gate: gate, now: now).answer(about: person)
        return Permission(
          purpose: purpose.id, channel: channel, use: answer.use, decision: answer.decision)
      }
    }
  }

  /// The latest value of each attribute; of equal moments the smaller text.
  private static func attributes(_ entries: [Entry], at moment: Timestamp) -> [Attribute] {
    var latest: [String: (value: String?, fact: Fact)] = [:]
    for entry in entries where entry.fact.placedAt <= moment && !entry.isHeard {
      guard case .described(let description) = entry.fact.content else { continue }
      for attribute in description.attributes {
        if let known = latest[attribute.name] {
          guard known.fact.placedAt == entry.fact.placedAt, let value = attribute.value,
            known.value.map({ value < $0 }) ?? false
          else { continue }
        }
        latest[attribute.name] = (attribute.value, entry.fact)
      }
    }
    return latest.compactMap { name, told in
      told.value.map {
        Attribute(name: name, value: $0, source: told.fact.id.source, since: told.fact.placedAt)
      }
    }.sorted { $0.name < $1.name }
  }

  private static func sources(_ entries: [Entry]) -> [Source] {
    var sources: [String: Source] = [:]
    for entry in entries {
      let name = entry.fact.id.source
      let at = entry.fact.placedAt
      var source = sources[name] ?? Source(name: name, facts: 0, first: at, last: at)
      source.facts += 1
      source.first = min(source.first, at)
      source.last = max(source.last, at)
      sources[name] = source
    }
    return sources.values.sorted { $0.name < $1.name }
  }
}

extension FactContent {
  fileprivate var isAboutConsent: Bool {
    switch self {
    case .consented, .confirmed, .refused, .withdrew, .objected, .guardianLinked: true
    case .responded(let response): response.kind == .unsubscribed
    default: false
    }
  }
}

extension Desk {
  /// The name of the customer whom these identifiers name; `nil` when nobody is known by them.
  public func customer(of subject: [Identifier], by: String? = nil) async throws -> CustomerID? {
    let customer = try await store.customer(of: subject)
    try await log.append(
      UsageEntry(.searched, at: clock(), by: by ?? door, customer: customer))
    return customer
  }

  /// The card of a customer.
  ///
  /// - Parameters:
  ///   - customer: The opaque name.
  ///   - subject: The identifiers that were asked for, which choose among people that were split.
  ///   - moment: The moment to show; the present if `nil`.
  ///   - purpose: What it is read for, for the log.
  ///   - by: Who reads it.
  ///   - kind: What is written down of the look.
  /// - Returns: The card; `nil` when there is no customer of this name.
  /// - Throws: ``DeskError``, ``StoreError``, and what keeps the look from being written down.
  public func card(
    of customer: CustomerID, about subject: [Identifier] = [], at moment: Timestamp? = nil,
    purpose: String? = nil, by: String? = nil, as kind: UsageEntry.Kind = .card
  ) async throws -> CustomerCard? {
    let now = clock()
    let at = moment ?? now
    let gate = try await policies.gate(at: at)
    let group = try await store.facts(of: customer)
    let population = Population(group, knownAt: min(at, now))
    guard
      let person = population.person(subject)
        ?? group.facts.first(where: { $0.recordedAt <= min(at, now) }).flatMap({
          population.person($0.subject)
        })
    else { return nil }
    try await log.append(
      UsageEntry(
        kind, at: now, by: by ?? door, purpose: purpose, customer: customer,
        policyVersion: gate.policy.version))
    return CustomerCard(customer, person, in: group, gate: gate, at: at, now: now)
  }
}
