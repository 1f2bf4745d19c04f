public import OpenkaartCore

/// What would change if a customer said something now, purpose by purpose.
///
/// The gate itself is asked, about the person as they are and as they would be; so what people are
/// told beforehand is what happens.
public struct Foresight: Hashable, Sendable {
  /// The purposes that no longer get a yes over any channel, by id, in the order of the policy.
  public let stopping: [String]
  /// Those that get a yes or have to wait, as before.
  public let going: [String]
  /// Those that get a yes again, or have to wait for one.
  public let beginning: [String]

  /// Compares a card with the card that would be.
  public init(from now: CustomerCard, to then: CustomerCard) {
    let (before, after) = (Self.open(now), Self.open(then))
    let purposes = now.gate.policy.purposes.map(\.id)
    stopping = purposes.filter { before.contains($0) && !after.contains($0) }
    going = purposes.filter { before.contains($0) && after.contains($0) }
    beginning = purposes.filter { !before.contains($0) && after.contains($0) }
  }

  /// The purposes that are not refused over every channel.
  private static func open(_ card: CustomerCard) -> Set<String> {
    Set(card.permissions.filter { $0.decision.outcome != .deny }.map(\.purpose))
  }
}

extension Desk {
  /// What would change if the customer of a card said this now; changes nothing.
  ///
  /// - Throws: ``StoreError``, ``DeskError``.
  public func foresee(
    _ contents: [FactContent], by visitor: Reception.Visitor, from card: CustomerCard
  ) async throws -> Foresight {
    let then = try await ownCard(of: visitor, supposing: contents)
    return Foresight(from: card, to: then ?? card)
  }
}
