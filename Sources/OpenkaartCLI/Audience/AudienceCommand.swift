import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

struct AudienceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audience",
    abstract: "Ask about everybody in your own files: who may be reached, and why others may not.",
    discussion:
      """
      Reads CSV files, each with a mapping that says what its columns mean, and NDJSON files of \
      facts, which need none: mappings go to the other files in the order given. Nothing is kept; \
      facts count as known from when they happened. Exits 0, 1 when a file, a mapping or the \
      policy cannot be used, 64 when the arguments are wrong. Rows that cannot be read are \
      reported and do not stop the rest.
      """)

  @Option(parsing: .upToNextOption, help: "The files with facts, CSV or NDJSON.")
  var facts: [String]
  @Option(parsing: .upToNextOption, help: "The mappings of the CSV files, in the same order.")
  var map: [String] = []
  @Option(help: "The policy file.") var policy = "policy.yaml"
  @Option(help: "The purpose, by its id in the policy.") var purpose: String
  @Option(help: "The channel: email, sms, phone, post, push, app, web or none.")
  var channel: Channel
  @OptionGroup(title: "The activity") var activity: ActivityOptions
  @Option(parsing: .upToNextOption, help: "The data categories used, if not the usual ones.")
  var data: [String] = []
  @Option(help: "Who receives the data, if it is shared.") var recipient: String?
  @OptionGroup var asOf: AsOfOption
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print each person with all reasons, one JSON object a line.") var members = false
  @Flag(help: "Print each person as CSV instead of JSON; with --members.") var csv = false
  @Flag(name: .customLong("show-identifiers"), help: "Name each person; else only a number.")
  var showIdentifiers = false
  @Flag(help: "Print the counts as JSON.") var json = false
  @Option(help: "Where to write rows that cannot be read, with the rows themselves.")
  var rejects: String?

  func run() throws {
    do {
      try answer()
    } catch let error as AudienceError {
      printError("\(error)")
      throw ExitCode(1)
    } catch let error as PolicyFileError {
      printError("\(error)")
      throw ExitCode(1)
    } catch let error as ZoneTableError {
      printError("\(error)")
      throw ExitCode(1)
    }
  }

  private func answer() throws {
    let file = try PolicyFile.load(path: policy, in: lang)
    try checkWords(against: file.policy)
    let gate = Gate(policy: file.policy, zones: file.zones)
    let clock = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    let moment = try asOf.moment(in: gate.zone) ?? clock

    var inputs = AudienceInputs(policy: file, language: lang)
    try inputs.read(facts, mappings: map)
    if let rejects { try inputs.writeRejects(to: rejects) }

    let question = AudienceQuestion(
      purpose: purpose, channel: channel, activity: activity.activity,
      data: data.isEmpty ? nil : data, recipient: recipient, at: moment)
    // Asked about another moment, the gate knows what was known then: that is its now.
    let asked = ask(Inquiry(question, gate: gate, now: moment), inputs)
    let report = AudienceReport(
      asked: asked, inputs: inputs, policyName: file.path, language: lang, rejectsPath: rejects,
      showsMembers: members)
    if json {
      print(report.json)
    } else if members {
      // The table goes beside the list, so that a program can read the list.
      printError(report.text)
    } else {
      print(report.text)
    }
  }

  /// Asks about everybody, and prints each person if that was asked.
  private func ask(_ inquiry: Inquiry, _ inputs: AudienceInputs) -> AudienceCount {
    let writer = MembersWriter(
      gate: inquiry.gate, at: inquiry.question.at, language: lang, isCSV: csv,
      namesPeople: showIdentifiers)
    if members { writer.start() }
    let progress = ProgressLine(lang == .nl ? "Vragen" : "Asking")
    var asked = AudienceCount(inquiry)
    asked.add(
      FactGroup(facts: inputs.intake.store.facts), progress: { progress.show($0) },
      each: { member in if members { writer.write(member) } })
    progress.end()
    return asked
  }

  /// Refuses a purpose the policy does not have; a product line or topic it lacks is only told.
  private func checkWords(against policy: Policy) throws {
    let purposes = policy.purposes.map(\.id)
    if !purposes.contains(purpose) {
      let nearest = NearestWord.nearest(to: purpose, among: purposes)
      throw ValidationError(
        "The policy has no purpose `\(purpose)`. "
          + "\(nearest.map { "Did you mean `\($0)`? " } ?? "")It has: "
          + "\(purposes.joined(separator: ", ")).")
    }
    for (option, word, known) in [
      ("--product-line", activity.productLine, policy.productLines.map(\.id)),
      ("--topic", activity.topic, policy.topics),
    ] {
      guard let word, !known.contains(word) else { continue }
      let nearest = NearestWord.nearest(to: word, among: known)
      printError(
        "\(option): the policy does not have `\(word)`. "
          + "\(nearest.map { "Did you mean `\($0)`? " } ?? "")It has: "
          + "\(known.joined(separator: ", ")).")
    }
    if csv && !members { throw ValidationError("--csv is for --members; give both.") }
    if json && members { throw ValidationError("Give --json or --members, not both.") }
  }
}

/// What is sent or done, as arguments.
struct ActivityOptions: ParsableArguments {
  @Option(name: .customLong("activity"), help: "The id of the activity.") var id: String?
  @Option(name: .customLong("product-line"), help: "The product line offered.")
  var productLine: String?
  @Option(help: "The product offered.") var product: String?
  @Option(help: "The topic.") var topic: String?
  @Option(name: .customLong("price-cents"), help: "The price per unit, in cents.")
  var priceCents: Int64?
  @Flag(inversion: .prefixedNo, help: "Own, similar products are offered, or not.")
  var similar: Bool?
  @Flag(help: "It promotes something, which makes any message marketing.") var promotional = false

  var activity: Use.Activity? {
    let activity = Use.Activity(
      id: id, productLine: productLine, product: product, topic: topic, priceCents: priceCents,
      isSimilar: similar, isPromotional: promotional)
    return activity == Use.Activity() ? nil : activity
  }
}
