internal import OpenkaartCore

/// What a field of a fact holds, so that a cell is turned into the right thing.
indirect enum FieldType: Hashable, Sendable {
  case text
  /// One of a few words.
  case word([String])
  case moment
  case day
  /// A moment, or a day when the file gives no time.
  case momentOrDay
  case bool
  case integer
  /// Money in whole minor units.
  case cents
  case list(of: FieldType)
  /// Names that the writer of the mapping chooses, and those with a type of their own.
  case object(of: FieldType, special: [String: FieldType] = [:])
  /// Exactly these names.
  case record([String: FieldType])
  /// Written as it is in the format of facts; it comes from no column.
  case constantOnly

  static func words<Word>(_: Word.Type) -> FieldType
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    .word(Word.allCases.map(\.rawValue))
  }

  static let identifiers = FieldType.object(of: .text)
}

/// The fields of each kind of fact, as a mapping may fill them.
enum FactShape {
  /// Fields by name; `nil` for kinds that only Openkaart writes.
  static func fields(of kind: FactKind) -> [String: FieldType]? {
    switch kind {
    case .described:
      [
        "identifiers": .identifiers,
        "attributes": .object(
          of: .text,
          special: [
            "birthDate": .day, "isOver16": .bool, "personType": .words(PersonType.self),
          ]),
      ]
    case .purchased:
      [
        "order": .text, "entity": .text, "lines": lines, "saleKind": .words(SaleKind.self),
        "optOutOffered": .bool,
      ]
    case .returned: ["order": .text, "lines": lines]
    case .behaved: ["event": .text, "properties": .object(of: .text)]
    case .contacted:
      [
        "channel": channel, "purpose": .text, "activity": .text, "contactPoint": .text,
        "sender": .text,
      ]
    case .responded: ["to": .text, "response": .words(Response.Kind.self)]
    case .complained: ["case": .text, "about": .text]
    case .complaintResolved, .requestClosed: ["case": .text]
    case .promised: ["promise": .text, "what": .text, "due": .moment]
    case .promiseKept, .promiseBroken, .promiseMadeGood: ["promise": .text]
    default: answerFields(of: kind)
    }
  }

  private static func answerFields(of kind: FactKind) -> [String: FieldType]? {
    let scope: [String: FieldType] = ["purpose": .text, "channel": channel, "contactPoint": .text]
    let proof: [String: FieldType] = ["notice": .text, "method": .words(Consent.Method.self)]
    return switch kind {
    case .consented:
      scope.merging(proof) { $1 }.merging(["explicit": .bool, "byGuardian": .bool]) { $1 }
    case .refused, .withdrew: scope.merging(proof) { $1 }
    case .confirmed: scope
    case .objected: scope.merging(["scope": .words(Objection.Scope.self), "topic": .text]) { $1 }
    case .restricted, .restrictionLifted: ["ground": .text]
    case .preferred:
      [
        "topics": .object(of: .bool), "frequency": .object(of: .text),
        "quietHours": .constantOnly, "channels": .list(of: channel), "pausedUntil": .momentOrDay,
        "method": .words(Consent.Method.self),
      ]
    case .requested: ["case": .text, "right": .words(Right.self)]
    case .answered: ["question": .text, "answer": .text]
    case .affectedByBreach, .breachClosed: ["breach": .text]
    case .guardianLinked: ["guardian": .identifiers]
    case .listed:
      [
        "register": .words(Listing.Register.self), "sectors": .list(of: .text),
        "validFrom": .day, "validUntil": .day,
      ]
    case .verified: ["contactPoint": .text, "channel": channel]
    case .merged, .split: ["with": .identifiers, "evidence": .text]
    case .signalled: ["signal": .text, "value": .text]
    case .deceased: [:]
    default: nil
    }
  }

  private static let channel = FieldType.words(Channel.self)

  private static let lines = FieldType.list(
    of: .record([
      "product": .text, "productLine": .text, "quantity": .integer, "priceCents": .cents,
    ]))
}
