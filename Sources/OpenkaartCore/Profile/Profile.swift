/// What is known of one person: the fold of the facts about them.
///
/// A person has one side, a `History`, until a `merged` joins another. Each side keeps its own
/// history, so a split gives each its own back.
public struct Profile: Sendable {
  var sides: [Side]
  /// The joins and partings of sides, oldest first.
  var joins: [Join]
  /// The indices of the sides that the subject's identifiers belong to; one, unless no fact links
  /// them.
  var subjectSides: [Int]

  /// Nobody: no fact is known.
  public static let unknown = Profile(sides: [], joins: [], subjectSides: [])

  init(sides: [Side], joins: [Join], subjectSides: [Int]) {
    self.sides = sides
    self.joins = joins
    self.subjectSides = subjectSides
  }

  /// A profile of one side from the facts of one person.
  public init(folding facts: [Fact]) {
    var history = History()
    for index in facts.indices { history.apply(facts[index]) }
    self.init(sides: [Side(history)], joins: [], subjectSides: [0])
  }

  /// The profile with one more fact about the side of the subject.
  ///
  /// A fact that links or joins people changes who the person is: that is the work of
  /// ``Population``.
  public func applying(_ fact: Fact) -> Profile {
    var next = self
    if next.sides.isEmpty {
      next.sides.append(Side(History()))
      next.subjectSides = [0]
    }
    let own = next.subjectSides.first ?? 0
    var history = next.sides[own].history
    history.apply(fact)
    next.sides[own] = Side(history)
    return next
  }

  /// One side, kept by reference: a decision reads much of it and copies nothing.
  final class Side: Sendable {
    let history: History

    init(_ history: History) { self.history = history }
  }

  /// A `merged` or `split` between two sides.
  struct Join: Sendable {
    let one: Int
    let other: Int
    let isMerge: Bool
    let at: Timestamp
    let fact: FactID
  }

  /// The sides that are this person at a moment, and when the last of them was joined.
  struct Membership: Sendable {
    var sides: [Int]
    var mergedAt: Timestamp?
    var merges: [Join] = []
  }

  /// Whether all its sides are the subject's own and none was joined: so it is with most people.
  var isWhole: Bool { joins.isEmpty && sides.count == subjectSides.count }

  func membership(at moment: Timestamp) -> Membership {
    guard !joins.isEmpty else { return Membership(sides: subjectSides) }
    var standing: [Join] = []
    for join in joins where join.at <= moment {
      // The latest word on an edge decides; of one moment the merge comes last.
      standing.removeAll { ($0.one, $0.other) == (join.one, join.other) }
      if join.isMerge { standing.append(join) }
    }
    var members = Set(subjectSides)
    var grew = true
    while grew {
      grew = false
      for join in standing where members.contains(join.one) != members.contains(join.other) {
        members.insert(join.one)
        members.insert(join.other)
        grew = true
      }
    }
    let merges = standing.filter { members.contains($0.one) }
    return Membership(
      sides: members.sorted(), mergedAt: merges.map(\.at).max(), merges: merges)
  }
}
