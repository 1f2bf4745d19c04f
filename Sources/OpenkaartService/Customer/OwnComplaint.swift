public import OpenkaartCore

/// A complaint of a customer: what was said, and whether it is open.
public struct OwnComplaint: Hashable, Sendable {
  /// The case, as whoever took it in named it.
  public let number: String?
  /// The fact that opened it, by which it is found again.
  public let opening: Fact
  /// What was said about it, newest first.
  public let said: [Said]
  /// When it was closed; `nil` while it is open.
  public let closedAt: Timestamp?

  public var isOpen: Bool { closedAt == nil }

  /// Something that was said about a complaint.
  public struct Said: Hashable, Sendable {
    public let at: Timestamp
    /// What was said; `nil` of a closing, and of a complaint without a text.
    public let text: String?
    public let source: String
    public let isClosing: Bool
  }
}

extension CustomerCard {
  /// The complaints of the customer, the latest opened first.
  ///
  /// One is open as the gate reads it: until it was resolved strictly later.
  public var complaints: [OwnComplaint] {
    var cases: [String?: [Fact]] = [:]
    for entry in timeline where !entry.isHeard {
      switch entry.fact.content {
      case .complained(let number, _), .complaintResolved(let number):
        cases[number, default: []].append(entry.fact)
      default: continue
      }
    }
    return cases.compactMap { number, facts in OwnComplaint(number, newestFirst: facts) }
      .sorted { $0.opening.placedAt > $1.opening.placedAt }
  }
}

extension OwnComplaint {
  fileprivate init?(_ number: String?, newestFirst facts: [Fact]) {
    let openings = facts.filter { $0.content.kind == .complained }
    let closings = facts.filter { $0.content.kind == .complaintResolved }
    guard let first = openings.last, let latest = openings.first else { return nil }
    self.number = number
    opening = first
    said = facts.map { fact in
      var text: String?
      if case .complained(_, let about) = fact.content { text = about }
      return Said(
        at: fact.placedAt, text: text, source: fact.id.source,
        isClosing: fact.content.kind == .complaintResolved)
    }
    closedAt = closings.last { $0.placedAt > latest.placedAt }?.placedAt
  }
}
