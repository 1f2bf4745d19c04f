extension PolicyChecker {
  /// Whether each basis is worth something here, and each channel has one that carries it.
  mutating func checkBases(of purpose: Purpose) {
    let path = "purposes.\(purpose.id)"
    let name = DocumentError.quoted(purpose.id)
    guard !places.isUnreadable("\(path).basis") else { return }
    guard !purpose.bases.isEmpty else {
      report(
        "purpose.noBasis", at: path, law: "AVG 6(1)",
        LocalizedText(
          nl: "Het doel \(name) heeft geen grondslag", en: "The purpose \(name) has no legal basis"),
        remedy: LocalizedText(
          nl: "Voeg toe waarop het rust, zoals `basis: [consent]`.",
          en: "Add what it rests on, such as `basis: [consent]`."))
      return
    }
    if purpose.bases.contains(.legitimateInterest), purpose.assessment == nil,
      !places.isUnreadable("\(path).assessment")
    {
      report(
        "legitimateInterest.noAssessment", at: "\(path).basis.legitimateInterest",
        law: "AVG 6(1)(f)",
        LocalizedText(
          nl: "Het gerechtvaardigd belang van \(name) is niet afgewogen",
          en: "The legitimate interest of \(name) has not been weighed"),
        remedy: LocalizedText(
          nl: "Leg de afweging vast en verwijs ernaar: `assessment: LIA-2026-01`.",
          en: "Write the balancing test down and refer to it: `assessment: LIA-2026-01`."))
    }
    checkSpecialData(of: purpose, path: path, name: name)
    checkCarriage(of: purpose, path: path, name: name)
  }

  private mutating func checkCarriage(of purpose: Purpose, path: String, name: String) {
    guard !purpose.channels.isEmpty, !places.isUnreadable("\(path).channels"),
      !places.isUnreadable("\(path).marketing")
    else { return }
    let useful = purpose.bases.filter { basis in
      purpose.channels.contains { policy.lets(basis, carry: $0, for: purpose) }
    }
    for basis in purpose.bases where !useful.contains(basis) {
      reportUseless(basis, of: purpose, path: path, name: name)
    }
    guard !useful.isEmpty else { return }
    for channel in purpose.channels
    where !useful.contains(where: { policy.lets($0, carry: channel, for: purpose) }) {
      let word = channel.rawValue
      let endsOnPhone = channel == .phone && purpose.bases.contains(.softOptIn)
      report(
        "basis.channelUncarried", at: "\(path).channels.\(word)",
        law: purpose.isMarketing && channel != .post && channel != .none ? "Tw 11.7" : "AVG 6(1)",
        LocalizedText(
          nl: "Geen grondslag van \(name) staat het kanaal `\(word)` toe",
          en: "No basis of \(name) carries the channel `\(word)`"),
        remedy: endsOnPhone
          ? LocalizedText(
            nl:
              "Voeg `consent` toe: sinds 1 juli 2026 mag u klanten niet zonder toestemming bellen.",
            en: "Add `consent`: since 1 July 2026 calling customers needs it.")
          : LocalizedText(
            nl: "Voeg `consent` toe aan `basis`, of haal `\(word)` weg.",
            en: "Add `consent` to `basis`, or take `\(word)` out."))
    }
  }

  /// Says why a basis carries none of the purpose's channels.
  private mutating func reportUseless(
    _ basis: LegalBasis, of purpose: Purpose, path: String, name: String
  ) {
    let place = "\(path).basis.\(basis.rawValue)"
    switch basis {
    case .consent: break
    case .softOptIn:
      report(
        "softOptIn.noChannel", at: place, law: "ePrivacy 13(2)",
        LocalizedText(
          nl: "`softOptIn` staat bij \(name) geen enkel kanaal toe",
          en: "`softOptIn` carries no channel of \(name)"),
        remedy: LocalizedText(
          nl: "Het geldt alleen voor marketing per `email` of `sms`; haal het weg.",
          en: "It holds for marketing by `email` or `sms` only; take it out."))
    case .legitimateInterest:
      report(
        "legitimateInterest.noChannel", at: place, law: "AVG 6(1)(f)",
        LocalizedText(
          nl: "`legitimateInterest` staat bij \(name) geen enkel kanaal toe",
          en: "`legitimateInterest` carries no channel of \(name)"),
        remedy: LocalizedText(
          nl: "Het geldt alleen voor `post`, en voor `phone` naar rechtspersonen; haal het weg.",
          en: "It holds for `post`, and for `phone` to legal persons only; take it out."))
    case .contract, .legalObligation, .vitalInterest, .publicInterest:
      report(
        "basis.noMarketing", at: place, law: "AVG 6(1)",
        LocalizedText(
          nl: "`\(basis.rawValue)` kan geen marketing dragen, en \(name) is marketing",
          en: "`\(basis.rawValue)` cannot carry marketing, and \(name) is marketing"),
        remedy: LocalizedText(
          nl: "Haal het weg en vraag toestemming: `basis: [consent]`.",
          en: "Take it out and ask consent: `basis: [consent]`."))
    }
  }

  private mutating func checkSpecialData(of purpose: Purpose, path: String, name: String) {
    let special = purpose.dataCategories.filter { categories[$0]?.isSpecial == true }
    guard let first = special.first else { return }
    if purpose.bases.contains(.consent), !purpose.consent.isExplicit,
      !places.isUnreadable("\(path).consent")
    {
      report(
        "special.notExplicit", at: "\(path).dataCategories.\(first)", law: "AVG 9(2)(a)",
        LocalizedText(
          nl: "De bijzondere gegevens `\(first)` vragen uitdrukkelijke toestemming",
          en: "The special data `\(first)` ask explicit consent"),
        remedy: LocalizedText(
          nl: "Voeg toe: `consent: {explicit: true}`.", en: "Add: `consent: {explicit: true}`."))
    }
    let weak = purpose.bases.filter {
      $0 == .contract || $0 == .softOptIn || $0 == .legitimateInterest
    }
    guard let basis = weak.first else { return }
    let isAlone = weak.count == purpose.bases.count
    report(
      "special.noBasis", severity: isAlone ? .error : .warning,
      at: "\(path).basis.\(basis.rawValue)", law: "AVG 9(2)",
      LocalizedText(
        nl: "`\(basis.rawValue)` staat het gebruik van `\(first)` bij \(name) niet toe",
        en: "`\(basis.rawValue)` does not carry the use of `\(first)` for \(name)"),
      remedy: LocalizedText(
        nl: "Vraag uitdrukkelijke toestemming, of haal `\(first)` uit het doel.",
        en: "Ask explicit consent, or take `\(first)` out of the purpose."))
  }
}
