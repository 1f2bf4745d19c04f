import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

struct AudienceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audience",
    abstract: "Ask about everybody: who may be reached, and why the others may not.",
    discussion:
      """
      Asks the store in a data folder (--data), under the policy applied to it; or your own files \
      (--facts), and then nothing is kept. Of files it reads CSV, each with a mapping that says what its columns mean, and NDJSON files of \
      facts, which need none: mappings go to the other files in the order given; their \
      facts count as known from when they happened. Exits 0, 1 when a file, a mapping or the \
      policy cannot be used, 64 when the arguments are wrong. Rows that cannot be read are \
      reported and do not stop the rest.
      """)

  @OptionGroup(title: "The facts") var facts: FactsOptions
  @OptionGroup var use: UseOptions
  @OptionGroup var segment: SegmentOptions
  @OptionGroup var asOf: AsOfOption
  @Option(help: "Ask about so many coming days too, if nothing happens but that time passes.")
  var forecast: Int?
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print each person with all reasons, one JSON object a line.") var members = false
  @Flag(help: "Print each person as CSV instead of JSON; with --members.") var csv = false
  @Flag(
    name: .customLong("under-contacted"),
    help: "Of the people only those who asked for marketing and got none; with --members.")
  var underContacted = false
  @Flag(name: .customLong("show-identifiers"), help: "Name each person; else only a number.")
  var showIdentifiers = false
  @Flag(help: "Print the counts as JSON.") var json = false
  @Option(help: "Where to write rows that cannot be read, with the rows themselves.")
  var rejects: String?

  func validate() throws {
    if csv && !members {
      throw ValidationError(
        LocalizedText(
          nl: "--csv hoort bij --members; geef beide.", en: "--csv is for --members; give both."))
    }
    if underContacted && !members {
      throw ValidationError(
        LocalizedText(
          nl: "--under-contacted hoort bij --members; geef beide.",
          en: "--under-contacted is for --members; give both."))
    }
    if let forecast, !(1...AudienceForecast.mostDays).contains(forecast) {
      throw ValidationError(
        LocalizedText(
          nl: "--forecast: van 1 tot en met \(AudienceForecast.mostDays) dagen.",
          en: "--forecast: from 1 to \(AudienceForecast.mostDays) days."))
    }
    if json && members {
      throw ValidationError(
        LocalizedText(
          nl: "Geef --json of --members, niet allebei.", en: "Give --json or --members, not both."))
    }
    if rejects != nil, facts.data != nil {
      throw ValidationError(
        LocalizedText(
          nl: "--rejects hoort bij --facts: een map heeft geen rijen die niet te lezen zijn.",
          en: "--rejects is for --facts: a store has no rows that cannot be read."))
    }
  }

  func run() async throws {
    try await tellingFailures(in: lang) {
      if let folder = facts.data { try await answer(from: folder) } else { try answer() }
    }
  }

  private func answer() throws {
    let file = try PolicyFile.load(path: facts.policy ?? "policy.yaml")
    let gate = Gate(policy: file.policy, zones: file.zones)
    try checkWords(of: question(in: gate.zone, now: .now), against: file.policy)
    var inputs = AudienceInputs(policy: file, language: lang)
    try inputs.read(facts.files, mappings: facts.map)
    if let rejects { try inputs.writeRejects(to: rejects) }
    var question = try question(in: gate.zone, now: .now)
    if let choice = segment.choice {
      question = question.limited(
        to: try file.policy.segment(choice), under: file.policy)
    }
    // Asked about another moment, the gate knows what was known then: that is its now.
    let asked = ask(Inquiry(question, gate: gate, now: question.at), inputs)
    show(
      AudienceReport(
        asked: asked, inputs: inputs, policyName: file.path, language: lang,
        rejectsPath: rejects, showsMembers: members))
  }

  /// Asks everybody in the store; the policy is the one in force there at the moment asked about.
  private func answer(from folder: String) async throws {
    try await StoreFolder(path: folder, language: lang).openDesk { desk in
      let zone = try await desk.policies.gate(at: desk.now).zone
      let whole = try question(in: zone, now: desk.now)
      let question = try await limited(whole, by: desk)
      let gate = try await desk.policies.gate(at: question.at)
      try checkWords(of: question, against: gate.policy)
      let writer = writer(gate, question)
      let progress = ProgressLine(lang == .nl ? "Vragen" : "Asking")
      let asked: AudienceCount
      if members || forecast != nil {
        asked = try await desk.audience(
          question, namesMembers: members && showIdentifiers, forecasting: forecast,
          progress: { progress.show($0) },
          each: { member in
            if isShown(member) { writer.write(member) }
          })
      } else {
        asked = try await desk.survey(question) { progress.show($0) }
      }
      progress.end()
      show(
        AudienceReport(
          asked: asked, policyName: folder, language: lang, rejectsPath: nil,
          showsMembers: members))
      // Without them the next question takes longer, and that is all.
      _ = try? await desk.keepColumns(isLittleEnough: false)
    }
  }

  private func question(in zone: ZoneRules, now: Timestamp) throws -> AudienceQuestion {
    AudienceQuestion(
      purpose: use.purpose, channel: use.channel, activity: use.activity.activity,
      data: use.data, recipient: use.recipient, at: try asOf.moment(in: zone) ?? now)
  }

  private func limited(_ question: AudienceQuestion, by desk: Desk) async throws -> AudienceQuestion
  {
    guard let choice = segment.choice else { return question }
    return try await desk.limiting(question, to: choice)
  }

  private func isShown(_ member: AudienceCount.Member) -> Bool {
    members && (!underContacted || member.isUnderContacted)
  }

  private func show(_ report: AudienceReport) {
    if json {
      print(report.json)
    } else if members {
      // The table goes beside the list, so that a program can read the list.
      printError(report.text)
    } else {
      print(report.text)
    }
  }

  /// The writer of members, with its first line written.
  private func writer(_ gate: Gate, _ question: AudienceQuestion) -> MembersWriter {
    let writer = MembersWriter(
      gate: gate, at: question.at, language: lang, isCSV: csv, namesPeople: showIdentifiers)
    if members { writer.start() }
    return writer
  }

  /// Asks about everybody, and prints each person if that was asked.
  private func ask(_ inquiry: Inquiry, _ inputs: AudienceInputs) -> AudienceCount {
    let writer = writer(inquiry.gate, inquiry.question)
    let progress = ProgressLine(lang == .nl ? "Vragen" : "Asking")
    var asked = AudienceCount(inquiry, forecasting: forecast)
    asked.add(
      FactGroup(facts: inputs.intake.store.facts), progress: { progress.show($0) },
      each: { member in if isShown(member) { writer.write(member) } })
    progress.end()
    return asked
  }

  /// Refuses a purpose the policy does not have; a product line or topic it lacks is only told.
  private func checkWords(of question: AudienceQuestion, against policy: Policy) throws {
    if let refusal = policy.refusal(ofPurpose: use.purpose) {
      throw ValidationError(refusal)
    }
    if underContacted, !question.isMarketing(under: policy) {
      throw ValidationError(
        LocalizedText(
          nl: "--under-contacted: \(use.purpose) is geen marketing, en daarop wacht niemand. "
            + "Laat het weg, of noem een doel voor marketing.",
          en: "--under-contacted: \(use.purpose) is no marketing, and nobody waits for it. "
            + "Leave it out, or name a purpose of marketing."))
    }
    for (option, word, known) in [
      ("--product-line", use.activity.productLine, policy.productLines.map(\.id)),
      ("--topic", use.activity.topic, policy.topics),
    ] {
      guard let word, !known.contains(word) else { continue }
      let hint = LocalizedText.didYouMean(NearestWord.nearest(to: word, among: known))
      let all = known.joined(separator: ", ")
      printError(
        LocalizedText(
          nl: "\(option): het beleid heeft `\(word)` niet. \(hint.nl)Er zijn: \(all).",
          en: "\(option): the policy does not have `\(word)`. \(hint.en)It has: \(all).")[lang])
    }
  }
}
