/// The house's own rules, with the numbers of the policy.
///
/// They judge marketing; a dead contact point stops every message.
enum HouseRulePack {
  static func rules(for policy: Policy) -> [Rule] {
    contactPoint + cases(policy.rules) + offers(policy) + pressure(policy) + preferences
  }

  private static func house(
    _ id: String, _ code: ReasonCode, _ role: Rule.Role = .stop, nl: String, en: String,
    changeNL: String, changeEN: String, onlyMarketing: Bool = true, when condition: Condition
  ) -> Rule {
    Rule(
      id, code, role, .house, source: "Huisregel \(id)", nl: nl, en: en, changeNL: changeNL,
      changeEN: changeEN,
      when: onlyMarketing ? .all([.asks(.isMarketing), condition]) : condition)
  }

  private static let contactPoint: [Rule] = [
    house(
      "P05m", .contactPointMissing, nl: "Er is geen adres of nummer voor dit kanaal: {channel}.",
      en: "There is no address or number for this channel: {channel}.",
      changeNL: "Dat de persoon het geeft.", changeEN: "The person giving one.",
      onlyMarketing: false, when: .holds(.pointIsMissing)),
    house(
      "P05b", .contactPointBounced, nl: "Berichten aan dit adres komen terug.",
      en: "Messages to this address come back.",
      changeNL: "Een ander adres.", changeEN: "Another address.", onlyMarketing: false,
      when: .holds(.pointIsBounced)),
    house(
      "P05s", .contactPointSpamComplaint, nl: "Vanaf dit adres is een bericht als spam gemeld.",
      en: "A message to this address was reported as spam.",
      changeNL: "Een ander adres.", changeEN: "Another address.",
      when: .holds(.pointComplainedOfSpam)),
  ]

  private static func cases(_ rules: HouseRules) -> [Rule] {
    var list: [Rule] = []
    if rules.contactPoint?.requiresVerified == true {
      list.append(
        house(
          "P05v", .contactPointUnverified, nl: "Dit adres is niet bevestigd.",
          en: "This address has not been verified.",
          changeNL: "Dat de persoon het adres bevestigt.",
          changeEN: "The person confirming the address.",
          when: .not(.any([.holds(.pointIsVerified), .holds(.pointIsMissing)]))))
    }
    if rules.openComplaint {
      list.append(
        house(
          "P01", .houseOpenComplaint, nl: "Er staat een klacht open.",
          en: "A complaint is open.", changeNL: "Dat de klacht is opgelost.",
          changeEN: "Resolving the complaint.", when: .holds(.complaintIsOpen)))
    }
    if rules.brokenPromise {
      list.append(
        house(
          "P01b", .houseBrokenPromise,
          nl: "Wij hebben een belofte gebroken en nog niet goedgemaakt.",
          en: "We broke a promise and have not made it good yet.",
          changeNL: "Dat wij het goedmaken.", changeEN: "Making it good.",
          when: .holds(.promiseIsBroken)))
    }
    if rules.openRightsRequest {
      list.append(
        house(
          "P01r", .rightOpenRequest, nl: "Er loopt een verzoek van deze persoon over zijn rechten.",
          en: "A rights request of this person is open.",
          changeNL: "Dat het verzoek is afgehandeld.", changeEN: "Closing the request.",
          when: .holds(.requestIsOpen)))
    }
    if rules.breachAffected {
      list.append(
        house(
          "P01l", .houseBreachAffected, nl: "De persoon is geraakt door een datalek.",
          en: "The person is affected by a data breach.",
          changeNL: "Dat het datalek is afgehandeld.", changeEN: "Closing the breach.",
          when: .holds(.breachIsOpen)))
    }
    return list
  }

  private static func offers(_ policy: Policy) -> [Rule] {
    var list = policy.rules.recentlyBought.map { entry in
      house(
        "P11", .houseRecentlyBought, nl: "De persoon kocht pas iets uit deze groep: {line}.",
        en: "The person recently bought something of this line: {line}.",
        changeNL: "Wachten tot {end}.", changeEN: "Waiting until {end}.",
        when: .all([
          .asks(.offers(line: entry.line)),
          .bought(lines: policy.linesCompeting(with: entry.line), within: entry.span),
        ]))
    }
    if let span = policy.rules.priceRegret {
      list.append(
        house(
          "P11p", .housePriceRegret,
          nl: "De persoon betaalde pas meer dan deze prijs voor hetzelfde.",
          en: "The person recently paid more than this price for the same.",
          changeNL: "Wachten tot {end}, of een prijs die niet lager is.",
          changeEN: "Waiting until {end}, or a price that is not lower.",
          when: .all([
            .asks(.names(.productLine)), .asks(.names(.priceCents)),
            .paidMoreThanOffered(within: span),
          ])))
    }
    if let span = policy.rules.mergeConflictHold {
      list.append(
        house(
          "P09h", .profileMergeConflict, .wait,
          nl: "Gegevens zijn pas samengevoegd en spreken elkaar tegen.",
          en: "Records were merged recently and contradict each other.",
          changeNL: "Wachten tot {end}, of nakijken en splitsen.",
          changeEN: "Waiting until {end}, or checking and splitting.",
          when: .mergedInConflict(within: span)))
    }
    if let span = policy.rules.staleAfter {
      list.append(
        house(
          "P05o", .profileStale, nl: "De persoon heeft lang niets laten horen.",
          en: "Nothing was heard of the person for long.",
          changeNL: "Dat de persoon zelf iets doet.", changeEN: "The person doing something.",
          when: .ended(span, since: .lastActivity)))
    }
    return list
  }

  private static func pressure(_ policy: Policy) -> [Rule] {
    var list = policy.rules.frequency.enumerated().map { index, cap in
      let channels = cap.channels.isEmpty ? .contact : ChannelSet(cap.channels)
      return house(
        "P02.\(index + 1)", .capFrequency, .wait, nl: "De persoon kreeg al genoeg berichten.",
        en: "The person received enough messages already.",
        changeNL: "Wachten tot {end}.", changeEN: "Waiting until {end}.",
        when: .all([
          .asks(.channel(channels)), .sent(over: channels, atLeast: cap.max, within: cap.per),
        ]))
    }
    if let quiet = policy.rules.quietHours {
      let channels = quiet.channels.isEmpty ? .contact : ChannelSet(quiet.channels)
      list.append(
        quietRule("P03", .all([.asks(.channel(channels)), .quiet(quiet.hours)])))
    }
    list.append(
      quietRule(
        "P03p",
        .all([.asks(.channel(ChannelSet([.email, .sms, .phone, .push]))), .holds(.ownQuietHours)])))
    return list
  }

  private static func quietRule(_ id: String, _ condition: Condition) -> Rule {
    house(
      id, .quietHours, .wait, nl: "Het is nu rusttijd voor deze persoon.",
      en: "These are quiet hours for this person.",
      changeNL: "Wachten tot {end}.", changeEN: "Waiting until {end}.", when: condition)
  }

  private static let preferences: [Rule] = [
    house(
      "P10", .preferenceTopic, nl: "De persoon koos dit onderwerp niet: {topic}.",
      en: "The person did not choose this topic: {topic}.",
      changeNL: "Dat de persoon het onderwerp kiest.", changeEN: "The person choosing it.",
      when: .holds(.topicIsUnwanted)),
    house(
      "P04c", .preferenceChannel, nl: "De persoon wil dit kanaal niet: {channel}.",
      en: "The person does not want this channel: {channel}.",
      changeNL: "Een kanaal dat de persoon koos.", changeEN: "A channel the person chose.",
      when: .holds(.channelIsUnwanted)),
    house(
      "P02p", .preferenceFrequency, .wait,
      nl: "De persoon kreeg al zoveel berichten als gewenst.",
      en: "The person received as many messages as wished.",
      changeNL: "Wachten tot {end}.", changeEN: "Waiting until {end}.",
      when: .holds(.wishedFrequencyIsReached)),
    house(
      "P12p", .preferencePaused, .wait, nl: "De persoon heeft berichten gepauzeerd.",
      en: "The person paused messages.",
      changeNL: "Wachten tot {end}.", changeEN: "Waiting until {end}.", when: .holds(.isPaused)),
  ]
}
