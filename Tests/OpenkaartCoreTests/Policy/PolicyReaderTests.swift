import OpenkaartCore
import OpenkaartFiles
import Testing

@Suite struct PolicyReaderTests {
  @Test func `every part of a policy is read`() throws {
    let policy = try #require(try checked(soundPolicy).policy)
    #expect(policy.controller.dpo == Controller.Officer(name: "Officer", email: "fg@example.nl"))
    #expect(policy.dataCategories.map(\.id) == ["contact", "age", "purchases", "wellbeing"])
    #expect(policy.dataCategories.last?.isSpecial == true)
    let newest = policy.notice(NoticeReference(id: "marketing", version: "2"))
    #expect(newest?.validFrom == Day(year: 2026, month: 1, day: 1))
    #expect(newest?.recipients == ["partner"])
    let offers = try #require(policy.purpose("offers"))
    #expect(offers.bases == [.consent, .softOptIn])
    #expect(offers.consent.isDoubleOptIn)
    #expect(offers.consent.expiresAfter == Span(24, .months))
    #expect(offers.retention == Span(24, .months).map { .init(keepFor: $0, after: .lastActivity) })
    #expect(policy.purpose("delivery")?.validTo == Day(year: 2030, month: 12, day: 31))
    #expect(policy.purpose("advice")?.consent.minimumAge == 16)
    #expect(policy.linesCompeting(with: "lease") == ["lease", "cars"])
    #expect(policy.sources.first?.kinds == [.purchased, .consented])
    #expect(policy.forms.map(\.purposes) == [["offers"], ["delivery"]])
    #expect(policy.forms.first?.fields.map(\.isNecessary) == [true, false])
    #expect(policy.holidayCalendar == "NL")
    #expect(policy.register.security?.nl == "Versleuteld.")
  }

  @Test func `a house rule is on when it is named, unless it says false`() throws {
    let rules = try #require(try checked(soundPolicy).policy).rules
    #expect(rules.openComplaint && rules.brokenPromise && rules.openRightsRequest)
    #expect(!rules.breachAffected)
    #expect(rules.recentlyBought.map(\.line) == ["cars"])
    #expect(rules.priceRegret == Span(6, .months))
    #expect(rules.frequency.map(\.max) == [4])
    #expect(rules.quietHours?.hours.from.text == "21:00")
    #expect(rules.staleAfter == Span(24, .months))
    #expect(rules.contactPoint?.stopsAtHardBounce == true)
    #expect(rules.contactPoint?.softBounces?.count == 3)
    #expect(rules.contactPoint?.requiresVerified == true)
    #expect(rules.mergeConflictHold == Span(72, .hours))
    let none = try soundPolicy.breaking("  openComplaint: {}\n", into: "")
    #expect(try checked(none).policy?.rules.openComplaint == false)
  }

  @Test(arguments: ["", "null", "[]", "42", "text", "{}", "[[[[]]]]", "purposes: {}", "? x"])
  func `what is no policy is refused with a place`(_ text: String) throws {
    let reading = try checked(text)
    #expect(reading.policy == nil)
    #expect(reading.hasErrors)
    #expect(reading.diagnostics.allSatisfy { $0.position.line >= 1 && $0.position.column >= 1 })
  }

  @Test func `values of every wrong shape are refused everywhere`() throws {
    let shapes = ["null", "true", "7", "text", "[x]", "{x: y}", "[[]]", "{}", "\"\\u202e\""]
    let keys = PolicyKeys.all
    for key in keys {
      for shape in shapes {
        let text = "\(key.prefix)\(shape)\(key.suffix)"
        let reading = try checked(text)
        #expect(reading.diagnostics.allSatisfy { !$0.message.en.contains("\u{202E}") })
        for diagnostic in reading.diagnostics { #expect(diagnostic.position.line >= 1) }
      }
    }
  }

  @Test func `a hundred thousand unknown fields give a thousand remarks`() throws {
    let fields = (0..<100_000).map { "x\($0): 1" }.joined(separator: "\n")
    let reading = try checked(fields)
    #expect(reading.diagnostics.count <= 1_010)
    #expect(reading.diagnostics.contains { $0.code == "policy.tooManyMistakes" })
    #expect(reading.policy == nil)
  }

  @Test func `names that a terminal would obey are shown without their power`() throws {
    let text = "controller: {name: A, entity: a}\n\"\\e[2J\\u202Ex\": 1\npurposes: [{id: x}]"
    let messages = try checked(text).diagnostics.flatMap { [$0.sentences.nl, $0.sentences.en] }
    #expect(messages.allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\u{202E}") })
    #expect(messages.contains { $0.contains("[2J") })
  }
}

/// Places in a policy where any value may be tried.
struct PolicyKeys {
  let prefix: String
  let suffix: String

  private static let top = [
    "controller", "dataCategories", "register", "notices", "purposes", "topics", "productLines",
    "rules", "sources", "forms", "holidays", "segments",
  ]
  private static let rules = [
    "openComplaint", "recentlyBought", "priceRegret", "frequency", "quietHours", "stale",
    "contactPoint", "mergeConflictHold",
  ]
  private static let purpose = [
    "label", "dpv", "marketing", "basis", "channels", "dataCategories", "recipients",
    "assessment", "notice", "benefit", "consent", "retention", "validFrom", "requires",
  ]

  static let all: [PolicyKeys] =
    top.map { PolicyKeys(prefix: "\($0): ", suffix: "") }
    + rules.map { PolicyKeys(prefix: "rules: {\($0): ", suffix: "}") }
    + purpose.map { PolicyKeys(prefix: "purposes: [{id: x, \($0): ", suffix: "}]") }
    + ["fields", "purpose", "purposes"].map {
      PolicyKeys(prefix: "forms: [{id: x, \($0): ", suffix: "}]")
    }
    + ["versions"].map { PolicyKeys(prefix: "notices: [{id: x, \($0): ", suffix: "}]") }
    + ["a", "identifiers"].map { PolicyKeys(prefix: "dataCategories: {\($0): ", suffix: "}") }
}
