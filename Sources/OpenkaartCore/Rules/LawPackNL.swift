/// The rules of Dutch law on messages: Telecommunicatiewet 11.7 and what comes with it.
enum LawPackNL {
  static func rules(for policy: Policy) -> [Rule] { bases + failures }

  /// The last day on which a sales call to an existing customer needed no consent.
  static let lastDayOfPhoneSoftOptIn = Day(year: 2026, month: 6, day: 30)

  /// Over the phone the soft opt-in holds until 30 June 2026, and after it for a few sectors.
  static let phoneIsOpenToSales = Condition.all([
    .asks(.channel(ChannelSet([.phone]))),
    .any([.asks(.sectorKeepsPhone), .on(from: nil, to: lastDayOfPhoneSoftOptIn)]),
  ])

  static let saleMayCarryChannel = Condition.any([
    .asks(.channel(ChannelSet([.email, .sms]))), phoneIsOpenToSales,
  ])

  static let saleWouldCarry = Condition.all([
    .asks(.lists(.softOptIn)), .asks(.isMarketing), .not(.holds(.optOutIsUsed)),
    saleMayCarryChannel, .holds(.saleCarries),
  ])

  static let interestWouldCarry = Condition.all([
    .asks(.lists(.legitimateInterest)), .asks(.hasAssessment), .not(.holds(.optOutIsUsed)),
    .any([
      .all([.asks(.channel(ChannelSet([.post]))), .not(isStoppedByPostfilter)]),
      .all([.asks(.channel(ChannelSet([.phone]))), .holds(.isCompany)]),
    ]),
  ])

  /// Own customers and ex-customers are exempt, and the filter is for consumers.
  static let isStoppedByPostfilter = Condition.all([
    .holds(.isOnPostfilter), .not(.holds(.isCustomer)), .not(.holds(.isCompany)),
  ])

  private static let bases: [Rule] = [
    LawPackEU.basis(
      "M03", .softOptIn, "ePrivacy 13(2); Tw 11.7(4)", .nl,
      nl: "De persoon kocht iets dergelijks bij ons en meldde zich niet af.",
      en: "The person bought something similar from us and did not opt out.",
      when: .all([saleWouldCarry, .not(.asks(.usesSpecialData))])),
    LawPackEU.basis(
      "M13", .legitimateInterest, "AVG 6(1)(f)", .nl,
      nl: "Wij hebben hierbij een gerechtvaardigd belang, en er is geen bezwaar.",
      en: "We have a legitimate interest in this, and there is no objection.",
      when: .all([interestWouldCarry, .not(.asks(.usesSpecialData))])),
  ]

  private static let failures: [Rule] = [
    Rule(
      "M09", .phoneConsentRequired, .failure, .nl, source: "Tw 11.7(2)",
      validFrom: Day(year: 2021, month: 7, day: 1),
      nl: "Voor een verkoopgesprek is toestemming nodig; alleen een bedrijf mag zonder.",
      en: "A sales call needs consent; only a company may be called without.",
      changeNL: "Vraag toestemming om te bellen.", changeEN: "Ask for consent to call.",
      when: .all([
        .asks(.isMarketing), .asks(.channel(ChannelSet([.phone]))), .not(.holds(.isCompany)),
      ])),
    Rule(
      "M13p", .postOptedOutRegister, .failure, .nl, source: "Code Postfilter 2021",
      nl: "De persoon staat in het Postfilter voor deze branche.",
      en: "The person is on the Postfilter list for this sector.",
      changeNL: "Vraag toestemming voor post.", changeEN: "Ask for consent to post.",
      when: .all([
        .asks(.lists(.legitimateInterest)), .asks(.channel(ChannelSet([.post]))),
        isStoppedByPostfilter,
      ])),
  ]
}
