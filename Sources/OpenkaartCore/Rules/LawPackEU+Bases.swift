extension LawPackEU {
  /// The bases, each with what lets it carry the use.
  static let bases: [Rule] = [
    basis(
      "C02", .consent, "AVG 6(1)(a), 7", nl: "De persoon gaf toestemming voor {purpose}.",
      en: "The person consented to {purpose}.", when: .holds(.consentHolds)),
    basis(
      "L07", .contract, "AVG 6(1)(b)", nl: "Dit hoort bij wat de persoon bij ons kocht.",
      en: "This belongs to what the person bought from us.",
      when: .all([contractWouldCarry, .not(.asks(.usesSpecialData))])),
    basis(
      "L08", .legalObligation, "AVG 6(1)(c)", nl: "De wet verplicht ons hiertoe.",
      en: "The law obliges us to do this.", when: isNoMarketing),
    basis(
      "L09", .vitalInterest, "AVG 6(1)(d)", nl: "Dit is van levensbelang.",
      en: "This is a matter of life and death.", when: isNoMarketing),
    basis(
      "L10", .publicInterest, "AVG 6(1)(e)", nl: "Dit dient een taak van algemeen belang.",
      en: "This serves a task in the public interest.", when: isNoMarketing),
    Rule(
      "M14", .serviceMessage, .remark, .eu, source: "ePrivacy 13; C-654/23",
      nl: "Dit is een dienstbericht en geen reclame.",
      en: "This is a service message and no marketing.",
      changeNL: "Niets.", changeEN: "Nothing.",
      when: .all([.not(.asks(.isMarketing)), .not(.asks(.channel(ChannelSet([.none]))))])),
    Rule(
      "L00", .basisNone, .failure, .eu, source: "AVG 6(1)",
      nl: "Geen enkele reden uit de wet draagt dit gebruik.",
      en: "No legal basis carries this use.",
      changeNL: "Vraag toestemming, of kies een doel dat wel een reden heeft.",
      changeEN: "Ask for consent, or choose a purpose with a basis that fits.", when: .always),
  ]

  /// No word of the caller turns marketing into a service, and a service that promotes is marketing.
  static let isNoMarketing = Condition.not(.asks(.isMarketing))

  static let contractWouldCarry = Condition.all([
    .asks(.lists(.contract)), isNoMarketing, .holds(.agreementStands),
  ])

  static func basis(
    _ id: String, _ basis: LegalBasis, _ source: String, _ jurisdiction: Rule.Jurisdiction = .eu,
    validFrom: Day? = nil, validTo: Day? = nil, nl: String, en: String, when condition: Condition
  ) -> Rule {
    Rule(
      id, basis.code, .basis(basis), jurisdiction, source: source, validFrom: validFrom,
      validTo: validTo, nl: nl, en: en, changeNL: "Niets.", changeEN: "Nothing.",
      when: .all([.asks(.lists(basis)), condition]))
  }

  /// Why consent does not hold.
  static let consent: [Rule] = [
    refusal(
      "C04", .consentWithdrawn, isWithdrawal: true, nl: "De toestemming is ingetrokken.",
      en: "The consent was withdrawn."),
    refusal(
      "C04r", .consentRefused, isWithdrawal: false, nl: "De persoon heeft nee gezegd.",
      en: "The person said no."),
    failure(
      "C02m", .consentMissing, "AVG 6(1)(a)", .holds(.consentIsMissing),
      nl: "Er is geen toestemming voor {purpose} {way}.",
      en: "There is no consent to {purpose} {way}.",
      changeNL: "Vraag toestemming.", changeEN: "Ask for consent."),
    flaw(
      "C02u", .unconfirmed, "AVG 7(1)", nl: "De toestemming is nog niet bevestigd.",
      en: "The consent has not been confirmed yet.",
      changeNL: "Dat de persoon de bevestigingsmail beantwoordt.",
      changeEN: "The person confirming by the mail that was sent."),
    flaw(
      "C02p", .unproven, "AVG 7(1)",
      nl: "Wij kunnen niet laten zien waarmee de persoon instemde.",
      en: "We cannot show what the person agreed to.",
      changeNL: "Vraag opnieuw toestemming, met de tekst erbij.",
      changeEN: "Ask for consent again, with the text."),
    flaw(
      "C13", .expired, "AVG 5(1)(e), 7", nl: "De toestemming is verlopen.",
      en: "The consent has expired.", changeNL: "Vraag opnieuw toestemming.",
      changeEN: "Ask for consent again."),
    flaw(
      "C14", .noticeOutdated, "AVG 7, 13(3)",
      nl: "De tekst die de persoon zag, noemde deze gegevens of deze ontvanger niet.",
      en: "The text the person saw did not name this data or this recipient.",
      changeNL: "Vraag toestemming met de nieuwe tekst.",
      changeEN: "Ask for consent with the new text."),
    flaw(
      "C01", .notAffirmative, "AVG 4(11); C-673/17",
      nl: "Een vakje dat al was aangevinkt, is geen toestemming.",
      en: "A box that was ticked beforehand is no consent.",
      changeNL: "Vraag toestemming zonder vooraf in te vullen.",
      changeEN: "Ask for consent without filling it in."),
    flaw(
      "C07", .guardianRequired, "AVG 8; UAVG 5",
      nl: "Voor deze persoon beslist een ouder of voogd, of de leeftijd is niet bekend.",
      en: "A parent or guardian decides for this person, or the age is not known.",
      changeNL: "Toestemming van de ouder of voogd, of een bewijs van leeftijd.",
      changeEN: "Consent of the parent or guardian, or a known age."),
    Rule(
      "C08", .consentNotExplicit, .failure, .eu, source: "AVG 9(2)(a); UAVG 22",
      nl: "Voor deze bijzondere gegevens is uitdrukkelijke toestemming nodig.",
      en: "These special data need explicit consent.",
      changeNL: "Vraag uitdrukkelijke toestemming.", changeEN: "Ask for explicit consent.",
      when: .any([
        .all([.asks(.lists(.consent)), .holds(.consentFails(.notExplicit))]),
        .all([
          .asks(.usesSpecialData),
          .any([
            contractWouldCarry, LawPackNL.saleWouldCarry, LawPackNL.interestWouldCarry,
          ]),
        ]),
      ])),
    failure(
      "P04", .consentConflict, "AVG 5(1)(d), 7", .holds(.consentIsInConflict),
      nl: "De samengevoegde gegevens spreken elkaar tegen; het nee gaat voor.",
      en: "The merged records contradict each other; the no prevails.",
      changeNL: "Een toestemming van na de samenvoeging, of splitsen.",
      changeEN: "A consent given after the merge, or a split."),
  ]

  private static func failure(
    _ id: String, _ code: ReasonCode, _ source: String, _ condition: Condition, nl: String,
    en: String, changeNL: String, changeEN: String
  ) -> Rule {
    Rule(
      id, code, .failure, .eu, source: source, nl: nl, en: en, changeNL: changeNL,
      changeEN: changeEN, when: .all([.asks(.lists(.consent)), condition]))
  }

  private static func flaw(
    _ id: String, _ flaw: ConsentFlaw, _ source: String, nl: String, en: String, changeNL: String,
    changeEN: String
  ) -> Rule {
    failure(
      id, flaw.code, source, .holds(.consentFails(flaw)), nl: nl, en: en, changeNL: changeNL,
      changeEN: changeEN)
  }

  /// A no also closes the bases that only hold while nobody said no.
  private static func refusal(
    _ id: String, _ code: ReasonCode, isWithdrawal: Bool, nl: String, en: String
  ) -> Rule {
    Rule(
      id, code, .failure, .eu, source: "AVG 7(3)", nl: nl, en: en,
      changeNL: "Een nieuwe toestemming.", changeEN: "A new consent.",
      when: .all([
        .any([
          .asks(.lists(.consent)), .asks(.lists(.softOptIn)), .asks(.lists(.legitimateInterest)),
        ]),
        .holds(.refusalStands(isWithdrawal: isWithdrawal)),
      ]))
  }

  /// Why the soft opt-in does not hold.
  static let sales: [Rule] = [
    sale(
      "M03a", .softOptInNoSale, .holds(.saleFails(.noSale)),
      nl: "Dit adres is niet bij een verkoop verkregen.",
      en: "This address was not obtained with a sale.",
      changeNL: "Vraag toestemming.", changeEN: "Ask for consent."),
    sale(
      "M06", .softOptInOtherEntity, .holds(.saleFails(.otherEntity)),
      nl: "Een ander bedrijf verkocht dan nu schrijft.",
      en: "Another company sold than the one that writes now.",
      changeNL: "Vraag toestemming.", changeEN: "Ask for consent."),
    sale(
      "M03c", .softOptInNotOwnSimilar, .holds(.saleFails(.notOwnSimilar)),
      nl: "Het aanbod lijkt niet op wat de persoon bij ons kocht.",
      en: "The offer is not similar to what the person bought from us.",
      changeNL: "Bied iets eigens aan dat erop lijkt, of vraag toestemming.",
      changeEN: "Offer something similar of our own, or ask for consent."),
    sale(
      "M03d", .softOptInNoOptOutAtCollection, .holds(.saleFails(.noOptOutAtCollection)),
      nl: "Bij de verkoop kon de persoon zich niet afmelden, of dat is niet vastgelegd.",
      en: "At the sale no way out was offered, or it was not recorded.",
      changeNL: "Vraag toestemming.", changeEN: "Ask for consent."),
    sale(
      "M03e", .softOptInOptedOut, .holds(.optOutIsUsed),
      nl: "De persoon heeft zich afgemeld of bezwaar gemaakt.",
      en: "The person opted out or objected.",
      changeNL: "Een nieuwe toestemming.", changeEN: "A new consent."),
  ]

  private static func sale(
    _ id: String, _ code: ReasonCode, _ condition: Condition, nl: String, en: String,
    changeNL: String, changeEN: String
  ) -> Rule {
    Rule(
      id, code, .failure, .nl, source: "ePrivacy 13(2); Tw 11.7(4)", nl: nl, en: en,
      changeNL: changeNL, changeEN: changeEN,
      when: .all([
        .asks(.lists(.softOptIn)), .asks(.isMarketing), LawPackNL.saleMayCarryChannel, condition,
      ]))
  }
}
