public import OpenkaartCore

/// Whether a condition holds for somebody.
public enum SegmentAnswer: String, Hashable, Sendable {
  case yes, no
  /// What it asks about is not known. Neither this nor its opposite makes somebody a member.
  case unknown

  init(_ holds: Bool) { self = holds ? .yes : .no }

  /// The opposite; of the unknown the unknown.
  var inverted: SegmentAnswer {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }
}

/// What a test found out about somebody.
public struct SegmentFinding: Hashable, Sendable {
  public let answer: SegmentAnswer
  /// How many, how much or how old, where the test asks for a number.
  public let number: Int64?
  /// The facts it rests on, in their order.
  public let evidence: [FactID]

  init(_ answer: SegmentAnswer, number: Int64? = nil, evidence: [FactID] = []) {
    self.answer = answer
    self.number = number
    self.evidence = evidence
  }

  init(_ bound: Bound, of number: Int64, evidence: [FactID]) {
    self.init(SegmentAnswer(bound.holds(for: number)), number: number, evidence: evidence)
  }
}

/// How an answer came about: every condition with what was found.
public struct SegmentExplanation: Hashable, Sendable {
  public let answer: SegmentAnswer
  public let step: Step

  /// A condition as it was judged.
  public indirect enum Step: Hashable, Sendable {
    case test(SegmentTest, SegmentFinding)
    case not(SegmentExplanation)
    case all([SegmentExplanation])
    case any([SegmentExplanation])
  }
}

extension [SegmentAnswer] {
  /// No if one is no; else unknown if one is.
  var all: SegmentAnswer { contains(.no) ? .no : contains(.unknown) ? .unknown : .yes }
  /// Yes if one is yes; else unknown if one is.
  var any: SegmentAnswer { contains(.yes) ? .yes : contains(.unknown) ? .unknown : .no }
}
