import OpenkaartCore

/// Random policies: every rule and number varies, the names stay.
struct RandomPolicy {
  let random: SplitMix64
  /// The day around which purposes and notices begin and end.
  let today: Int

  func policy(zone: String) -> Policy {
    Policy(
      version: "random",
      controller: Controller(
        name: "House", entity: RandomWords.entity,
        sector: random.pick(["automotive", "automotive", "charity", "publisher", nil]),
        timeZone: zone),
      dataCategories: [
        DataCategory(id: "contact"), DataCategory(id: "purchases"),
        DataCategory(id: "health", isSpecial: true),
      ],
      notices: [notice("news"), notice("app"), notice("care")],
      purposes: [offers(), profiling(), care(), duty()],
      topics: RandomWords.topics,
      productLines: RandomWords.lines.map { line in
        let competes = line == "lease" ? ["cars"] : random.some(RandomWords.lines, 10)
        return ProductLine(id: line, label: Self.text, competesWith: competes)
      },
      rules: rules())
  }

  private static let text = LocalizedText(nl: "tekst", en: "text")

  private func notice(_ id: String) -> Notice {
    Notice(
      id: id,
      versions: [
        version("1", from: today - 4000), version("2", from: today - random.pick([0, 1, 30, 200])),
        version("3", from: today + random.number(0...1)),
      ])
  }

  private func version(_ name: String, from day: Int) -> Notice.Version {
    Notice.Version(
      version: name, validFrom: Day(number: Int32(day)),
      recipients: random.some(RandomWords.recipients, 70),
      data: ["contact"] + random.some(["purchases", "health"], 75), text: Self.text)
  }

  private func span(_ counts: [Int], _ unit: Span.Unit) -> Span? {
    Span(random.pick(counts), unit)
  }

  private func calendarSpan() -> Span? {
    switch random.number(0...3) {
    case 0: span([1, 2, 7, 30], .days)
    case 1: span([12, 24, 84], .months)
    case 2: span([1, 6], .months)
    default: span([24, 36], .months)
    }
  }

  private func retention() -> Purpose.Retention? {
    guard random.chance(70) else { return nil }
    let long = random.chance(70) ? Span(random.pick([12, 24, 84]), .months) : calendarSpan()
    let after = random.pick(Purpose.Retention.Anchor.allCases)
    return long.map { Purpose.Retention(keepFor: $0, after: after) }
  }

  private func consentRules(ages: [Int?]) -> Purpose.ConsentRules {
    Purpose.ConsentRules(
      isDoubleOptIn: random.chance(25),
      expiresAfter: random.chance(60) ? calendarSpan() : nil,
      isExplicit: random.chance(15), minimumAge: random.pick(ages))
  }

  private func day(_ percent: Int, _ days: [Int]) -> Day? {
    random.maybe(percent, 0).map { _ in Day(number: Int32(today + random.pick(days))) }
  }

  private func purpose(
    _ id: String, isMarketing: Bool, bases: [LegalBasis], channels: [Channel], notice: String,
    ages: [Int?] = [nil]
  ) -> Purpose {
    Purpose(
      id: id, label: Self.text, isMarketing: isMarketing, bases: bases, channels: channels,
      dataCategories: ["contact"] + random.some(["purchases", "health"], 45),
      recipients: random.chance(30) ? ["partner"] : [],
      assessment: random.maybe(85, "LIA"), notice: random.maybe(97, notice),
      consent: consentRules(ages: ages), retention: retention(), validFrom: day(6, [-1, 0, 0, 1]),
      validTo: day(6, [-1, 0, 0, 1]),
      requires: random.chance(6) ? [random.pick(Purpose.ActivityField.allCases)] : [])
  }

  private func offers() -> Purpose {
    var bases: [LegalBasis] = random.some([.softOptIn, .legitimateInterest], 75)
    if random.chance(90) { bases.append(.consent) }
    if random.chance(8) { bases.append(random.pick(LegalBasis.allCases)) }
    return purpose(
      "offers", isMarketing: true, bases: random.shuffled(bases),
      channels: random.some(Channel.allCases, 85), notice: "news", ages: [nil, nil, nil, 16])
  }

  private func profiling() -> Purpose {
    let more: [LegalBasis] = random.some([.publicInterest, .contract, .legitimateInterest], 15)
    return purpose(
      "profiling", isMarketing: random.chance(50), bases: random.shuffled([.consent] + more),
      channels: random.some(Channel.allCases, 85), notice: "app", ages: [nil, 16, 16, 12, 18])
  }

  private func care() -> Purpose {
    let more = random.some(LegalBasis.allCases.filter { $0 != .contract }, 15)
    return purpose(
      "care", isMarketing: false, bases: random.shuffled([.contract] + more),
      channels: random.some(Channel.allCases, 90), notice: "care")
  }

  private func duty() -> Purpose {
    let bases: [LegalBasis] = [.legalObligation, .vitalInterest, .publicInterest]
    return purpose(
      "duty", isMarketing: false, bases: [random.pick(bases)] + random.some([.consent], 20),
      channels: random.some(Channel.allCases, 90), notice: "care")
  }
}

extension RandomPolicy {
  private func rules() -> HouseRules {
    HouseRules(
      openComplaint: random.chance(70), brokenPromise: random.chance(70),
      openRightsRequest: random.chance(70), breachAffected: random.chance(70),
      recentlyBought: random.some(RandomWords.lines, 40).compactMap { line in
        span([1, 2, 30], .days).map { HouseRules.LineSpan(line: line, span: $0) }
      },
      priceRegret: random.chance(50) ? span([1, 6], .months) : nil,
      frequency: caps(), quietHours: quiet(),
      staleAfter: random.chance(40) ? calendarSpan() : nil,
      contactPoint: random.chance(75) ? contactPoint() : nil,
      mergeConflictHold: random.chance(60) ? hold() : nil)
  }

  private func hold() -> Span? {
    random.chance(60) ? span([5, 48, 72], .hours) : span([1, 7], .days)
  }

  private func caps() -> [HouseRules.Cap] {
    var caps: [HouseRules.Cap] = []
    for _ in 0..<random.number(0...2) {
      let channels = random.chance(20) ? [] : random.some(Channel.allCases, 60)
      let window =
        random.chance(50) ? span([1, 5, 24, 168], .hours) : span([1, 7, 10], .days)
      let max = random.chance(3) ? 0 : random.number(1...3)
      if let window { caps.append(HouseRules.Cap(channels: channels, max: max, per: window)) }
    }
    return caps
  }

  private func quiet() -> HouseRules.Quiet? {
    guard random.chance(35), let from = TimeOfDay(minutes: random.pick([1260, 0, 150, 570])),
      let to = TimeOfDay(minutes: random.pick([540, 120, 720, 1439]))
    else { return nil }
    let channels = random.chance(30) ? [] : random.some(Channel.allCases, 60)
    return HouseRules.Quiet(channels: channels, hours: QuietHours(from: from, to: to))
  }

  private func contactPoint() -> HouseRules.ContactPointRules {
    var soft: HouseRules.ContactPointRules.SoftBounces?
    if random.chance(60), let window = span([5, 24, 240], .hours) {
      soft = .init(count: random.number(1...2), window: window)
    }
    return HouseRules.ContactPointRules(
      stopsAtHardBounce: random.chance(80), softBounces: soft, requiresVerified: random.chance(15))
  }
}
