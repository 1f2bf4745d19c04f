import ArgumentParser
import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

struct DecideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Ask about one person: may we, for this purpose, over this channel, now, and why.",
    discussion: """
      Reads facts from NDJSON, or from CSV with a mapping, and prints the outcome with every \
      reason, what it rests on and what would change it. Identifiers on the command line can be \
      seen by others on the same machine: give `--customer -` to read them from standard input, \
      one `type:value` a line.

      Example: openkaart decide --facts facts.ndjson --policy policy.yaml \
      --customer email:anna@example.nl --purpose newsletter --channel email

      Exits 0 when allowed, 2 when denied, 3 when it has to wait, 1 when a file cannot be used, \
      64 when the arguments are wrong.
      """)

  @Option(parsing: .upToNextOption, help: "The files with facts, NDJSON or CSV.")
  var facts: [String]
  @Option(parsing: .upToNextOption, help: "The mappings of the CSV files, in the same order.")
  var map: [String] = []
  @Option(help: "The policy file.") var policy = "policy.yaml"
  @Option(
    help: ArgumentHelp(
      "The person, as email:anna@example.nl or customerNumber:1001; `-` reads standard input.",
      valueName: "type:value"))
  var customer: [String]
  @Option(help: "The purpose, by its id in the policy.") var purpose: String
  @Option(help: "The channel: email, sms, phone, post, push, app, web or none.")
  var channel: Channel
  @OptionGroup(title: "The activity") var activity: ActivityOptions
  @Option(parsing: .upToNextOption, help: "The data categories used, if not the usual ones.")
  var data: [String] = []
  @Option(help: "Who receives the data, if it is shared.") var recipient: String?
  @OptionGroup var asOf: AsOfOption
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print the decision as JSON, in both languages.") var json = false
  @Flag(
    name: .customLong("skip-bad-rows"),
    help: "Decide although rows cannot be read; a no may be among them.")
  var skipBadRows = false

  func run() throws {
    let decision: Decision
    do {
      decision = try answer()
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
    switch decision.outcome {
    case .allow: return
    case .deny: throw ExitCode(2)
    case .later: throw ExitCode(3)
    }
  }

  private func answer() throws -> Decision {
    let file = try PolicyFile.load(path: policy, in: lang)
    let gate = Gate(policy: file.policy, zones: file.zones)
    var inputs = AudienceInputs(policy: file, language: lang)
    try inputs.read(facts, mappings: map)
    try refuseBadRows(inputs)
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    let at = try asOf.moment(in: gate.zone)
    let use = Use(
      subject: try subject(), purpose: purpose, channel: channel, activity: activity.activity,
      data: data.isEmpty ? nil : data, recipient: recipient, at: at)
    let profile = Profile(
      of: use.subject, in: inputs.intake.store.facts, knownAt: min(at ?? now, now))
    let decision = gate.decide(use, about: profile, now: now)
    if json {
      var writer = JSONWriter(pretty: true)
      DecisionDocument(decision, on: use, by: gate)
        .write(to: &writer, reference: decision.contactPoint.map { _ in "\(channel.rawValue)-1" })
      print(writer.text)
    } else {
      print(DecisionReport(decision: decision, use: use, gate: gate, language: lang).text)
    }
    return decision
  }

  /// A row that cannot be read may be the one that says no.
  private func refuseBadRows(_ inputs: AudienceInputs) throws {
    let rejects = inputs.reports.flatMap(\.rejects)
    guard let first = rejects.first else { return }
    printError(
      "\(rejects.count) row(s) cannot be read, and a no may be among them. The first:\n"
        + first.place + ": " + first.message)
    guard skipBadRows else {
      printError("Mend them, or decide all the same with --skip-bad-rows.")
      throw ExitCode(1)
    }
  }

  private func subject() throws -> [Identifier] {
    var words = customer.filter { $0 != "-" }
    if words.count < customer.count {
      while let line = readLine() { words.append(line) }
    }
    let identifiers = try words.filter { !$0.isEmpty }.map { word in
      guard let identifier = Identifier(parsing: word) else {
        throw ValidationError(
          "--customer: write the type and the value, as email:anna@example.nl.")
      }
      return identifier
    }
    guard !identifiers.isEmpty else { throw ValidationError("--customer: name the person.") }
    return identifiers
  }
}
