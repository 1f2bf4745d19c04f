/// The kinds of facts, by the name they have in the format.
public enum FactKind: String, Hashable, Sendable, CaseIterable {
  case described, purchased, returned, behaved, contacted, responded
  case complained, complaintResolved
  case promised, promiseKept, promiseBroken, promiseMadeGood
  case consented, refused, withdrew, confirmed, objected, restricted, restrictionLifted
  case preferred, requested, requestClosed, answered, affectedByBreach, breachClosed
  case deceased, guardianLinked, listed, verified
  case decided, used, erased, merged, split, signalled

  /// Whether only Openkaart itself writes this kind.
  public var isWrittenBySystem: Bool { self == .decided || self == .used || self == .erased }
}

extension FactContent {
  public var kind: FactKind {
    switch self {
    case .described: .described
    case .purchased: .purchased
    case .returned: .returned
    case .behaved: .behaved
    case .contacted: .contacted
    case .responded: .responded
    case .complained: .complained
    case .complaintResolved: .complaintResolved
    case .promised: .promised
    case .promiseKept: .promiseKept
    case .promiseBroken: .promiseBroken
    case .promiseMadeGood: .promiseMadeGood
    case .consented: .consented
    case .refused: .refused
    case .withdrew: .withdrew
    case .confirmed: .confirmed
    case .objected: .objected
    case .restricted: .restricted
    case .restrictionLifted: .restrictionLifted
    case .preferred: .preferred
    case .requested: .requested
    case .requestClosed: .requestClosed
    case .answered: .answered
    case .affectedByBreach: .affectedByBreach
    case .breachClosed: .breachClosed
    case .deceased: .deceased
    case .guardianLinked: .guardianLinked
    case .listed: .listed
    case .verified: .verified
    case .decided: .decided
    case .used: .used
    case .erased: .erased
    case .merged: .merged
    case .split: .split
    case .signalled: .signalled
    }
  }
}
