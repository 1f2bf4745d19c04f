extension PolicyChecker {
  mutating func checkNotices() {
    let used = Set(policy.purposes.compactMap(\.notice))
    for notice in policy.notices {
      let path = "notices.\(notice.id)"
      let name = DocumentError.quoted(notice.id)
      if notice.versions.isEmpty, !places.isUnreadable("\(path).versions") {
        report(
          "notice.noVersions", at: path, law: "AVG 7(1)",
          LocalizedText(
            nl: "De tekst \(name) heeft geen versies, dus geen toestemming is te bewijzen",
            en: "The notice \(name) has no versions, so no consent can be proven"),
          remedy: LocalizedText(
            nl: "Voeg toe: `versions: [{version: 1, validFrom: …, text: …}]`.",
            en: "Add: `versions: [{version: 1, validFrom: …, text: …}]`."))
      }
      if !used.contains(notice.id), !places.isUnreadable("purposes") {
        report(
          "notice.unused", severity: .warning, at: path,
          LocalizedText(
            nl: "Geen doel gebruikt de tekst \(name)", en: "No purpose uses the notice \(name)"),
          remedy: LocalizedText(
            nl: "Verwijs ernaar met `notice`, of haal hem weg.",
            en: "Refer to it with `notice`, or take it out."))
      }
      checkVersions(of: notice, path: path)
    }
  }

  /// Whether the versions can be told apart and put in order; if not, that is the mistake to mend.
  func mayTellNewest(of notice: Notice) -> Bool {
    let path = "notices.\(notice.id).versions"
    let dates = notice.versions.map(\.validFrom)
    return !places.isUnreadableItself("\(path).?") && zip(dates, dates.dropFirst()).allSatisfy(<)
      && notice.versions.allSatisfy { !places.isUnreadable("\(path).\($0.version).validFrom") }
  }

  private mutating func checkVersions(of notice: Notice, path: String) {
    for (earlier, later) in zip(notice.versions, notice.versions.dropFirst())
    where later.validFrom <= earlier.validFrom {
      let place = "\(path).versions.\(later.version).validFrom"
      guard !places.isUnreadable(place),
        !places.isUnreadable("\(path).versions.\(earlier.version).validFrom")
      else { continue }
      report(
        "notice.datesNotAscending", at: place, law: "AVG 7(1)",
        LocalizedText(
          nl: "Versie \(DocumentError.quoted(later.version)) gaat niet later in dan "
            + "versie \(DocumentError.quoted(earlier.version))",
          en: "Version \(DocumentError.quoted(later.version)) does not start later than "
            + "version \(DocumentError.quoted(earlier.version))"),
        remedy: LocalizedText(
          nl: "Kies een dag na \(earlier.validFrom.iso), of zet de versies in volgorde.",
          en: "Choose a day after \(earlier.validFrom.iso), or put the versions in order."))
    }
    let known = policy.dataCategories.map(\.id)
    for version in notice.versions {
      for category in version.data
      where categories[category] == nil && !mayBeUnread(category, in: "dataCategories") {
        reportUnknown(
          "reference.unknownCategory", category,
          at: "\(path).versions.\(version.version).data.\(category)",
          what: LocalizedText(nl: "gegevenscategorie", en: "data category"), known: known)
      }
    }
  }
}
