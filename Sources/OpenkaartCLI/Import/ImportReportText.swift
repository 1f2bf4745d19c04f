import OpenkaartConnectors
import OpenkaartCore
import OpenkaartService

/// What came of taking in a file, for people to read.
struct ImportReportText {
  let report: ImportReport
  /// The first rejects.
  let shown: [Reject]
  let rejectsPath: String?
  let dataPath: String
  let isDryRun: Bool
  let policy: Policy?
  let language: Language

  static let mostRejectsShown = 5

  var text: String {
    let sections = [heading, taken, snapshot, refused, proof, next]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  private func number(_ value: Int) -> String { language.number(value) }

  private var heading: [String] {
    var notes = [language.count(report.file.rows, .rows)]
    if let encoding = report.file.encoding, let delimiter = report.file.delimiter {
      notes.append("\(encoding.rawValue), \(words("teken", "delimiter")) \(delimiter.rawValue)")
    }
    var lines = ["\(report.file.file): " + notes.joined(separator: " · ")]
    if isDryRun {
      lines.append(
        words(
          "Alleen gekeken: er is niets opgenomen.", "Only looked: nothing was taken in."))
    }
    if report.wasFinished {
      lines.append(
        words(
          "Dit bestand was al helemaal opgenomen, met deze mapping: er verandert niets.",
          "This file was taken in before, with this mapping: nothing changes."))
    } else if report.rowsBefore > 0 {
      lines.append(
        words(
          "Verder na rij \(number(report.rowsBefore)): wat ervoor staat was al opgenomen.",
          "Went on after row \(number(report.rowsBefore)): what is before it was taken in already.")
      )
    }
    if !report.file.unusedColumns.isEmpty {
      lines.append(
        "\(words("Kolommen die niet gelezen zijn", "Columns that were not read")): "
          + report.file.unusedColumns.joined(separator: ", "))
    }
    return lines
  }

  private var taken: [String] {
    let intake = report.intake
    var lines = [
      (isDryRun ? words("Zou opnemen", "Would take in") : words("Opgenomen", "Taken in"))
        + ": " + language.count(intake.factCount, .facts)
    ]
    for (kind, count) in intake.taken.sorted(by: {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }) {
      lines.append("  \(number(count)) \(kind.label[language])")
    }
    return lines + notes(intake)
  }

  /// What else came of the rows.
  private func notes(_ intake: IntakeReport) -> [String] {
    var lines: [String] = []
    func note(_ count: Int, _ counted: String, _ nl: String, _ en: String) {
      if count > 0 { lines.append("  \(counted) \(words(nl, en))") }
    }
    let (duplicates, suppressed) = (intake.duplicates, intake.suppressed)
    note(
      duplicates, number(duplicates),
      duplicates == 1 ? "was er al: overgeslagen" : "waren er al: overgeslagen",
      duplicates == 1 ? "was here already: passed over" : "were here already: passed over")
    note(
      suppressed, number(suppressed),
      suppressed == 1
        ? "gaat over iemand die gewist is: buiten gehouden"
        : "gaan over mensen die gewist zijn: buiten gehouden",
      suppressed == 1
        ? "is about somebody who was erased: kept out"
        : "are about people who were erased: kept out")
    note(
      intake.maskedCitizenNumbers, language.count(intake.maskedCitizenNumbers, .citizenNumbers),
      "gemaskeerd in vrije tekst", "masked in free text")
    note(
      intake.placeholders, number(intake.placeholders),
      "keer stond er iets dat niemand aanwijst, zoals `n.v.t.`: weggelaten",
      (intake.placeholders == 1 ? "value that stands" : "values that stand")
        + " for nobody, such as `n.v.t.`: left out")
    let unknown = intake.unknownFields.values.reduce(0, +)
    note(
      unknown, language.count(unknown, .unknownFields), "bewaard, nergens voor gebruikt",
      "kept and used for nothing")
    return lines
  }

  private var snapshot: [String] {
    guard let snapshot = report.snapshot else { return [] }
    var lines = [
      words("Vergeleken met de vorige export", "Compared with the export before") + ": "
        + [
          language.count(snapshot.new, .newRows),
          "\(number(snapshot.same)) \(words("gelijk", "the same"))",
          "\(number(snapshot.changed)) \(words("veranderd", "changed"))",
        ].joined(separator: ", ")
    ]
    guard let missing = snapshot.missing, missing.count > 0 else { return lines }
    let gone = language.count(missing.count, .rows)
    lines.append(
      (missing.count == 1
        ? words(
          "\(gone) van eerder staat er niet meer in. Daaraan is niets veranderd;",
          "\(gone) of before is gone. Nothing was changed for it;")
        : words(
          "\(gone) van eerder staan er niet meer in. Daaraan is niets veranderd;",
          "\(gone) of before are gone. Nothing was changed for them;"))
        + " " + words("kijk wat ermee moet:", "see what should happen:"))
    for customer in missing.customers.prefix(Self.mostRejectsShown) {
      lines.append(
        "  openkaart customer show --id \(customer) --data \(dataPath)\(language.ending)")
    }
    if missing.customers.count > Self.mostRejectsShown { lines.append("  …") }
    return lines
  }

  private var refused: [String] {
    let count = report.file.rejectCount
    guard count > 0 else { return [] }
    var lines = [
      words("Geweigerd", "Refused")
        + ": \(number(count)) (\(words("de rest gaat door", "the rest goes in")))"
    ]
    lines += shown.map { "  \($0.place(in: language)): \($0.text[language])" }
    if count > shown.count { lines.append("  …") }
    if let rejectsPath {
      lines.append(
        "  " + words("Met de rijen zelf in", "With the rows themselves in") + " \(rejectsPath). "
          + words(
            "Daar staan persoonsgegevens in; gooi het weg als het klaar is.",
            "It holds personal data; delete it when done."))
    } else {
      lines.append(
        "  "
          + words(
            "De rijen zelf zien: --rejects BESTAND", "See the rows themselves: --rejects FILE"))
    }
    return lines
  }

  private var proof: [String] {
    let lines = GapsText(gaps: report.gaps, mayRestOnSales: true, language: language).lines
    guard !lines.isEmpty else { return [] }
    return [words("Wat dit bestand niet bewijst", "What this file cannot prove")] + lines
  }

  /// Whether no row could be read at all.
  private var holdsOnlyMistakes: Bool {
    let intake = report.intake
    return report.file.rejectCount > 0 && !report.wasFinished
      && intake.factCount + intake.duplicates + intake.suppressed == 0
  }

  private var next: [String] {
    let data = dataPath.isEmpty ? "DIR" : dataPath
    var lines: [String] = []
    if holdsOnlyMistakes {
      let (again, look) = (
        words("neem het opnieuw op", "take it in again"), words("kijk opnieuw", "look again")
      )
      lines.append(
        words(
          "Herstel wat geweigerd is, in het bestand of in de mapping, en ",
          "Mend what was refused, in the file or in the mapping, and ")
          + (isDryRun ? look : again) + ".")
    } else if isDryRun {
      lines.append(
        words(
          "Opnemen: dezelfde opdracht zonder --dry-run", "Take it in: the same without --dry-run"))
    } else if let policy {
      let purpose = policy.purposes.first(where: \.isMarketing) ?? policy.purposes.first
      if let purpose, let channel = purpose.channels.first {
        lines.append(
          "openkaart audience --data \(data) --purpose \(purpose.id) --channel \(channel.rawValue)"
            + language.ending)
      }
    } else {
      lines.append("openkaart policy apply policy.yaml --data \(data)" + language.ending)
    }
    return lines.isEmpty ? [] : [words("Verder", "Next")] + lines.map { "  \($0)" }
  }
}

extension ImportReportText {
  /// The same as one JSON object, for programs.
  var json: String {
    var json = JSONWriter(pretty: true)
    json.object { json in
      json.key("file")
      json.string(report.file.file)
      json.key("dryRun")
      json.bool(isDryRun)
      json.key("wasFinished")
      json.bool(report.wasFinished)
      for (key, count) in [
        ("rows", report.file.rows), ("rowsBefore", report.rowsBefore),
        ("duplicates", report.intake.duplicates), ("conflicts", report.intake.conflicts),
        ("suppressed", report.intake.suppressed),
        ("rejected", report.file.rejectCount), ("placeholders", report.intake.placeholders),
        ("maskedCitizenNumbers", report.intake.maskedCitizenNumbers),
      ] {
        json.key(key)
        json.integer(count)
      }
      json.key("facts")
      json.object { json in
        for (kind, count) in report.intake.taken.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
          json.key(kind.rawValue)
          json.integer(count)
        }
      }
      json.key("rejects")
      json.object { json in
        for (code, count) in report.file.rejectCounts.sorted(by: { $0.key < $1.key }) {
          json.key(code)
          json.integer(count)
        }
      }
      writeSnapshot(to: &json)
    }
    return json.text
  }

  private func writeSnapshot(to json: inout JSONWriter) {
    guard let snapshot = report.snapshot else { return }
    json.key("snapshot")
    json.object { json in
      for (key, count) in [
        ("new", snapshot.new), ("same", snapshot.same), ("changed", snapshot.changed),
        ("missing", snapshot.missing?.count ?? 0),
      ] {
        json.key(key)
        json.integer(count)
      }
    }
  }
}
