import OpenkaartCore

/// Who may be told apart by which identifier: the rule in its plainest form.
struct ReferenceNames {
  /// What the known facts name together.
  private let namings: [Set<Identifier>]

  init(_ known: [Fact]) {
    namings = known.flatMap { fact -> [Set<Identifier>] in
      let own = Set(ReferenceWorld.identifiersNamed(by: fact))
      switch fact.content {
      case .merged(let others, _), .split(let others, _): return [own, Set(others)]
      default: return [own]
      }
    }
  }

  // "An identifier links nobody when it is blocked or crowded."
  func linksNobody(_ identifier: Identifier) -> Bool {
    Self.isBlocked(identifier) || isCrowded(identifier)
  }

  // Of all blocked values, the few that random worlds hold.
  static func isBlocked(_ identifier: Identifier) -> Bool {
    switch identifier.type.name {
    case "email": identifier.value.hasPrefix("info@")
    case "customerNumber": identifier.value == "null"
    default: false
    }
  }

  // "*Crowded*: told of more than 2 (a phone) or 5 (anything else) different customer numbers, or, unless
  // it is an e-mail address, of more than so many e-mail addresses where no customer number is named. A
  // customer number is never crowded. Blocked values do not count."
  private func isCrowded(_ identifier: Identifier) -> Bool {
    let type = identifier.type.name
    if type == "customerNumber" { return false }
    var numbers: Set<Identifier> = []
    var addresses: Set<Identifier> = []
    for naming in namings where naming.contains(identifier) {
      let others = naming.filter { !Self.isBlocked($0) }
      let customers = others.filter { $0.type.name == "customerNumber" }
      numbers.formUnion(customers)
      if customers.isEmpty, type != "email" {
        addresses.formUnion(others.filter { $0.type.name == "email" })
      }
    }
    let most = type == "phone" ? 2 : 5
    return numbers.count > most || addresses.count > most
  }

  // "A fact belongs to the side of its *origin*: the strongest identifier its subject names, in the order
  // customerNumber, loyaltyCard, email, phone, pushToken, any other, anonymousId; if all of them are
  // blocked, the strongest it names elsewhere that is not."
  static func origin(of fact: Fact) -> Identifier {
    let order = ["customerNumber", "loyaltyCard", "email", "phone", "pushToken"]
    func rank(_ identifier: Identifier) -> Int {
      let place =
        order.firstIndex(of: identifier.type.name)
        ?? (identifier.type.name == "anonymousId" ? 9 : 8)
      return isBlocked(identifier) ? place + 100 : place
    }
    let isNobodys = fact.subject.allSatisfy(isBlocked)
    let others = ReferenceWorld.identifiersNamed(by: fact).filter { !isBlocked($0) }
    return (isNobodys && !others.isEmpty ? others : fact.subject).sorted {
      (rank($0), $0.type.name, $0.value) < (rank($1), $1.type.name, $1.value)
    }[0]
  }
}

// "A `withdrew`, `refused`, `objected`, `contacted`, `used` or refusing `responded` whose origin is a
// contact point that links nobody is *heard* by every other side that has that point: as far as it names
// no other point and no channel of another type, for that point and its channels only."
extension ReferenceWorld {
  static func heard(_ fact: Fact, at point: Identifier) -> [Fact] {
    func channels(_ named: String?, _ channel: Channel?) -> [Channel] {
      if let named, named != point.value { return [] }
      let own = Channel.allCases.filter { ReferencePoint.identifierType(of: $0) == point.type }
      return own.filter { channel == nil || channel == $0 }
    }
    func no(_ no: Refusal, on channel: Channel) -> Refusal {
      Refusal(purpose: no.purpose, channel: channel, contactPoint: point.value)
    }
    guard ReferencePoint.identifierTypes.contains(point.type) else { return [] }
    let contents: [FactContent]
    switch fact.content {
    case .withdrew(let said):
      contents = channels(said.contactPoint, said.channel).map { .withdrew(no(said, on: $0)) }
    case .refused(let said):
      contents = channels(said.contactPoint, said.channel).map { .refused(no(said, on: $0)) }
    case .objected(let said):
      contents = channels(said.contactPoint, said.channel).map { channel in
        .objected(
          Objection(
            scope: said.scope, purpose: said.purpose, channel: channel, topic: said.topic,
            contactPoint: point.value))
      }
    case .contacted(let contact), .used(let contact):
      contents = channels(contact.contactPoint, contact.channel).isEmpty ? [] : [fact.content]
    case .responded(let response):
      switch response.kind {
      case .delivered, .opened, .clicked: contents = []
      default: contents = [fact.content]
      }
    default: contents = []
    }
    return contents.map { content in
      Fact(
        id: fact.id, subject: [point], occurredAt: fact.occurredAt, recordedAt: fact.recordedAt,
        content: content)
    }
  }
}
