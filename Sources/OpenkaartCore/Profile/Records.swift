/// A contact point and when the person gave it.
struct KnownPoint: Sendable {
  let identifier: Identifier
  /// When it was first named at all.
  private(set) var firstNamed = Timestamp.distantFuture
  /// The moments at which the person gave it, oldest first.
  private(set) var given: [Timestamp] = []

  init(identifier: Identifier) { self.identifier = identifier }

  mutating func note(_ moment: Timestamp, isGiven: Bool) {
    firstNamed = min(firstNamed, moment)
    guard isGiven else { return }
    let index = given.lastIndex { $0 <= moment }.map { $0 + 1 } ?? 0
    given.insert(moment, at: index)
  }

  /// When it was first given after `moment`, as far as that counts at `end`.
  func firstGiven(after moment: Timestamp, until end: Timestamp) -> Timestamp? {
    given.first { $0 > moment }.flatMap { $0 <= end ? $0 : nil }
  }

  /// When it was last given at `moment`; before all others if it is only known; `nil` if unknown.
  func lastGiven(at moment: Timestamp) -> Timestamp? {
    if let last = given.last, last <= moment { return last }
    if let last = given.last(where: { $0 <= moment }) { return last }
    return firstNamed <= moment ? .distantPast : nil
  }
}

/// Which contact point a fact concerns.
enum ConcernedPoint: Hashable, Sendable {
  /// The one at this index among the history's.
  case known(Int)
  /// None is named: which one it is depends on the moment, or stays unknown.
  case unnamed
  /// One is named that the channel cannot have. A yes to it is a yes to no point at all.
  case impossible

  /// The index of the point, if it is one of the history's.
  var index: Int? {
    if case .known(let index) = self { index } else { nil }
  }
}

/// Something that concerns one contact point.
struct Pointed<Value: Sendable>: Sendable {
  let value: Value
  let point: ConcernedPoint

  init(_ value: Value, point: ConcernedPoint) {
    self.value = value
    self.point = point
  }
}

struct RecordedRefusal: Sendable {
  let refusal: Refusal
  let isWithdrawal: Bool

  init(_ refusal: Refusal, isWithdrawal: Bool) {
    self.refusal = refusal
    self.isWithdrawal = isWithdrawal
  }
}

struct RecordedResponse: Sendable {
  /// The send it answers, in the response's own source.
  let to: FactID
  let kind: Response.Kind
  /// The points its subject names.
  let points: [Int]
}

/// A purchase, kept by reference: the gate looks at many and copies none.
final class RecordedPurchase: Sendable {
  let purchase: Purchase
  /// The contact points its subject names: those given with the sale.
  let points: [Int]

  init(_ purchase: Purchase, points: [Int]) {
    self.purchase = purchase
    self.points = points
  }

  /// Whether it is a sale at which that contact point was given.
  func isSale(at point: Int) -> Bool {
    purchase.saleKind?.isSale == true && points.contains(point)
  }
}

/// A consent, kept by reference as purchases are.
final class RecordedConsent: Sendable {
  let consent: Consent
  let point: ConcernedPoint

  init(_ consent: Consent, point: ConcernedPoint) {
    self.consent = consent
    self.point = point
  }
}

/// A wish, kept by reference as purchases are.
final class RecordedPreference: Sendable {
  let preference: Preference
  /// The topics it names: few, so that looking at each is quicker than hashing one.
  private let topics: [(name: String, isWanted: Bool)]

  init(_ preference: Preference) {
    self.preference = preference
    topics = preference.topics.map { ($0.key, $0.value) }
  }

  /// Whether it wants a topic; `nil` when it does not name it.
  func wants(_ topic: String) -> Bool? {
    for index in topics.indices where topics[index].name == topic { return topics[index].isWanted }
    return nil
  }
}

/// A contact point that was verified, as it was named.
struct Verification: Sendable {
  let point: ContactPoint
  let channel: Channel?

  /// Whether it is about a contact point of a type; a channel without points says nothing of it.
  func isAbout(_ text: ContactPoint?, of type: IdentifierType) -> Bool {
    guard point == text else { return false }
    guard let channel else { return true }
    return channel.pointType == type || channel.pointType == nil && type == .email
  }
}

/// A step in a case: opened, closed, and what lies between.
struct Step<Kind: Sendable>: Sendable {
  let key: String?
  let kind: Kind

  init(_ key: String?, _ kind: Kind) {
    self.key = key
    self.kind = kind
  }
}

enum PromiseStep: Sendable {
  case made, kept, broken, madeGood
}

struct Signal: Sendable {
  let signal: String
  let value: String
}

struct Erasure: Sendable {
  let isWhole: Bool
  let keepsData: Bool
}
