/// The rules of the GDPR and the ePrivacy Directive, for the use that is asked.
enum LawPackEU {
  static func rules(for policy: Policy) -> [Rule] {
    subject + register(policy) + retention(policy) + rights + objections + bases + consent
      + sales
  }

  /// The bases that serve the public or a duty, which restriction and erasure leave alone.
  static let isCarriedByDuty = Condition.any([
    .carried(by: .legalObligation), .carried(by: .vitalInterest), .carried(by: .publicInterest),
  ])

  private static let isDutyWithoutContact = Condition.all([
    .asks(.channel(ChannelSet([.none]))), .carried(by: .legalObligation),
  ])

  private static let subject: [Rule] = [
    Rule(
      "S00", .subjectUnknown, .stop, .eu, source: "AVG 5(1)(d)",
      nl: "Wij kennen deze persoon niet.", en: "We do not know this person.",
      changeNL: "Neem eerst gegevens op waaruit blijkt wie dit is.",
      changeEN: "First take in data that shows who this is.", when: .holds(.isUnknown)),
    Rule(
      "P09", .subjectErased, .stop, .eu, source: "AVG 17",
      nl: "De gegevens van deze persoon zijn gewist.", en: "This person's data has been erased.",
      changeNL: "Niets, zolang de persoon zich niet opnieuw met een ander adres meldt.",
      changeEN: "Nothing, unless the person comes back with another address.",
      when: .all([
        .holds(.isErased), .not(.all([isDutyWithoutContact, .holds(.erasureKeptData)])),
      ])),
    Rule(
      "P06", .subjectDeceased, .stop, .house, source: "Huisregel P06",
      nl: "Deze persoon is overleden.", en: "This person has died.",
      changeNL: "Niets.", changeEN: "Nothing.",
      when: .all([.holds(.isDeceased), .not(isDutyWithoutContact)])),
  ]

  private static func register(_ policy: Policy) -> [Rule] {
    [
      Rule(
        "L01", .registerUnknownPurpose, .stop, .eu, source: "AVG 5(1)(b), 30",
        nl: "Het doel staat niet in het register.",
        en: "The purpose is not in the register.",
        changeNL: "Neem het doel op in het beleid, of kies een doel dat erin staat.",
        changeEN: "Add the purpose to the policy, or choose one that is in it.",
        when: .not(.asks(.purposeIsRegistered))),
      Rule(
        "L03", .registerChannelNotCovered, .stop, .eu, source: "AVG 5(1)(b), 30",
        nl: "Het doel {purpose} is niet voor gebruik {way}.",
        en: "The purpose {purpose} is not for use {way}.",
        changeNL: "Kies een kanaal van het doel.", changeEN: "Choose a channel of the purpose.",
        when: .not(.asks(.channelIsCovered))),
      Rule(
        "L04", .registerDataNotCovered, .stop, .eu, source: "AVG 5(1)(c), 30",
        nl: "Het gebruik vraagt gegevens die niet bij het doel {purpose} horen.",
        en: "The use asks for data that the purpose {purpose} does not cover.",
        changeNL: "Vraag alleen de gegevens van het doel.",
        changeEN: "Ask only for the data of the purpose.", when: .not(.asks(.dataIsCovered))),
      Rule(
        "L05", .registerRecipientNotCovered, .stop, .eu, source: "AVG 13(1)(e), 30",
        nl: "De ontvanger hoort niet bij het doel {purpose}.",
        en: "The recipient does not belong to the purpose {purpose}.",
        changeNL: "Kies een ontvanger van het doel.",
        changeEN: "Choose a recipient of the purpose.",
        when: .all([.asks(.namesRecipient), .not(.asks(.recipientIsCovered))])),
    ]
      + policy.purposes.flatMap { purposeRules($0) }
  }

  /// What the register says of one purpose in particular.
  private static func purposeRules(_ purpose: Purpose) -> [Rule] {
    var rules: [Rule] = []
    if purpose.validFrom != nil || purpose.validTo != nil {
      rules.append(
        Rule(
          "L02", .registerPurposeInactive, .stop, .eu, source: "AVG 30",
          nl: "Het doel {purpose} geldt niet op deze dag.",
          en: "The purpose {purpose} is not in force on this day.",
          changeNL: "Vraag het op een dag waarop het doel geldt.",
          changeEN: "Ask on a day on which the purpose is in force.",
          when: .all([
            .asks(.isPurpose(purpose.id)), .not(.on(from: purpose.validFrom, to: purpose.validTo)),
          ])))
    }
    if !purpose.requires.isEmpty {
      rules.append(
        Rule(
          "L06", .registerActivityIncomplete, .stop, .eu, source: "AVG 5(2)",
          nl: "De activiteit noemt niet alles wat het doel {purpose} vraagt.",
          en: "The activity does not name all that the purpose {purpose} asks.",
          changeNL: "Noem bij de activiteit ook het product en het onderwerp die het doel vraagt.",
          changeEN: "Name with the activity the product and topic that the purpose asks.",
          when: .all([
            .asks(.isPurpose(purpose.id)),
            .not(.all(purpose.requires.map { .asks(.names($0)) })),
          ])))
    }
    return rules
  }

  private static func retention(_ policy: Policy) -> [Rule] {
    policy.purposes.compactMap { purpose in
      guard let retention = purpose.retention else { return nil }
      return Rule(
        "S04", .retentionPassed, .stop, .eu, source: "AVG 5(1)(e)",
        nl: "De bewaartermijn voor {purpose} is voorbij.",
        en: "The time to keep data for {purpose} has passed.",
        changeNL: "Alleen iets nieuws dat de persoon zelf doet.",
        changeEN: "Only something new that the person does.",
        when: .all([
          .asks(.isPurpose(purpose.id)), .ended(retention.keepFor, since: retention.after),
        ]))
    }
  }

  private static let rights: [Rule] = [
    Rule(
      "P07", .rightRestricted, .stop, .eu, source: "AVG 18(2)",
      nl: "Het gebruik van de gegevens is op verzoek beperkt.",
      en: "The use of this data is restricted on request.",
      changeNL: "Dat de beperking wordt opgeheven, of toestemming van na de beperking.",
      changeEN: "Lifting the restriction, or consent given after it.",
      when: .all([
        .holds(.restrictionStands), .not(isCarriedByDuty),
        .not(.all([.carried(by: .consent), .holds(.consentedSinceRestriction)])),
      ])),
    Rule(
      "P08", .rightErasurePending, .stop, .eu, source: "AVG 17(1)",
      nl: "Er loopt een verzoek om de gegevens te wissen.",
      en: "A request to erase the data is open.",
      changeNL: "Dat het verzoek is afgehandeld.", changeEN: "Closing the request.",
      when: .all([.holds(.erasureIsRequested), .not(isCarriedByDuty)])),
  ]

  private static let objections: [Rule] = [
    objection(
      "C09", .objectionDirectMarketing, "AVG 21(2), 21(3)", .directMarketing,
      nl: "De persoon heeft bezwaar gemaakt tegen reclame.",
      en: "The person objected to direct marketing.",
      when: .all([.asks(.isMarketing), .holds(.objectionStands(.directMarketing))])),
    objection(
      "C10", .objectionPurpose, "AVG 21(1)", .purpose,
      nl: "De persoon heeft bezwaar gemaakt tegen het doel {purpose}.",
      en: "The person objected to the purpose {purpose}.",
      when: .all([
        .holds(.objectionStands(.purpose)),
        .not(
          .any([
            .carried(by: .contract), .carried(by: .legalObligation), .carried(by: .vitalInterest),
          ])),
      ])),
    objection(
      "C09c", .objectionChannel, "AVG 21(2)", .channel,
      nl: "De persoon wil geen reclame {way}.",
      en: "The person wants no marketing {way}.",
      when: .all([.asks(.isMarketing), .holds(.objectionStands(.channel))])),
    objection(
      "C09t", .objectionTopic, "AVG 21(2)", .topic,
      nl: "De persoon wil geen reclame over dit onderwerp: {topic}.",
      en: "The person wants no marketing about this topic: {topic}.",
      when: .all([.asks(.isMarketing), .holds(.objectionStands(.topic))])),
    Rule(
      "C15", .signalGpc, .stop, .eu, source: "AVG 21(5)",
      nl: "De browser van de persoon vraagt om gegevens niet te delen (GPC).",
      en: "The person's browser asks not to share data (GPC).",
      changeNL: "Een nieuwere toestemming voor dit doel.",
      changeEN: "A newer consent to this purpose.",
      when: .all([
        .asks(.isMarketing), .any([.asks(.namesRecipient), .asks(.purposeHasRecipients)]),
        .holds(.privacyControlStands),
      ])),
  ]

  private static func objection(
    _ id: String, _ code: ReasonCode, _ source: String, _ scope: Objection.Scope, nl: String,
    en: String, when condition: Condition
  ) -> Rule {
    let isTopic = scope == .topic
    return Rule(
      id, code, .stop, .eu, source: source, nl: nl, en: en,
      changeNL: isTopic
        ? "Dat de persoon dit onderwerp weer kiest." : "Een nieuwere toestemming voor dit doel.",
      changeEN: isTopic
        ? "The person choosing this topic again." : "A newer consent to this purpose.",
      when: condition)
  }
}
