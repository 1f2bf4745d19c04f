internal import GRDB
public import OpenkaartCore
public import OpenkaartService

extension SQLiteStore: CapShelf {
  public func settle(
    _ people: [Whom], forgetting moment: Timestamp,
    _ judge: @escaping @Sendable (Int, CapStanding) throws -> CapChange
  ) async throws {
    guard !people.isEmpty else { return }
    let sought = people.map { whom in
      switch whom {
      case .subject(let subject):
        Sought.hashes(subject.map { hashes.identifier.hash($0.type.name, $0.value) })
      case .customer(let customer): Sought.node(names.node(of: customer))
      }
    }
    try await committer.perform(about: people.count) { [settling] database, changed in
      try settling.run(
        sought, after: changed, forgetting: moment,
        { Settling.Judgement(try judge($0, $1)) }, database)
    }
  }

  var settling: Settling {
    Settling(groups: groups, cache: cache, table: reservations, writer: writer, hashes: hashes)
  }

  public func reservation(
    _ id: ReservationID
  ) async throws -> (Reservation, Reservation.State)? {
    try await file.read { [reservations] in try reservations.find(id, $0) }
  }
}
