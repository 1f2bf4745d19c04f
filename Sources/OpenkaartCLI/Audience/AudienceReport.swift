import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// The answer about an audience, for people to read.
struct AudienceReport {
  let asked: AudienceCount
  /// The files behind it, when it was asked of files.
  var inputs: AudienceInputs?
  /// Where the policy is from, for the heading.
  let policyName: String
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
    let question = asked.question
    let purpose = asked.gate.policy.purpose(question.purpose)?.label[language] ?? question.purpose
    let channel = question.channel.label[language]
    let moment = asked.gate.zone.text(of: question.at, in: language)
    let activity = question.activity?.id.map { ", \(words("actie", "activity")) \($0)" } ?? ""
    return [
      "\(purpose) · \(channel)\(activity) · \(moment)",
      "\(policyName), \(words("versie", "version")) \(asked.gate.policy.version)",
    ]
  }

  private var sources: [String] {
    let people = language.count(asked.people, .people)
    guard let inputs else {
      let facts = language.count(asked.facts, .facts)
      return [
        words("Gevraagd aan \(facts) over \(people).", "Asked of \(facts) about \(people).")
      ]
    }
    let report = inputs.intake.report
    var lines = inputs.reports.map { file in
      var notes = [language.count(file.rows, .rows)]
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
    lines.append(
      "  " + words("Opgenomen", "Taken in") + ": \(language.count(report.factCount, .facts)) "
        + words("over", "about") + " \(people)" + extras(report))
    return [words("Bronnen", "Sources")] + lines
  }

  private func extras(_ report: IntakeReport) -> String {
    var parts: [String] = []
    if report.duplicates > 0 {
      parts.append("\(number(report.duplicates)) \(words("herhaald", "repeated"))")
    }
    if report.maskedCitizenNumbers > 0 {
      parts.append(
        language.count(report.maskedCitizenNumbers, .citizenNumbers) + " "
          + words("gemaskeerd", "masked"))
    }
    let unknown = report.unknownFields.values.reduce(0, +)
    if unknown > 0 {
      parts.append(language.count(unknown, .unknownFields) + " " + words("bewaard", "kept"))
    }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
  }

  /// What the facts leave open, and what rests on somebody's word.
  private var proof: [String] {
    let bases = asked.gate.policy.purpose(asked.question.purpose)?.bases ?? []
    let lines = GapsText(
      gaps: asked.gaps, reliance: asked.reliance, mayRestOnSales: bases.contains(.softOptIn),
      language: language
    ).lines
    guard !lines.isEmpty else { return [] }
    return [
      inputs == nil
        ? words("Wat de feiten niet bewijzen", "What the facts cannot prove")
        : words("Wat de bestanden niet bewijzen", "What the files cannot prove")
    ] + lines
  }

  private var refused: [String] {
    guard let inputs else { return [] }
    let rejects = inputs.reports.flatMap(\.rejects)
    let rejectCount = inputs.reports.reduce(0) { $0 + $1.rejectCount }
    guard rejectCount > 0 else { return [] }
    var lines = [
      words("Geweigerde rijen", "Refused rows")
        + ": \(number(rejectCount)) (\(words("de rest is opgenomen", "the rest was taken in")))"
    ]
    lines += rejects.prefix(Self.mostRejectsShown).map {
      "  \($0.place(in: language)): \($0.text[language])"
    }
    if rejectCount > Self.mostRejectsShown { lines.append("  …") }
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
    let purpose = asked.question.purpose
    if !showsMembers {
      lines.append(
        "  " + words("Iedereen met alle redenen", "Everybody with every reason")
          + ": \(words("dezelfde opdracht met", "the same command with")) --members")
      if asked.underContacted > 0 {
        lines.append(
          "  " + words("Wie nog op berichten wacht", "Who still waits for messages")
            + ": --members --under-contacted")
      }
      if asked.forecast == nil {
        lines.append("  " + words("De komende dagen", "The coming days") + ": --forecast 14")
      }
    }
    if inputs == nil, asked.question.channel != .none, asked.funnel.allowedCount > 0 {
      lines.append(
        "  " + words("Aan hen sturen", "Send to them") + ": openkaart release draft "
          + words("met dezelfde vraag", "with the same question"))
    }
    if rejectsPath == nil, inputs?.reports.contains(where: { $0.rejectCount > 0 }) == true {
      lines.append(
        "  " + words("De geweigerde rijen zien", "See the refused rows")
          + ": --rejects rejects.txt")
    }
    if inputs != nil {
      lines.append(
        "  " + words("Wat het doel toestaat", "What the purpose allows")
          + ": openkaart policy explain \(purpose) --policy \(policyName) --lang \(language)")
    }
    return lines.isEmpty ? [] : [words("Verder", "Next")] + lines
  }

  /// A whole number with its thousands apart.
  func number(_ value: Int) -> String { language.number(value) }
}
