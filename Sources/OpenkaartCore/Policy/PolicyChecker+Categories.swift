extension PolicyChecker {
  /// What a citizen service number is called; lower case, without separators.
  private static let citizenNumbers: Set<String> = [
    "bsn", "bsnnummer", "burgerservicenummer", "sofinummer", "sofinr", "citizenservicenumber",
    "citizennumber", "nationalid", "nationalidnumber", "socialsecuritynumber", "ssn",
  ]

  /// Words by which one knows data of GDPR 9 or 10.
  private static let specialWords = [
    "health", "gezondheid", "medical", "medisch", "disability", "handicap", "religion",
    "geloof", "ethnic", "etnisch", "race", "sexual", "seksue", "politic", "politiek", "union",
    "vakbond", "biometr", "genetic", "genetisch", "criminal", "strafrecht",
  ]

  static func isCitizenNumber(_ name: String) -> Bool {
    citizenNumbers.contains(name.lowercased().filter { $0.isLetter })
  }

  mutating func checkCategories() {
    var owners: [String: String] = [:]
    for category in policy.dataCategories {
      let path = "dataCategories.\(category.id)"
      let parts =
        category.attributes.map { ("attributes", $0) }
        + category.identifiers.map { ("identifiers", $0) }
        + category.kinds.map { ("kinds", $0.rawValue) }
      for (group, name) in parts {
        let place = "\(path).\(group).\(name)"
        if group != "kinds" { checkField(name, of: category, at: place) }
        // A kind and an attribute may bear the same name.
        let key = "\(group == "kinds" ? "kind" : "field").\(name)"
        if let owner = owners[key] {
          reportOverlap(name, owner: owner, category: category.id, at: place)
        } else {
          owners[key] = category.id
        }
      }
    }
  }

  private mutating func reportOverlap(
    _ name: String, owner: String, category: String, at place: String
  ) {
    report(
      "category.overlap", at: place,
      LocalizedText(
        nl: "\(DocumentError.quoted(name)) hoort ook al bij `\(owner)`",
        en: "\(DocumentError.quoted(name)) already belongs to `\(owner)`"),
      remedy: LocalizedText(
        nl: "Laat het in één categorie staan: die bepaalt wie het ziet en hoe lang het blijft.",
        en: "Keep it in one category: that says who sees it and how long it stays."))
  }

  private mutating func checkField(_ name: String, of category: DataCategory, at place: String) {
    if Self.isCitizenNumber(name) {
      report(
        "category.citizenNumber", at: place, law: "UAVG 46",
        LocalizedText(
          nl: "Het burgerservicenummer mag u hier niet verwerken",
          en: "The citizen service number may not be used here"),
        remedy: LocalizedText(
          nl: "Haal \(DocumentError.quoted(name)) weg; gebruik een eigen klantnummer.",
          en: "Take \(DocumentError.quoted(name)) out; use a customer number of your own."))
    }
    let lower = name.lowercased()
    guard !category.isSpecial, Self.specialWords.contains(where: lower.contains),
      !places.isUnreadable("dataCategories.\(category.id).special")
    else { return }
    report(
      "category.looksSpecial", severity: .warning, at: place, law: "AVG 9, 10",
      LocalizedText(
        nl: "\(DocumentError.quoted(name)) lijkt een bijzonder gegeven, maar "
          + "`\(category.id)` is niet bijzonder",
        en: "\(DocumentError.quoted(name)) looks like special data, but "
          + "`\(category.id)` is not special"),
      remedy: LocalizedText(
        nl: "Zet het in een eigen categorie met `special: true`.",
        en: "Put it in a category of its own with `special: true`."))
  }
}
