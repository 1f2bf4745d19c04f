import OpenkaartCore

/// A world, a policy and a question, made from a seed.
struct RandomCase {
  let seed: UInt64
  var policy: Policy
  var facts: [Fact]
  var use: Use
  var now: Timestamp

  /// How kind the world is to the use.
  enum Mood: CaseIterable {
    /// Mostly what lets the use pass.
    case kind
    /// The same, with much that makes it wait.
    case pressed
    /// Anything.
    case wild
  }

  /// How many cases in a row ask under one policy: it costs more to make than the rest.
  static let casesPerPolicy: UInt64 = 20

  init(seed: UInt64, mood: Mood? = nil) {
    let policySeed = SplitMix64(seed: ~(seed / Self.casesPerPolicy))
    let zoneName =
      policySeed.chance(60) ? "Europe/Amsterdam" : policySeed.pick(RandomWords.zones)
    guard let zone = ReferenceZones.usual[zoneName] else { fatalError("No zone \(zoneName).") }
    let day = RandomMoments.day(policySeed, in: zone)
    let policy = RandomPolicy(random: policySeed, today: day).policy(zone: zoneName)
    let random = SplitMix64(seed: seed)
    let mood =
      mood
      ?? random.pick([
        .kind, .pressed, .pressed, .pressed, .pressed, .wild, .wild, .wild,
      ])
    let at = RandomMoments.asked(random, on: day, in: zone)
    var use = RandomUse(random: random, policy: policy, mood: mood).use()
    let moments = RandomMoments(random, at: at, in: zone, spans: policy.spans)
    var facts = RandomFacts(random: random, policy: policy, zone: zone, moments: moments, use: use)
    facts.make(mood)
    now = at
    switch random.number(0...9) {
    case 0: (use.at, now) = (at, at.before(-random.pick([0, 1, 3_600_000, 90_000_000])))
    case 1: (use.at, now) = (at, at.before(random.pick([1, 3_600_000, 90_000_000])))
    default: break
    }
    self.seed = seed
    self.policy = policy
    self.use = use
    self.facts = random.shuffled(facts.facts)
  }

  /// What the reference answers.
  var answer: ReferenceAnswer {
    Reference.answer(to: use, facts: facts, policy: policy, zones: .usual, now: now)
  }

  var purpose: Purpose? { policy.purposes.first { $0.id == use.purpose } }
}

extension RandomCase: CustomStringConvertible {
  /// Everything that matters, compactly; moments count from the moment asked about.
  var description: String {
    let at = use.at ?? now
    var lines = ["seed \(seed) at \(at.rfc3339()) now \(shown(now, at))"]
    lines.append("\(policy.controller.timeZone) sector \(policy.controller.sector ?? "-")")
    lines.append("use \(use)")
    lines.append("purpose \(purpose.map { "\($0)" } ?? "-")")
    lines.append("rules \(policy.rules)")
    for notice in policy.notices where notice.id == purpose?.notice {
      for version in notice.versions {
        lines.append(
          "notice \(version.version) \(version.validFrom.iso) \(version.recipients) \(version.data)"
        )
      }
    }
    for fact in facts.sorted(by: { $0.occurredAt < $1.occurredAt }) {
      let subject = fact.subject.map { "\($0.type.name):\($0.value)" }.joined(separator: ",")
      let late = fact.recordedAt == fact.occurredAt ? "" : " (rec \(shown(fact.recordedAt, at)))"
      lines.append(
        "  \(shown(fact.occurredAt, at))\(late) \(fact.id.source):\(fact.id.id) \(subject) "
          + "\(fact.content)")
    }
    return compact(lines.joined(separator: "\n"))
  }

  /// The text without what every line repeats.
  private func compact(_ text: String) -> String {
    var text = text.replacing("OpenkaartCore.", with: "").replacing("Description.", with: "")
    text.replace(/Identifier\(type: IdentifierType\(name: "(\w+)"\), value: "([^"]*)"\)/) {
      "\($0.1):\($0.2)"
    }
    text.replace(/Attribute\(name: "(\w+)", value: ([^)]*\)?)\)/) { "\($0.1)=\($0.2)" }
    text.replace(/Optional\(("[^"]*"|[\w.]+)\)/) { "\($0.1)" }
    text.replace(/, \w+: (nil|\[\]|\[:\])/, with: "")
    text.replace(/\b(Channel|LegalBasis|Span\.Unit|Consent\.Method|SaleKind|Kind)\./, with: ".")
    return text
  }

  private func shown(_ moment: Timestamp, _ at: Timestamp) -> String {
    let difference = moment.milliseconds - at.milliseconds
    let hours = difference / 3_600_000
    return "\(hours)h\(difference - hours * 3_600_000)ms"
  }
}

extension Policy {
  /// Every span and window that the policy knows.
  var spans: [Span] {
    var spans = purposes.flatMap { [$0.consent.expiresAfter, $0.retention?.keepFor] }
    spans += rules.recentlyBought.map(\.span) + rules.frequency.map(\.per)
    spans += [
      rules.priceRegret, rules.staleAfter, rules.contactPoint?.softBounces?.window,
      rules.mergeConflictHold, Span(36, .months),
    ]
    return spans.compactMap { $0 }
  }
}
