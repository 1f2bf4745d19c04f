extension PolicyChecker {
  /// The terms of the Data Privacy Vocabulary that are marketing, whatever the file calls them.
  private static let marketingTerms: Set<String> = [
    "Marketing", "DirectMarketing", "Advertising", "PersonalisedAdvertising",
    "TargetedAdvertising", "SocialMediaMarketing",
  ]

  /// What every purpose needs: channels, data, a period, dates in order.
  mutating func checkPurpose(_ purpose: Purpose) {
    let path = "purposes.\(purpose.id)"
    let name = DocumentError.quoted(purpose.id)
    if let dpv = purpose.dpv, !purpose.isMarketing, Self.marketingTerms.contains(dpv),
      !places.isUnreadable("\(path).marketing")
    {
      report(
        "purpose.marketingUnmarked", at: "\(path).dpv", law: "AVG 21(2)",
        LocalizedText(
          nl: "Het doel \(name) heet `\(dpv)`, maar is niet als marketing gemerkt",
          en: "The purpose \(name) is called `\(dpv)`, but is not marked as marketing"),
        remedy: LocalizedText(
          nl: "Zet er `marketing: true` bij; anders stopt een bezwaar het niet.",
          en: "Add `marketing: true`; otherwise an objection does not stop it."))
    }
    checkReach(of: purpose, path: path, name: name)
    checkRetention(of: purpose, path: path, name: name)
    if let from = purpose.validFrom, let to = purpose.validTo, to < from {
      report(
        "purpose.datesReversed", at: "\(path).validTo",
        LocalizedText(
          nl: "Het doel \(name) eindigt voordat het begint",
          en: "The purpose \(name) ends before it begins"),
        remedy: LocalizedText(
          nl: "Kies bij `validTo` een dag vanaf \(from.iso).",
          en: "Choose a day from \(from.iso) on for `validTo`."))
    }
  }

  private mutating func checkRetention(of purpose: Purpose, path: String, name: String) {
    if purpose.retention == nil, !places.isUnreadable("\(path).retention") {
      report(
        "retention.missing", at: path, law: "AVG 5(1)(e)",
        LocalizedText(
          nl: "Het doel \(name) heeft geen bewaartermijn",
          en: "The purpose \(name) has no retention period"),
        remedy: LocalizedText(
          nl: "Voeg toe: `retention: {keepFor: 24 months, after: lastActivity}`.",
          en: "Add: `retention: {keepFor: 24 months, after: lastActivity}`."))
    }
    if purpose.retention?.after == .consent, !purpose.bases.contains(.consent),
      !places.isUnreadable("\(path).basis")
    {
      report(
        "retention.noConsent", severity: .warning, at: "\(path).retention.after",
        LocalizedText(
          nl: "De bewaartermijn van \(name) loopt vanaf toestemming, die hier geen grondslag is",
          en: "The period of \(name) runs from consent, which is no basis here"),
        remedy: LocalizedText(
          nl: "Kies `lastActivity`, `lastPurchase` of `endOfBookYear`.",
          en: "Choose `lastActivity`, `lastPurchase` or `endOfBookYear`."))
    }
  }

  private mutating func checkReach(of purpose: Purpose, path: String, name: String) {
    if purpose.channels.isEmpty, !places.isUnreadable("\(path).channels") {
      report(
        "purpose.noChannels", severity: .warning, at: path,
        LocalizedText(
          nl: "Het doel \(name) noemt geen kanalen, dus er mag niets",
          en: "The purpose \(name) names no channels, so nothing is allowed"),
        remedy: LocalizedText(
          nl: "Voeg `channels` toe; `[none]` is gebruik zonder contact.",
          en: "Add `channels`; `[none]` is use without contact."))
    }
    if purpose.dataCategories.isEmpty, !places.isUnreadable("\(path).dataCategories") {
      report(
        "purpose.noData", severity: .warning, at: path, law: "AVG 30(1)(c)",
        LocalizedText(
          nl: "Het doel \(name) noemt geen gegevens, dus er mag niets",
          en: "The purpose \(name) names no data, so nothing is allowed"),
        remedy: LocalizedText(
          nl: "Voeg toe welke gegevens het gebruikt: `dataCategories: [contact]`.",
          en: "Add which data it uses: `dataCategories: [contact]`."))
    }
  }

  /// Names that point at nothing, and people who were not told.
  mutating func checkReferences(of purpose: Purpose) {
    let path = "purposes.\(purpose.id)"
    let known = policy.dataCategories.map(\.id)
    for category in purpose.dataCategories
    where categories[category] == nil && !mayBeUnread(category, in: "dataCategories") {
      reportUnknown(
        "reference.unknownCategory", category, at: "\(path).dataCategories.\(category)",
        what: LocalizedText(nl: "gegevenscategorie", en: "data category"), known: known)
    }
    guard let id = purpose.notice else {
      checkMissingNotice(of: purpose, path: path)
      return
    }
    guard let notice = notices[id] else {
      guard !mayBeUnread(id, in: "notices") else { return }
      reportUnknown(
        "reference.unknownNotice", id, at: "\(path).notice",
        what: LocalizedText(nl: "privacytekst", en: "notice"), known: policy.notices.map(\.id))
      return
    }
    if let newest = notice.newest, mayTellNewest(of: notice) {
      checkTold(newest, of: notice, to: purpose, path: path)
    }
  }

  private mutating func checkMissingNotice(of purpose: Purpose, path: String) {
    guard !places.isUnreadable("\(path).notice"), !purpose.bases.contains(.consent) else { return }
    report(
      "purpose.noNotice", severity: .warning, at: path, law: "AVG 13",
      LocalizedText(
        nl: "Het doel \(DocumentError.quoted(purpose.id)) wijst geen privacytekst aan",
        en: "The purpose \(DocumentError.quoted(purpose.id)) points at no notice"),
      remedy: LocalizedText(
        nl: "Voeg `notice` toe met de id van de tekst die mensen krijgen.",
        en: "Add `notice` with the id of the text that people get."))
  }

  /// Whether the newest version of the notice names every recipient and category.
  private mutating func checkTold(
    _ newest: Notice.Version, of notice: Notice, to purpose: Purpose, path: String
  ) {
    let version = "notices.\(notice.id).versions.\(newest.version)"
    let name = DocumentError.quoted("\(notice.id)@\(newest.version)")
    if !places.isUnreadable("\(version).recipients") {
      for recipient in purpose.recipients where !newest.recipients.contains(recipient) {
        let hint = NearestWord.nearest(to: recipient, among: newest.recipients)
        report(
          "recipient.untold", at: "\(path).recipients.\(recipient)", law: "AVG 13(1)(e)",
          LocalizedText(
            nl: "Ontvanger \(DocumentError.quoted(recipient)) staat niet in de tekst \(name)",
            en: "Recipient \(DocumentError.quoted(recipient)) is not in the notice \(name)"),
          remedy: LocalizedText(
            nl: hint.map { "Bedoelde u `\($0)`? Zo niet, maak een nieuwe versie van de tekst." }
              ?? "Maak een nieuwe versie van de tekst die deze ontvanger noemt.",
            en: hint.map { "Did you mean `\($0)`? If not, make a new version of the notice." }
              ?? "Make a new version of the notice that names this recipient."))
      }
    }
    guard !places.isUnreadable("\(version).data") else { return }
    let isConsent = purpose.bases.contains(.consent)
    for category in purpose.dataCategories
    where !newest.data.contains(category) && categories[category] != nil {
      report(
        "data.untold", severity: isConsent ? .error : .warning,
        at: "\(path).dataCategories.\(category)", law: isConsent ? "AVG 4(11)" : "AVG 13",
        LocalizedText(
          nl: "De gegevens `\(category)` staan niet in de tekst \(name)",
          en: "The data `\(category)` are not in the notice \(name)"),
        remedy: LocalizedText(
          nl: "Maak een nieuwe versie die `\(category)` noemt, of haal het uit het doel.",
          en: "Make a new version that names `\(category)`, or take it out of the purpose."))
    }
  }
}

extension Notice {
  /// The version people see last.
  var newest: Version? { versions.max { $0.validFrom < $1.validFrom } }
}
