extension PolicyParser {
  private static var ruleFields: [String] {
    [
      "openComplaint", "brokenPromise", "openRightsRequest", "breachAffected", "recentlyBought",
      "priceRegret", "frequency", "quietHours", "stale", "contactPoint", "mergeConflictHold",
    ]
  }

  mutating func houseRules(_ policy: Section) -> HouseRules {
    guard let section = section(policy, "rules", fields: Self.ruleFields) else {
      return HouseRules()
    }
    return HouseRules(
      openComplaint: isOn(section, "openComplaint"),
      brokenPromise: isOn(section, "brokenPromise"),
      openRightsRequest: isOn(section, "openRightsRequest"),
      breachAffected: isOn(section, "breachAffected"),
      recentlyBought: recentlyBought(section),
      priceRegret: onlySpan(section, "priceRegret", "within"),
      frequency: caps(section),
      quietHours: quiet(section),
      staleAfter: onlySpan(section, "stale", "lastActivityWithin"),
      contactPoint: contactPointRules(section),
      mergeConflictHold: valued(section, "mergeConflictHold")
        ? span(section, "mergeConflictHold") : nil)
  }

  /// A rule without numbers is on when it is named, unless it says `false`.
  private mutating func isOn(_ rules: Section, _ key: String) -> Bool {
    guard let node = rules.node(key) else { return false }
    switch node.content {
    case .null: return true
    case .bool(let isOn): return isOn
    case .object:
      _ = section(node, at: rules.path(key), fields: [])
      return true
    default:
      wrong(rules.path(key), node, .bool)
      return false
    }
  }

  /// Whether a rule with numbers is there; an empty one is a mistake, since it could mean either.
  private mutating func valued(_ rules: Section, _ key: String) -> Bool {
    guard let node = rules.node(key) else { return false }
    guard node.content == .null else { return true }
    refuse(
      "rule.empty", rules.path(key), at: node.position,
      LocalizedText(
        nl: "De regel `\(key)` heeft geen waarde.", en: "The rule `\(key)` has no value."),
      remedy: LocalizedText(
        nl: "Vul hem in, of laat hem weg om hem uit te zetten.",
        en: "Fill it in, or leave it out to switch it off."))
    return false
  }

  /// A rule that is nothing but one span: `priceRegret: {within: 6 months}`.
  private mutating func onlySpan(_ rules: Section, _ key: String, _ field: String) -> Span? {
    guard valued(rules, key), let section = section(rules, key, fields: [field]) else { return nil }
    let span = span(section, field)
    if span == nil {
      reportMissing(section, field, remedy: PolicyShape.span.remedy)
    }
    return span
  }

  private mutating func recentlyBought(_ rules: Section) -> [HouseRules.LineSpan] {
    guard valued(rules, "recentlyBought") else { return [] }
    var spans: [HouseRules.LineSpan] = []
    for member in map(rules, "recentlyBought", example: "cars: 36 months") ?? [] {
      let path = "\(rules.path("recentlyBought")).\(member.key)"
      guard let span = span(member.value, at: path) else { continue }
      spans.append(HouseRules.LineSpan(line: member.key, span: span))
    }
    return spans
  }

  private mutating func caps(_ rules: Section) -> [HouseRules.Cap] {
    guard valued(rules, "frequency") else { return [] }
    var caps: [HouseRules.Cap] = []
    let nodes = list(rules, "frequency", example: "[{channels: [email], max: 4, per: 7 days}]")
    for (index, node) in (nodes ?? []).enumerated() {
      let path = "\(rules.path("frequency")).\(index)"
      guard let section = section(node, at: path, fields: ["channels", "max", "per"]) else {
        continue
      }
      let channels = words(section, "channels", example: "[email]", as: Channel.self) ?? []
      let max = integer(section, "max", in: -1_000_000...1_000_000)
      if max == nil {
        reportMissing(
          section, "max",
          remedy: LocalizedText(
            nl: "Zeg hoeveel berichten het er hoogstens mogen zijn.",
            en: "Say how many messages there may be at most."))
      }
      let per = span(section, "per")
      if per == nil { reportMissing(section, "per", remedy: PolicyShape.span.remedy) }
      guard let max, let per else { continue }
      caps.append(HouseRules.Cap(channels: channels, max: max, per: per))
    }
    return caps
  }

  private mutating func quiet(_ rules: Section) -> HouseRules.Quiet? {
    guard valued(rules, "quietHours"),
      let section = section(rules, "quietHours", fields: ["channels", "from", "to"])
    else { return nil }
    let channels = words(section, "channels", example: "[phone, sms]", as: Channel.self) ?? []
    let from = time(section, "from")
    if from == nil { reportMissing(section, "from", remedy: PolicyShape.time.remedy) }
    let to = time(section, "to")
    if to == nil { reportMissing(section, "to", remedy: PolicyShape.time.remedy) }
    guard let from, let to else { return nil }
    return HouseRules.Quiet(channels: channels, hours: QuietHours(from: from, to: to))
  }
}

extension PolicyParser {
  private enum Never: String, CaseIterable { case never }

  private mutating func contactPointRules(_ rules: Section) -> HouseRules.ContactPointRules? {
    guard valued(rules, "contactPoint"),
      let section = section(
        rules, "contactPoint", fields: ["bouncedHard", "bouncedSoft", "unverified"])
    else { return nil }
    return HouseRules.ContactPointRules(
      stopsAtHardBounce: word(section, "bouncedHard", as: Never.self) != nil,
      softBounces: softBounces(section),
      requiresVerified: word(section, "unverified", as: Never.self) != nil)
  }

  /// Reads `3 in 30 days`.
  private mutating func softBounces(
    _ section: Section
  ) -> HouseRules.ContactPointRules.SoftBounces? {
    guard let text = text(section, "bouncedSoft"), let node = section.node("bouncedSoft") else {
      return nil
    }
    let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    if words.count == 3, words[1] == "in", let count = Int(words[0]),
      (1...1_000_000).contains(count), let window = Span(parsing: words[2])
    {
      return HouseRules.ContactPointRules.SoftBounces(count: count, window: window)
    }
    refuse(
      "field.wrong", section.path("bouncedSoft"), at: node.position,
      LocalizedText(
        nl: "Bij `bouncedSoft` staat \(DocumentError.quoted(text)).",
        en: "At `bouncedSoft` stands \(DocumentError.quoted(text))."),
      remedy: LocalizedText(
        nl: "Schrijf hoe vaak in welke tijd, zoals `3 in 30 days`.",
        en: "Write how often in what time, such as `3 in 30 days`."))
    return nil
  }
}
