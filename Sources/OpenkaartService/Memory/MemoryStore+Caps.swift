public import OpenkaartCore

extension MemoryStore: CapShelf {
  public func settle(
    _ people: [Whom], forgetting moment: Timestamp,
    _ judge: @Sendable (Int, CapStanding) throws -> CapChange
  ) throws {
    let (facts, groups, reservations) = (self.list, self.groups, self.reservations)
    do {
      for (index, whom) in people.enumerated() { try keep(judge(index, standing(of: whom))) }
    } catch {
      (self.list, self.groups, self.reservations) = (facts, groups, reservations)
      throw error
    }
    self.reservations = self.reservations.filter { $0.value.0.expiresAt >= moment }
  }

  public func reservation(_ id: ReservationID) -> (Reservation, Reservation.State)? {
    reservations[id]
  }

  private func standing(of whom: Whom) -> CapStanding {
    let groups = grouped
    let subject =
      switch whom {
      case .subject(let subject): subject
      case .customer(let customer): names.identifier(of: customer).map { [$0] } ?? []
      }
    let group = groups.group(of: subject)
    let places = groups.places(of: subject)
    var named: Set<Identifier> = []
    for fact in group.facts { fact.forEachNaming { named.formUnion($0) } }
    let all = reservations.values.filter { $0.1 == .held }.map(\.0)
      .sorted { $0.id.text < $1.id.text }
    let own = all.filter { !groups.places(of: $0.use.subject).isDisjoint(with: places) }
    let overheard = all.filter { reservation in
      guard groups.places(of: reservation.use.subject).isDisjoint(with: places),
        reservation.promised.isHeardByOthers, let origin = reservation.promised.origin
      else { return false }
      return named.contains(origin)
    }
    return CapStanding(facts: group, held: own, overheard: overheard)
  }

  private func keep(_ change: CapChange) {
    for fact in change.facts { _ = list.add(fact) }
    if !change.facts.isEmpty { groups = nil }
    if let taken = change.taken { reservations[taken.id] = (taken, .held) }
    if let (id, state) = change.ended { reservations[id]?.1 = state }
  }
}

extension PermitKey {
  /// A key for as long as this process runs.
  static func random() -> PermitKey {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<leastBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    guard let key = PermitKey(bytes) else {
      preconditionFailure("As many bytes as a key needs make a key.")
    }
    return key
  }
}
