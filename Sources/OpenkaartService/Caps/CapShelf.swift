public import OpenkaartCore

/// Where reservations are kept, and where decisions and what follows from them become one step.
///
/// Every store passes one contract suite, `CapContractTests`.
public protocol CapShelf: Sendable {
  /// Decides about people one after another while nothing else is written, and keeps what came of it.
  ///
  /// What a judgement adds is seen by those after it. All of it is durable when this returns.
  ///
  /// - Parameters:
  ///   - people: Whom it is about.
  ///   - moment: Reservations that ended before it are forgotten.
  ///   - judge: Given the place among `people` and what stands of them; called once for each.
  /// - Throws: ``StoreError`` or what `judge` throws; then nothing was kept.
  func settle(
    _ people: [Whom], forgetting moment: Timestamp,
    _ judge: @escaping @Sendable (Int, CapStanding) throws -> CapChange
  ) async throws

  /// A reservation and what became of it; `nil` when there is none, or it was forgotten.
  func reservation(_ id: ReservationID) async throws -> (Reservation, Reservation.State)?

  /// The key by which the permits of this store are made.
  var permitKey: PermitKey { get }
}

/// Whom a judgement is about.
public enum Whom: Hashable, Sendable {
  case subject([Identifier])
  case customer(CustomerID)
}

/// What stands of a person when a decision is made that others must not overtake.
public struct CapStanding: Sendable {
  /// Everything about them, with what was added before in the same step.
  public let facts: FactGroup
  /// The reservations about them that nobody ended; some may have expired.
  public let held: [Reservation]
  /// Those of others that these people would hear of; see `Fact.isHeardByOthers`.
  public let overheard: [Reservation]

  public init(facts: FactGroup, held: [Reservation] = [], overheard: [Reservation] = []) {
    self.facts = facts
    self.held = held
    self.overheard = overheard
  }

  /// The same, with facts that lie in no group; see ``FactStore/erasures(about:)``.
  func adding(_ more: [Fact]) -> CapStanding {
    CapStanding(facts: facts.adding(more), held: held, overheard: overheard)
  }

  /// The facts as the gate counts them at a moment: each reservation is a message.
  func counted(at moment: Timestamp, without id: ReservationID? = nil) -> FactGroup {
    let own = held.filter { $0.id != id && $0.isHeld(at: moment) }
    let others = overheard.filter { $0.isHeld(at: moment) }
    guard !own.isEmpty || !others.isEmpty else { return facts }
    return FactGroup(
      facts: facts.facts + own.map(\.promised), crowded: facts.crowded,
      heard: facts.heard + others.map(\.promised))
  }
}

/// What a judgement changes.
public struct CapChange: Sendable {
  public var facts: [Fact]
  /// A reservation that was taken.
  public var taken: Reservation?
  /// A reservation that ended, and how.
  public var ended: (id: ReservationID, state: Reservation.State)?

  public init(
    facts: [Fact] = [], taken: Reservation? = nil,
    ended: (id: ReservationID, state: Reservation.State)? = nil
  ) {
    self.facts = facts
    self.taken = taken
    self.ended = ended
  }

  /// Nothing changes.
  public static let none = CapChange()
}
