import OpenkaartCore
import Testing

/// The numbered properties of the gate (see Documentation/DESIGN.md), over random worlds.
struct PropertyTests {
  static let seeds: Range<UInt64> = 0..<3_000

  /// The moment asked about.
  private static func moment(_ world: RandomCase) -> Timestamp { world.use.at ?? world.now }

  /// A fact about the use's subject that is known and counts at the moment asked about.
  private static func fact(
    _ id: String, _ content: FactContent, in world: RandomCase, before milliseconds: Int64 = 5
  ) -> Fact {
    let at = min(moment(world), world.now).advanced(by: -milliseconds)
    return Fact(
      id: FactID(source: "added", id: id), subject: [world.use.subject[0]], occurredAt: at,
      recordedAt: at, content: content)
  }

  @Test func `P1 a no, an objection, a restriction or a complaint never turns no into yes`() {
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      let before = gate.decision(on: world)
      // Somebody nobody knew becomes known by whatever they say.
      guard before.outcome != .allow,
        !before.reasons.contains(where: { $0.code == .subjectUnknown })
      else { continue }
      let use = world.use
      let noes: [FactContent] = [
        .withdrew(Refusal(purpose: nil, channel: nil)),
        .withdrew(Refusal(purpose: use.purpose, channel: use.channel)),
        .refused(Refusal(purpose: use.purpose, channel: nil)),
        .objected(Objection(scope: .directMarketing)),
        .objected(Objection(scope: .purpose, purpose: use.purpose)),
        .objected(Objection(scope: .channel, channel: use.channel)),
        .objected(Objection(scope: .topic, topic: use.activity?.topic)),
        .restricted(ground: "a"), .complained(case: "new", about: nil),
      ]
      for no in noes {
        let after = gate.decision(on: world, facts: world.facts + [Self.fact("no", no, in: world)])
        if after.outcome == .allow { Issue.record("\(no)\n\(world)") }
      }
    }
  }

  @Test func `P2 taking away a yes, or what closed a case, never turns no into yes`() {
    let givers: Set<FactKind> = [
      .consented, .confirmed, .guardianLinked, .verified, .complaintResolved, .promiseMadeGood,
      .requestClosed, .breachClosed, .restrictionLifted,
    ]
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      // About one contact point, and somebody known since long before.
      let type = world.use.channel.pointType
      guard type == nil || world.use.subject.contains(where: { $0.type == type }) else { continue }
      let first = Self.fact(
        "first", .described(Description()), in: world, before: 4_000_000_000_000)
      let facts = world.facts + [first]
      guard gate.decision(on: world, facts: facts).outcome != .allow else { continue }
      for (index, fact) in facts.enumerated() where givers.contains(fact.content.kind) {
        var without = facts
        // Who belongs together stays known.
        without[index] = Fact(
          id: fact.id, subject: ReferenceWorld.identifiersNamed(by: fact),
          occurredAt: fact.occurredAt, recordedAt: fact.recordedAt, content: .decided(outcome: nil))
        if gate.decision(on: world, facts: without).outcome == .allow {
          Issue.record("without \(fact.id)\n\(world)")
        }
      }
    }
  }

  @Test func `P3 an unknown value never gives a yes that one of its values would refuse`() {
    let attributes: [(name: String, values: [String])] = [
      ("personType", PersonType.allCases.map(\.rawValue)),
      ("birthDate", ["1950-01-01", "2020-01-01"]),
    ]
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      for attribute in attributes {
        let facts = world.facts.map { $0.without(attribute.name) }
        let unknown = Self.fact("who", .described(Description()), in: world)
        guard gate.decision(on: world, facts: facts + [unknown]).outcome == .allow else { continue }
        for value in attribute.values {
          let said = Description(attributes: [.init(attribute.name, value)])
          let known = Self.fact("who", .described(said), in: world)
          if gate.decision(on: world, facts: facts + [known]).outcome != .allow {
            Issue.record("\(attribute.name) \(value)\n\(world)")
          }
        }
      }
    }
  }

  @Test func `P3 a sale of which something is unknown gives no yes that a value would refuse`() {
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      let unknown = world.facts.map { $0.selling(nil, nil) }
      guard gate.decision(on: world, facts: unknown).outcome == .allow else { continue }
      for (kind, offered) in [(SaleKind.paid, true), (.pureFree, true), (.paid, false)] {
        let known = world.facts.map { $0.selling(kind, offered) }
        if gate.decision(on: world, facts: known).outcome != .allow {
          Issue.record("\(kind) \(offered)\n\(world)")
        }
      }
    }
  }

  @Test func `P3 a consent whose notice is unknown gives no yes that a notice would refuse`() {
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      // Two sides that differ make the use wait, and an unknown notice is no difference.
      if world.facts.contains(where: { $0.content.kind == .merged }) { continue }
      let unknown = world.facts.map { $0.shown(nil) }
      guard gate.decision(on: world, facts: unknown).outcome == .allow else { continue }
      let notice = world.purpose?.notice ?? "marketing"
      for version in ["1", "2", "3", "unheard of"] {
        let known = world.facts.map { $0.shown(NoticeReference(id: notice, version: version)) }
        if gate.decision(on: world, facts: known).outcome != .allow {
          Issue.record("\(notice)@\(version)\n\(world)")
        }
      }
    }
  }

  @Test func `P3 a no that names no contact point gives no yes that a named one would refuse`() {
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      let unknown = gate.decision(
        on: world, facts: world.facts.map { $0.refusing(world.use, at: nil) })
      // Naming another's address would join two people: only that of the use itself.
      guard unknown.outcome == .allow, let point = unknown.contactPoint else { continue }
      let known = world.facts.map { $0.refusing(world.use, at: point) }
      if gate.decision(on: world, facts: known).outcome != .allow {
        Issue.record("\(point)\n\(world)")
      }
    }
  }

  @Test func `P4 a no on one side holds for the whole, and a split gives each side its own back`() {
    let other = [Identifier(.customerNumber, "other side")].compactMap { $0 }
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      let before = gate.decision(on: world)
      // What links nobody joins nobody.
      if world.use.subject.contains(where: RandomWords.shared.contains) { continue }
      // A consent given after the merge belongs to the whole person, and lifts.
      let start = min(Self.moment(world), world.now).advanced(by: -5)
      if world.facts.contains(where: { $0.content.kind == .consented && $0.occurredAt > start }) {
        continue
      }
      let objection = Self.fact("no", .objected(Objection(scope: .directMarketing)), in: world)
      let no = Fact(
        id: objection.id, subject: other, occurredAt: objection.occurredAt,
        recordedAt: objection.recordedAt, content: objection.content)
      let merge = Self.fact("merge", .merged(with: other, evidence: nil), in: world, before: 4)
      let merged = gate.decision(on: world, facts: world.facts + [no, merge])
      let isMarketing =
        world.purpose?.isMarketing == true || world.use.activity?.isPromotional == true
      if isMarketing, merged.outcome == .allow { Issue.record("merged\n\(world)") }
      let split = Self.fact("split", .split(with: other, evidence: nil), in: world, before: 3)
      let parted = gate.decision(on: world, facts: world.facts + [no, merge, split])
      // The merge and the split are themselves known of the person; only that may differ.
      guard !before.reasons.contains(where: { $0.code == .subjectUnknown }) else { continue }
      if parted.comparable(on: world.use.channel) != before.comparable(on: world.use.channel) {
        Issue.record("parted\n\(world)")
      }
    }
  }

  @Test func `P4 a withdrawal or refusal on one side holds as if it were said on the other`() {
    let other = [Identifier(.customerNumber, "other side")].compactMap { $0 }
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      if world.use.subject.contains(where: RandomWords.shared.contains) { continue }
      let start = min(Self.moment(world), world.now).advanced(by: -5)
      if world.facts.contains(where: { $0.content.kind == .consented && $0.occurredAt > start }) {
        continue
      }
      let merge = Self.fact("merge", .merged(with: other, evidence: nil), in: world, before: 4)
      for content in [
        FactContent.withdrew(Refusal(purpose: nil, channel: nil)),
        .withdrew(Refusal(purpose: world.use.purpose, channel: world.use.channel)),
        .refused(Refusal(purpose: world.use.purpose, channel: nil)),
        .objected(Objection(scope: .purpose, purpose: world.use.purpose)),
      ] {
        let own = Self.fact("no", content, in: world)
        guard gate.decision(on: world, facts: world.facts + [own, merge]).outcome != .allow else {
          continue
        }
        let apart = Fact(
          id: own.id, subject: other, occurredAt: own.occurredAt, recordedAt: own.recordedAt,
          content: content)
        if gate.decision(on: world, facts: world.facts + [apart, merge]).outcome == .allow {
          Issue.record("\(content)\n\(world)")
        }
      }
    }
  }

  @Test func `P5 neither the order of arrival nor the order of rules changes an answer`() {
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      let random = SplitMix64(seed: world.seed)
      let answer = gate.decision(on: world)
      #expect(
        gate.decision(on: world, facts: random.shuffled(world.facts)) == answer, "\(world.seed)")
      if world.seed % 20 == 0 {
        let rules = random.shuffled(Rule.all(for: world.policy))
        let other = Gate(policy: world.policy, zones: Engine.zones, rules: rules)
        #expect(other.decision(on: world) == answer, "rules, \(world.seed)")
      }
    }
  }

  @Test func `P6 every answer has a reason, every yes one basis, and until is exact`() {
    for (world, gate) in RandomCases(seeds: Self.seeds) {
      let decision = gate.decision(on: world)
      #expect(!decision.reasons.isEmpty)
      let bases = decision.reasons.filter {
        $0.code.rawValue.hasPrefix("basis.") && $0.effect == .allow
      }
      #expect(bases.count <= 1)
      if decision.outcome == .allow { #expect(bases.count == 1) }
      #expect((decision.outcome == .later) == (decision.until != nil))
      guard let until = decision.until else { continue }
      let profile = Profile(
        of: world.use.subject, in: world.facts, knownAt: min(Self.moment(world), world.now))
      var use = world.use
      use.at = until
      #expect(gate.decide(use, about: profile, now: world.now).outcome == .allow, "\(world.seed)")
      use.at = until.advanced(by: -1)
      #expect(gate.decide(use, about: profile, now: world.now).outcome != .allow, "\(world.seed)")
    }
  }
}

extension Fact {
  fileprivate func with(_ content: FactContent) -> Fact {
    Fact(
      id: id, subject: subject, occurredAt: occurredAt, recordedAt: recordedAt, content: content)
  }

  /// The fact without an attribute, and without what stands in for an age.
  fileprivate func without(_ name: String) -> Fact {
    guard case .described(let description) = content else { return self }
    let rest = description.attributes.filter {
      $0.name != name && !(name == "birthDate" && $0.name == "isOver16")
    }
    return with(.described(Description(identifiers: description.identifiers, attributes: rest)))
  }

  /// The fact with the notice that whoever consented was shown.
  fileprivate func shown(_ notice: NoticeReference?) -> Fact {
    guard case .consented(let consent) = content else { return self }
    return with(
      .consented(
        Consent(
          purpose: consent.purpose, channel: consent.channel, contactPoint: consent.contactPoint,
          notice: notice, method: consent.method, isExplicit: consent.isExplicit,
          isByGuardian: consent.isByGuardian)))
  }

  /// The fact with the contact point that a no to a use is about.
  fileprivate func refusing(_ use: Use, at point: ContactPoint?) -> Fact {
    func named(_ no: Refusal) -> Refusal {
      guard no.channel == use.channel, subject.contains(where: use.subject.contains) else {
        return no
      }
      return Refusal(purpose: no.purpose, channel: no.channel, contactPoint: point)
    }
    return switch content {
    case .withdrew(let no): with(.withdrew(named(no)))
    case .refused(let no): with(.refused(named(no)))
    default: self
    }
  }

  fileprivate func selling(_ kind: SaleKind?, _ isOffered: Bool?) -> Fact {
    guard case .purchased(let purchase) = content else { return self }
    return with(
      .purchased(
        Purchase(
          order: purchase.order, entity: purchase.entity, lines: purchase.lines, saleKind: kind,
          optOutOffered: isOffered)))
  }
}
