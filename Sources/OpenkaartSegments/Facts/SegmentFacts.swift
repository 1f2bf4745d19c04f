package import OpenkaartCore

/// What a segment may ask of one person, out of their facts: by kind, oldest first.
///
/// Facts of one moment stand in the order of their ids, so that the order of arrival leaves no trace.
package struct SegmentFacts: Sendable {
  /// Something told, and where it stands.
  package struct Told<Value: Sendable>: Sendable {
    package let value: Value
    package let at: Timestamp
    let fact: FactID
  }

  /// What was done, and its properties.
  package struct Event: Sendable {
    package let name: String
    package let properties: [Node.Member]
  }

  package private(set) var purchases: [Told<Purchase>] = []
  package private(set) var returns: [Told<Return>] = []
  package private(set) var events: [Told<Event>] = []
  package private(set) var attributes: [Told<Description.Attribute>] = []
  package private(set) var wishes: [Told<Preference>] = []
  private(set) var consents: [Told<Consent>] = []
  private(set) var bounces: [Told<Response.Kind>] = []
  /// Where everything stands that was told, whatever it is.
  private(set) var moments: [Timestamp] = []

  init(_ facts: [Fact]) {
    let sorted = facts.sorted { one, other in
      one.placedAt == other.placedAt ? one.id < other.id : one.placedAt < other.placedAt
    }
    for fact in sorted { add(fact, at: fact.placedAt) }
  }

  private mutating func add(_ fact: Fact, at moment: Timestamp) {
    func told<Value>(_ value: Value) -> Told<Value> {
      Told(value: value, at: moment, fact: fact.id)
    }
    moments.append(moment)
    switch fact.content {
    case .purchased(let purchase): purchases.append(told(purchase))
    case .returned(let goods): returns.append(told(goods))
    case .behaved(let event, let properties):
      events.append(told(Event(name: event, properties: properties)))
    case .described(let description):
      for attribute in description.attributes { attributes.append(told(attribute)) }
    case .preferred(let preference): wishes.append(told(preference))
    case .consented(let consent): consents.append(told(consent))
    case .responded(let response) where response.kind.isBounce:
      bounces.append(told(response.kind))
    default: break
    }
  }
}

// MARK: - Attributes

extension SegmentFacts {
  /// Every latest word on an attribute, as far as it counts at a moment; `nil` is a value taken away.
  func latest(_ name: String, at moment: Timestamp) -> [Told<String?>] {
    var found: [Told<String?>] = []
    for entry in attributes where entry.at <= moment && entry.value.name == name {
      if let first = found.first, first.at < entry.at { found.removeAll() }
      found.append(Told(value: entry.value.value, at: entry.at, fact: entry.fact))
    }
    return found
  }

  /// The value that counts: of one moment none rather than one, and of two the smaller text, as the gate
  /// reads it.
  func value(of name: String, at moment: Timestamp) -> Told<String>? {
    let words = latest(name, at: moment)
    guard words.allSatisfy({ $0.value != nil }) else { return nil }
    return words.compactMap { word in
      word.value.map { Told(value: $0, at: word.at, fact: word.fact) }
    }.min { $0.value < $1.value }
  }

  /// The birth date; of several told at one moment the youngest.
  func birth(at moment: Timestamp) -> Told<Day>? {
    latest("birthDate", at: moment).compactMap { word in
      word.value.flatMap { Day(iso: $0) }.map { Told(value: $0, at: word.at, fact: word.fact) }
    }.max { $0.value < $1.value }
  }
}

// MARK: - Wishes

extension SegmentFacts {
  /// Whether something is wanted by the last wish that touches it; of one moment a no counts.
  func wanted(
    at moment: Timestamp, _ isWanted: (Preference) -> Bool?
  ) -> (answer: Bool, facts: [FactID])? {
    var found: (answer: Bool, at: Timestamp, facts: [FactID])?
    for wish in wishes where wish.at <= moment {
      guard let answer = isWanted(wish.value) else { continue }
      if let same = found, same.at == wish.at {
        guard same.answer == answer || !answer else { continue }
        found = (answer, wish.at, same.answer == answer ? same.facts + [wish.fact] : [wish.fact])
      } else {
        found = (answer, wish.at, [wish.fact])
      }
    }
    return found.map { ($0.answer, $0.facts) }
  }
}

extension Node {
  /// A plain value as text, as conditions on properties compare it.
  package var plainText: String? {
    switch content {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
