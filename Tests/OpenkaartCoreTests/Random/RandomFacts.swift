import OpenkaartCore

/// Random facts about three people, at few moments.
struct RandomFacts {
  let random: SplitMix64
  let policy: Policy
  let zone: ReferenceZone
  let moments: RandomMoments
  let use: Use
  private(set) var facts: [Fact] = []
  private var taken: Set<FactID> = []
  /// Which of the people is spoken of.
  var speaker = 0

  init(
    random: SplitMix64, policy: Policy, zone: ReferenceZone, moments: RandomMoments, use: Use
  ) {
    self.random = random
    self.policy = policy
    self.zone = zone
    self.moments = moments
    self.use = use
  }

  var purpose: Purpose? { policy.purposes.first { $0.id == use.purpose } }

  mutating func make(_ mood: RandomCase.Mood) {
    switch mood {
    case .kind:
      support()
      for _ in 0..<random.number(0...4) { tell(\.gentle) }
    case .pressed:
      support()
      for _ in 0..<random.number(3...8) { press() }
      if random.chance(25) { mergeSides() }
    case .wild:
      if random.chance(75) { support() }
      for _ in 0..<random.number(1...10) { tell(\.anything) }
      if random.chance(30) { mergeSides() }
    }
    if random.chance(20) { share() }
  }

  private mutating func tell(_ content: KeyPath<Self, FactContent>) {
    speaker = random.pick([0, 0, 0, 0, 0, 0, 0, 1, 1, 2])
    add(self[keyPath: content], subject: subject(), at: moment())
  }

  private mutating func press() {
    speaker = random.chance(92) ? 0 : 1
    let moment = random.chance(75) ? random.pick(moments.recent) : moment()
    add(pressing, subject: subject(), at: moment)
  }

  // MARK: Where and when

  func moment() -> Timestamp {
    switch random.number(0...9) {
    case 0...5: random.pick(moments.recent)
    case 6...8: random.pick(moments.edges)
    default: random.pick(moments.future)
    }
  }

  func subject() -> [Identifier] {
    let person = RandomWords.people[speaker]
    let first = random.pick(person)
    if random.chance(3) { return [first, random.pick(RandomWords.people[0])] }
    let second = random.pick(person)
    return second == first || random.chance(60) ? [first] : [first, second]
  }

  // MARK: Adding

  mutating func add(
    _ content: FactContent, subject: [Identifier], at moment: Timestamp, recorded: Timestamp? = nil
  ) {
    let recordedAt: Timestamp
    switch recorded == nil ? random.number(0...19) : 0 {
    case 17: recordedAt = moment.before(random.pick([1, 3_600_000, 86_400_000]))
    case 18: recordedAt = moment.before(-random.pick([1, 3_600_000]))
    case 19: recordedAt = self.moment()
    default: recordedAt = recorded ?? moment
    }
    facts.append(
      Fact(
        id: id(for: content), subject: unique(subject), occurredAt: moment, recordedAt: recordedAt,
        content: content))
  }

  /// A subject names each type of identifier once, as an object does.
  private func unique(_ subject: [Identifier]) -> [Identifier] {
    var seen: Set<String> = []
    return subject.filter { seen.insert($0.type.name).inserted }
  }

  private mutating func id(for content: FactContent) -> FactID {
    var id = FactID(source: random.pick(RandomWords.sources), id: "f\(facts.count)")
    if case .contacted = content {
      id = FactID(source: id.source, id: random.pick(RandomWords.sends))
      if taken.contains(id) { id = FactID(source: id.source, id: "f\(facts.count)") }
    }
    taken.insert(id)
    return id
  }

  /// An identifier of the first person of the channel's type, if there is one.
  var usePoint: Identifier? {
    guard let type = ReferencePoint.identifierType(of: use.channel) else { return nil }
    return use.subject.first { $0.type == type }
      ?? RandomWords.people[0].first { $0.type == type }
  }

  /// Two sides of one person who say different things, and perhaps two people again.
  mutating func mergeSides() {
    speaker = random.pick([1, 1, 1, 2])
    for _ in 0..<random.number(0...2) {
      add(random.chance(60) ? answer : anything, subject: subject(), at: moment())
    }
    let one = random.pick(RandomWords.people[0])
    let other = random.pick(RandomWords.people[speaker])
    let (first, second) = random.chance(50) ? (one, other) : (other, one)
    add(.merged(with: [second], evidence: nil), subject: [first], at: moment())
    guard random.chance(20) else { return }
    add(.split(with: [other], evidence: nil), subject: [one], at: moment())
  }
}
