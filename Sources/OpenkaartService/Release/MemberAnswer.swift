internal import OpenkaartCore
internal import OpenkaartSegments

/// The answer about one member of a release, now.
struct MemberAnswer {
  let use: Use
  let decision: Decision
  let gate: Gate
  /// The same message went to the same contact point otherwise.
  let isSameSend: Bool
  /// They are no longer in the segment that the release is for.
  let hasLeft: Bool

  /// What the member is counted under when it is not handed off; `nil` when it may be.
  var dropped: String? {
    if decision.outcome != .allow { return decision.firstReason.rawValue }
    if hasLeft { return "segment" }
    return isSameSend ? "sameSend" : nil
  }

  /// Asks again about a member.
  ///
  /// - Parameters:
  ///   - member: Who it is.
  ///   - token: The name under which they may have been handed off before: that message is theirs and
  ///     does not count against itself.
  ///   - standing: What stands of them.
  ///   - question: What is asked.
  ///   - gate: The gate of now.
  ///   - now: The moment.
  ///   - mark: Makes marks of identifiers.
  init(
    about member: FrozenMember, as token: MemberToken, _ standing: CapStanding,
    _ question: AudienceQuestion, by gate: Gate, at now: Timestamp,
    mark: (Identifier) -> UInt64
  ) {
    let others = standing.without(FactID(source: FactID.ownSource, id: token.text))
    let group = others.counted(at: now)
    let people = Population(group, knownAt: now).people(at: now)
    let type = question.channel.pointType
    var subject: [Identifier] = []
    var profile = Profile.unknown
    var isIncluded = question.segment == nil
    for person in people {
      let identifiers = person.identifiers(at: now)
      let marked = identifiers.first { identifier in
        (type == nil || identifier.type == type) && mark(identifier) == member.mark
      }
      guard let marked else { continue }
      subject = (type == nil ? [] : [marked]) + identifiers.filter { $0.type != type }
      profile = person.profile
      if let segment = question.segment {
        let judged = SegmentPerson(
          person, in: group, isOnlyOne: people.count == 1, by: gate, knownAt: now)
        isIncluded = segment.contains(judged, at: now)
      }
      break
    }
    var use = question.use(about: subject)
    use.at = nil
    self.use = use
    self.gate = gate
    decision = gate.decide(use, about: profile, now: now)
    hasLeft = decision.outcome == .allow && !isIncluded
    isSameSend =
      decision.outcome == .allow
      && others.holdsSameSend(as: use, to: decision.contactPoint, at: now)
  }
}

extension CapStanding {
  /// What stands without one fact.
  func without(_ id: FactID) -> CapStanding {
    guard facts.facts.contains(where: { $0.id == id }) else { return self }
    return CapStanding(
      facts: FactGroup(
        facts: facts.facts.filter { $0.id != id }, crowded: facts.crowded, heard: facts.heard),
      held: held, overheard: overheard)
  }

  func holds(_ id: FactID) -> Bool { facts.facts.contains { $0.id == id } }
}
