import OpenkaartCore
import Testing

@Suite struct PolicyInterviewTests {
  @Test(arguments: UInt64(0)..<300)
  func `random answers make a policy without a remark`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let language = Language.allCases.randomElement(using: &random) ?? .en
    var interview = PolicyInterview(language: language, today: Self.today)
    let company = Self.names.randomElement(using: &random) ?? "x"
    while let question = interview.question {
      let choices = Self.choices[question] ?? [""]
      let answer =
        question == .company ? company : choices.randomElement(using: &random) ?? ""
      try interview.answer(answer)
    }
    let document = try #require(interview.document)
    let reading = try checked(document)
    #expect(
      reading.diagnostics.isEmpty, "\(reading.diagnostics.map { "\($0.code) \($0.message.en)" })")
    #expect(reading.policy?.controller.name == company)
  }

  @Test func `an answer that will not do is refused with a reason, and asked again`() throws {
    for (question, answers) in Self.refused {
      var interview = PolicyInterview(
        language: .en, today: Self.today, zones: ["Europe/Brussels", "Europe/Paris"])
      while let current = interview.question, current != question {
        switch current {
        case .company: try interview.answer("Example")
        case .contact: try interview.answer("privacy@example.com")
        case .country where question == .timeZone: try interview.answer("BE")
        case .channels where question == .quietHours: try interview.answer("sms")
        default: try interview.answer("")
        }
      }
      for answer in answers {
        let refusal = #expect(throws: PolicyInterview.Refusal.self, "\(question) \(answer)") {
          try interview.answer(answer)
        }
        #expect(refusal?.message.hasSuffix(".") == true || refusal?.message.hasSuffix("?") == true)
        #expect(interview.question == question)
        #expect(interview.document == nil)
      }
    }
  }

  @Test func `questions that earlier answers settle are not asked`() throws {
    var interview = PolicyInterview(language: .nl, today: Self.today)
    var asked: [PolicyInterview.Question] = []
    while let question = interview.question {
      asked.append(question)
      #expect(!interview.text(of: question).isEmpty && !interview.reason(for: question).isEmpty)
      switch question {
      case .company: try interview.answer("Voorbeeld")
      case .contact: try interview.answer("privacy@example.com")
      case .channels: try interview.answer("post")
      default: try interview.answer("")
      }
    }
    #expect(!asked.contains(.timeZone) && !asked.contains(.doubleOptIn))
    #expect(!asked.contains(.quietHours))
    let document = try #require(interview.document)
    let policy = try #require(try checked(document).policy)
    #expect(policy.purposes.map(\.id) == ["offers", "service", "taxRecords"])
    #expect(policy.purpose("offers")?.bases == [.consent])
  }

  @Test(arguments: Language.allCases)
  func `the first policy reads as recorded`(_ language: Language) throws {
    var interview = PolicyInterview(language: language, today: Self.today)
    while let question = interview.question {
      switch question {
      case .company: try interview.answer("Fietsen & Co: \"de beste\"")
      case .contact: try interview.answer("privacy@example.com")
      case .channels: try interview.answer("email, phone, post")
      default: try interview.answer("")
      }
    }
    let document = try #require(interview.document)
    try Golden.expect(document, equals: "first-policy.\(language.rawValue).yaml")
  }
}

extension PolicyInterviewTests {
  private static let today = Day(year: 2026, month: 11, day: 22) ?? .first

  private static let names = [
    "Example", "Bakker's \"Beste\" Brood", "a: b", "# no comment", "- dash", "{x: y}", "[a, b]",
    "two\nlines", "tab\tbed", "back\\slash", "%TAG", "@at", "`tick`", "&anchor *alias", "!tag",
    "null", "true", "0123", "1e5", "日本語 株式会社", "Ünï€ cödé", "emoji 🚲👩‍🚀", "'single'", "a #b",
    "| pipe", "> fold", "?", "~", "---", "...", "<<", "\u{FEFF}bom", "soft\u{AD}hyphen", "e\u{301}",
  ]

  private static let choices: [PolicyInterview.Question: [String]] = [
    .entity: ["", "my-ltd", "A_1"],
    .sector: ["", "charity", "publisher", "charityLottery", "retail: shoes", "\"quoted\""],
    .country: ["", "be", "DE", "NL", "FR"],
    .timeZone: ["", "Europe/Paris"],
    .contact: ["privacy@example.com", "o'brien+x@sub.example.nl"],
    .dpo: ["", "nee", "no", "fg@example.nl"],
    .channels: [
      "", "email", "phone", "post", "sms,push", "app, web",
      "email sms".split(separator: " ")
        .joined(separator: ","), "Email, SMS, phone, post, push, app, web",
    ],
    .productLines: ["", "cars", "a, b, A", "Auto's & meer, \"x\": y, 日本, 中文, #", "true, null, 1"],
    .doubleOptIn: ["", "ja", "no", "n", "yes"],
    .consentLasts: ["", "24 maanden", "1 jaar", "90 days", "2 weken", "5 years"],
    .cap: ["", "geen", "none", "1 per 24 uur", "10 in 30 days"],
    .quietHours: ["", "geen", "22:00 - 08:30", "00:00-23:59"],
  ]

  private static let refused: [PolicyInterview.Question: [String]] = [
    .company: ["", "  ", "a\u{1B}b", "a\u{202E}b", String(repeating: "a", count: 501)],
    .entity: ["a b", "é", "a@b", String(repeating: "a", count: 65)],
    .sector: ["publishers", "Charity"],
    .country: ["Nederland", "N", "1L"],
    .timeZone: ["Europe/Brusels", "Mars"],
    .contact: ["", "x", "a@b", "a b@c.nl", "@c.nl", "a@@c.nl", "a@c..nl"],
    .dpo: ["perhaps", "yes"],
    .channels: ["fax", "emial", "none", ","],
    .productLines: [",", String(repeating: "a", count: 81)],
    .doubleOptIn: ["maybe"],
    .consentLasts: ["long", "24", "0 months", "200 years"],
    .cap: ["4", "0 in 7 days", "4 in", "4 of 7 days", "-1 in 7 days", "99999 in 1 day"],
    .quietHours: ["21:00", "9-17", "21:00-21:00", "25:00-09:00"],
  ]
}
