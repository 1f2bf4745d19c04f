public import OpenkaartCore

/// Which addresses a customer replaced by another on their page, and since when.
///
/// A replaced address still lets its owner in for a week, to take the change back. After that it is
/// nobody's way in any more: the mailbox may be somebody else's by then.
struct AddressHistory {
  /// Addresses that were replaced and not taken back since.
  private(set) var replacedAt: [Identifier: Timestamp] = [:]

  /// What a merge says of itself when it stands for a change of address.
  static let changed = "addressChange"
  /// What a split says of itself when it takes such a change back.
  static let undone = "addressChangeUndone"
  /// The field in which either names the address that was replaced.
  static let field = "replaces"
  /// What is told when a change is stopped, before or after it was confirmed.
  static let stopped = "addressChangeStopped"

  /// How long a change can be taken back, in milliseconds: a week.
  static let coolingOff: Int64 = 7 * 86_400_000

  init(_ facts: some Sequence<Fact>) {
    let changes = facts.filter { $0.id.source == Desk.customerPage && $0.oldAddress != nil }
      .sorted { ($0.placedAt, $0.id) < ($1.placedAt, $1.id) }
    for fact in changes {
      guard let old = fact.oldAddress else { continue }
      switch fact.content {
      case .merged(let new, Self.changed?):
        replacedAt[old] = fact.placedAt
        for address in new { replacedAt[address] = nil }
      case .split(let new, Self.undone?):
        replacedAt[old] = nil
        for address in new { replacedAt[address] = fact.placedAt }
      default: continue
      }
    }
  }

  /// Whether an address is no way in any more.
  func isRetired(_ address: Identifier, at moment: Timestamp) -> Bool {
    replacedAt[address].map { $0.advanced(by: Self.coolingOff) <= moment } ?? false
  }
}

extension Fact {
  /// The address that a change of address replaced.
  fileprivate var oldAddress: Identifier? {
    let value = unknownFields.first { $0.key == AddressHistory.field }?.value.content
    guard case .string(let text)? = value else { return nil }
    return Identifier(.email, text)
  }
}

extension CustomerCard {
  /// The addresses that the customer replaced by another, and since when.
  public var replacedAddresses: [Identifier: Timestamp] {
    AddressHistory(timeline.map(\.fact)).replacedAt
  }
}
