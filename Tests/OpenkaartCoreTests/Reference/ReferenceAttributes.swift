import OpenkaartCore

/// How old somebody is, as far as it is known.
enum ReferenceAge {
  /// Reaches the age asked at this moment.
  case turns(Timestamp)
  /// Has that age; since when is unknown.
  case grown
  case unknown
}

// Attributes: "each side has its own latest value".
extension ReferenceCase {
  /// The latest values of an attribute on one side; more than one at equal moments.
  ///
  /// `nil` says that there is no value any more.
  func latestValues(_ name: String, side: Int, until: Timestamp? = nil) -> [String?] {
    var latest: Timestamp?
    var values: [String?] = []
    for entry in entries where entry.side == side && entry.place <= until ?? at {
      guard case .described(let description) = entry.content else { continue }
      for attribute in description.attributes where attribute.name == name {
        if latest != entry.place { values = [] }
        latest = entry.place
        values.append(attribute.value)
      }
    }
    return values
  }

  // "A company only if a side says so and no side says otherwise"; of equal moments the more
  // restrictive wins.
  var isCompany: Bool {
    let sides = person.sides.map { latestValues("personType", side: $0) }
    let saysCompany = sides.contains { !$0.isEmpty && $0.allSatisfy { $0 == "company" } }
    let saysOtherwise = sides.joined().contains { $0 != nil && $0 != "company" }
    return saysCompany && !saysOtherwise
  }

  // "By the birth date; without one, `isOver16: true` that counted at the consent's place makes an adult
  // where *m* ≤ 16; else unknown." "The person is under age if any side says so."
  func age(whenPlaced place: Timestamp, minimum: Int) -> ReferenceAge {
    let said = person.sides.map { latestValues("birthDate", side: $0) }
    let births = said.joined().compactMap { $0.flatMap(ReferenceDays.number(iso:)) }
    let isUnsure = said.contains { $0.contains(nil) && $0.contains { $0 != nil } }
    if let youngest = births.max(), !isUnsure {
      return .turns(zone.start(ofDay: ReferenceDays.adding(months: 12 * minimum, to: youngest)))
    }
    return births.isEmpty && minimum <= 16 && isOver16(place) ? .grown : .unknown
  }

  private func isOver16(_ place: Timestamp) -> Bool {
    var isSaid = false
    for side in person.sides {
      let then = latestValues("isOver16", side: side, until: place)
      if then.contains("false") || latestValues("isOver16", side: side).contains("false") {
        return false
      }
      if !then.isEmpty, then.allSatisfy({ $0 == "true" }) { isSaid = true }
    }
    return isSaid
  }

  // "By the clock of the latest known `timeZone` (of the side of the subject; of another side when that
  // says nothing), else of the controller"; every one of equal moments.
  var clocks: [ReferenceZone] {
    let own = latestZones(person.sides.filter(person.subjectSides.contains))
    if !own.isEmpty { return own }
    let others = latestZones(person.sides.filter { !person.subjectSides.contains($0) })
    return others.isEmpty ? [zone] : others
  }

  private func latestZones(_ sides: [Int]) -> [ReferenceZone] {
    var latest: Timestamp?
    var found: [ReferenceZone] = []
    for side in sides {
      let names = latestValues("timeZone", side: side).compactMap { $0 }
      let zones = names.compactMap { self.zones[$0] }
      guard !zones.isEmpty, let place = latestPlace(of: "timeZone", side: side) else { continue }
      if let latest, place < latest { continue }
      if latest != place { found = [] }
      latest = place
      found += zones
    }
    return found
  }

  private func latestPlace(of name: String, side: Int) -> Timestamp? {
    entries.filter { entry in
      guard entry.side == side, case .described(let description) = entry.content else {
        return false
      }
      return description.attributes.contains { $0.name == name }
    }.map(\.place).max()
  }
}
