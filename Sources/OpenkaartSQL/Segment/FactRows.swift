public import OpenkaartCore
public import OpenkaartSegments

/// The rows of ``FactTables`` of one person, as lines of comma-separated values by table.
public struct FactRows: Sendable {
  /// Each with its table, in no special order.
  public private(set) var lines: [(table: SQLTable, line: String)] = []
  private let number: Int64

  /// Writes what is known of a person from `moment` on.
  ///
  /// - Parameters:
  ///   - person: The person.
  ///   - number: The number of the person in ``PersonTable``.
  ///   - policy: Whose purposes consent is told of.
  ///   - moment: The moment up to which facts are known.
  public init(of person: SegmentPerson, number: Int64, policy: Policy, at moment: Timestamp) {
    self.number = number
    let facts = person.facts(at: moment)
    let joined = person.joinings.filter { $0 > moment }.min()
    var isTold = true
    func add(_ table: SQLTable, _ values: [SQLValue]) {
      for case .text(let text) in values where text.utf8.contains(0) { isTold = false }
      lines.append((table, SQLValue.row([.number(number)] + values)))
    }
    Self.purchases(facts, person.gate.zone, add)
    Self.behaviours(facts, person.gate.zone, add)
    Self.words(facts, add)
    Self.consents(person, policy, moment, add)
    // PostgreSQL has no text with a NUL: whoever told one is not told of at all.
    if !isTold { lines = [] }
    let end = isTold ? joined?.milliseconds : moment.milliseconds
    lines.append(
      (
        FactTables.members,
        SQLValue.row([.number(number), .number(moment.milliseconds), SQLValue(end)])
      ))
  }

  private typealias Adding = (SQLTable, [SQLValue]) -> Void

  private static func purchases(_ facts: SegmentFacts, _ zone: ZoneRules, _ add: Adding) {
    for (place, sale) in facts.purchases.enumerated() {
      let head: [SQLValue] = [.number(Int64(place))]
      let when: [SQLValue] = [
        .number(sale.at.milliseconds), .number(Int64(zone.day(of: sale.at).number)),
        SQLValue(sale.value.order),
      ]
      for (index, line) in sale.value.lines.enumerated() {
        let goods: [SQLValue] = [
          SQLValue(line.product), SQLValue(line.productLine), .number(line.quantity),
          SQLValue(line.priceCents),
        ]
        add(FactTables.purchases, head + [.number(Int64(index))] + when + goods)
      }
      if sale.value.lines.isEmpty {
        add(
          FactTables.purchases,
          head + [.number(0)] + when + [.nothing, .nothing, .nothing, .nothing])
      }
    }
    for back in facts.returns {
      for line in back.value.lines {
        add(
          FactTables.returns,
          [
            .number(back.at.milliseconds), SQLValue(back.value.order), SQLValue(line.product),
            SQLValue(line.productLine), .number(line.quantity),
          ])
      }
    }
  }

  private static func behaviours(_ facts: SegmentFacts, _ zone: ZoneRules, _ add: Adding) {
    for (place, event) in facts.events.enumerated() {
      add(
        FactTables.behaviours,
        [
          .number(Int64(place)), .text(event.value.name), .number(event.at.milliseconds),
          .number(Int64(zone.day(of: event.at).number)),
        ])
      for property in event.value.properties {
        guard let text = property.value.plainText else { continue }
        add(FactTables.properties, [.number(Int64(place)), .text(property.key), .text(text)])
      }
    }
  }

  private static func words(_ facts: SegmentFacts, _ add: Adding) {
    for word in facts.attributes {
      let day = word.value.value.flatMap { Day(iso: $0) }.map { Int64($0.number) }
      let number = word.value.value.flatMap { Int64($0) }
      add(
        FactTables.attributes,
        [
          .text(word.value.name), SQLValue(word.value.value), SQLValue(day), SQLValue(number),
          .number(word.at.milliseconds),
        ])
    }
    for wish in facts.wishes {
      func tell(_ kind: String, _ name: String, _ isWanted: Bool) {
        add(
          FactTables.wishes,
          [.text(kind), .text(name), .truth(isWanted), .number(wish.at.milliseconds)])
      }
      for (topic, isWanted) in wish.value.topics { tell("topic", topic, isWanted) }
      guard case .set(let channels)? = wish.value.channels else { continue }
      for channel in Channel.allCases {
        tell("channel", channel.rawValue, channels.contains(channel))
      }
    }
  }

  private static func consents(
    _ person: SegmentPerson, _ policy: Policy, _ moment: Timestamp, _ add: Adding
  ) {
    for purpose in policy.purposes {
      for channel in Channel.allCases {
        let state = person.gate.consent(
          to: purpose.id, over: channel, of: person.person.profile, at: moment
        ).state
        let end = person.nextChange(
          of: .test(.consent(purpose: purpose.id, channel: channel, state: state)), after: moment)
        add(
          FactTables.consents,
          [
            .text(purpose.id), .text(channel.rawValue), .text(state.rawValue),
            .number(moment.milliseconds), SQLValue(end?.milliseconds),
          ])
      }
    }
  }
}
