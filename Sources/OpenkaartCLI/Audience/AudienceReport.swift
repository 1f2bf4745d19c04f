import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// The answer about an audience, for people to read.
struct AudienceReport {
  let audience: Audience
  let funnel: Funnel
  let gaps: EvidenceGaps
  /// How many of the allowed rest on each statement.
  let reliance: [Statement: Int]
  let inputs: AudienceInputs
  let policy: PolicyFile
  let language: Language
  let rejectsPath: String?
  let showsMembers: Bool

  private static let mostRejectsShown = 5

  var text: String {
    let sections = [heading, sources, table, proof, refused, next]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  private var heading: [String] {
    let question = audience.question
    let purpose = policy.policy.purpose(question.purpose)?.label[language] ?? question.purpose
    let channel = question.channel.label[language]
    let moment = audience.gate.zone.text(of: question.at, in: language)
    let activity = question.activity?.id.map { ", \(words("actie", "activity")) \($0)" } ?? ""
    return [
      "\(purpose) · \(channel)\(activity) · \(moment)",
      "\(policy.path), \(words("versie", "version")) \(policy.policy.version)",
    ]
  }

  private var sources: [String] {
    let report = inputs.intake.report
    var lines = inputs.reports.map { file in
      var notes = ["\(number(file.rows)) \(words("rijen", "rows"))"]
      if let encoding = file.encoding, let delimiter = file.delimiter {
        notes.append("\(encoding.rawValue), \(words("teken", "delimiter")) \(delimiter.rawValue)")
      }
      if file.rejectCount > 0 {
        notes.append("\(number(file.rejectCount)) \(words("geweigerd", "refused"))")
      }
      if !file.unusedColumns.isEmpty {
        notes.append(
          "\(words("niet gelezen", "not read")): \(file.unusedColumns.joined(separator: ", "))")
      }
      return "  \(file.file): " + notes.joined(separator: " · ")
    }
    let known = number(audience.people.count)
    lines.append(
      "  " + words("Opgenomen", "Taken in") + ": \(number(report.factCount)) "
        + words("feiten over \(known) mensen", "facts about \(known) people") + extras(report))
    return [words("Bronnen", "Sources")] + lines
  }

  private func extras(_ report: IntakeReport) -> String {
    var parts: [String] = []
    if report.duplicates > 0 {
      parts.append("\(number(report.duplicates)) \(words("herhaald", "repeated"))")
    }
    if report.maskedCitizenNumbers > 0 {
      let isOne = report.maskedCitizenNumbers == 1
      parts.append(
        "\(number(report.maskedCitizenNumbers)) "
          + words(
            isOne ? "burgerservicenummer gemaskeerd" : "burgerservicenummers gemaskeerd",
            isOne ? "citizen number masked" : "citizen numbers masked"))
    }
    let unknown = report.unknownFields.values.reduce(0, +)
    if unknown > 0 {
      parts.append(
        "\(number(unknown)) \(words("onbekende velden bewaard", "unknown fields kept"))")
    }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
  }

  /// What the files leave open, and what rests on somebody's word.
  private var proof: [String] {
    let mayRestOnSales =
      policy.policy.purpose(audience.question.purpose)?.bases.contains(.softOptIn) == true
    var lines: [String] = []
    func add(_ count: Int, _ nl: String, _ en: String) {
      if count > 0 { lines.append("  \(number(count)) \(words(nl, en))") }
    }
    add(
      gaps.claimedConsents,
      "van \(number(gaps.consents)) toestemmingen zijn overgenomen zonder bewijs: niet te gebruiken.",
      "of \(number(gaps.consents)) consents came without proof: they permit nothing.")
    add(
      gaps.peopleWithoutPoint, "mensen hebben geen adres of nummer voor dit kanaal.",
      "people have no address or number for this channel.")
    if mayRestOnSales {
      add(
        gaps.purchasesWithoutPoint,
        "van \(number(gaps.purchases)) aankopen noemen geen adres: daar rust geen aanbod op.",
        "of \(number(gaps.purchases)) purchases name no address: no offer can rest on them.")
      add(
        gaps.purchasesWithoutOptOut,
        "van \(number(gaps.purchases)) aankopen tonen niet dat een afmelding werd aangeboden.",
        "of \(number(gaps.purchases)) purchases do not show that an opt-out was offered.")
      add(
        gaps.purchasesWithoutSaleKind, "aankopen zeggen niet of er betaald is.",
        "purchases do not say whether they were paid.")
    }
    for (statement, count) in gaps.statements.sorted(by: { $0.key.statedBy < $1.key.statedBy })
    where mayRestOnSales || reliance[statement] != nil {
      lines.append(
        "  \(number(count)) \(words("feiten", "facts")): `\(statement.field)` "
          + words("op het woord van", "on the word of")
          + " \(statement.statedBy): \"\(statement.because)\"")
      guard let allowed = reliance[statement].map({ number($0) }) else { continue }
      lines.append(
        "    " + words("Hierop rust het antwoord ja over", "The answer yes rests on it for")
          + " \(allowed) \(words("mensen.", "people."))")
    }
    guard !lines.isEmpty else { return [] }
    return [words("Wat de bestanden niet bewijzen", "What the files cannot prove")] + lines
  }

  private var refused: [String] {
    let rejects = inputs.reports.flatMap(\.rejects)
    let count = inputs.reports.reduce(0) { $0 + $1.rejectCount }
    guard count > 0 else { return [] }
    var lines = [
      words("Geweigerde rijen", "Refused rows")
        + ": \(number(count)) (\(words("de rest is opgenomen", "the rest was taken in")))"
    ]
    lines += rejects.prefix(Self.mostRejectsShown).map { "  \($0.place): \($0.message)" }
    if count > Self.mostRejectsShown { lines.append("  …") }
    if let rejectsPath {
      lines.append(
        "  " + words("Met de rijen zelf in", "With the rows themselves in") + " \(rejectsPath). "
          + words(
            "Daar staan persoonsgegevens in; gooi het weg als het klaar is.",
            "It holds personal data; delete it when done."))
    }
    return lines
  }

  private var next: [String] {
    var lines: [String] = []
    let purpose = audience.question.purpose
    if !showsMembers {
      lines.append(
        "  " + words("Iedereen met alle redenen", "Everybody with every reason")
          + ": \(words("dezelfde opdracht met", "the same command with")) --members")
    }
    if rejectsPath == nil, inputs.reports.contains(where: { $0.rejectCount > 0 }) {
      lines.append(
        "  " + words("De geweigerde rijen zien", "See the refused rows")
          + ": --rejects rejects.txt")
    }
    lines.append(
      "  " + words("Wat het doel toestaat", "What the purpose allows")
        + ": openkaart policy explain \(purpose) --policy \(policy.path) --lang \(language)")
    return [words("Verder", "Next")] + lines
  }

  /// A whole number with its thousands apart.
  func number(_ value: Int) -> String {
    var digits = String(value)[...]
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = digits.dropLast(3)
    }
    groups.append(digits)
    return groups.reversed().joined(separator: words(".", ","))
  }
}
