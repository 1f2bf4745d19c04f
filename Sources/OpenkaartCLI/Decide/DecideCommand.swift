import ArgumentParser
import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

struct DecideCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Ask about one person: may we, for this purpose, over this channel, now, and why.",
    discussion: """
      Asks the store in a data folder, or files: NDJSON, or CSV with a mapping. Prints the outcome \
      with every reason, what it rests on and what would change it. Identifiers on the command line can be \
      seen by others on the same machine: give `--customer -` to read them from standard input, \
      one `type:value` a line.

      Examples: openkaart decide --data shop --customer email:anna@example.nl \
      --purpose newsletter --channel email
      openkaart decide --facts facts.ndjson --policy policy.yaml \
      --customer email:anna@example.nl --purpose newsletter --channel email

      Exits 0 when allowed, 2 when denied, 3 when it has to wait, 1 when a file cannot be used, \
      64 when the arguments are wrong.
      """)

  @OptionGroup(title: "The facts") var facts: FactsOptions
  @OptionGroup var customer: CustomerOption
  @OptionGroup var asked: UseOptions
  @OptionGroup var asOf: AsOfOption
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print the decision as JSON, in both languages.") var json = false
  @Flag(
    name: .customLong("skip-bad-rows"),
    help: "Decide although rows cannot be read; a no may be among them.")
  var skipBadRows = false
  @Option(
    name: .customLong("permit-key"),
    help: ArgumentHelp(
      """
      Add a permit to an allowed decision in --json, signed with the secret in this file of mode \
      0600.
      """, valueName: "file"))
  var permitKey: String?

  /// A permit is given only for what is asked now, on everything that is known.
  func validate() throws {
    guard permitKey != nil else { return }
    if !json {
      throw ValidationError(
        LocalizedText(
          nl: "--permit-key hoort bij --json; geef beide.",
          en: "--permit-key is for --json; give both."))
    }
    if asOf.text != nil {
      throw ValidationError(
        LocalizedText(
          nl: "--permit-key: een vergunning is voor nu; laat --as-of weg.",
          en: "--permit-key: a permit is for now; leave out --as-of."))
    }
    if skipBadRows {
      throw ValidationError(
        LocalizedText(
          nl: "--permit-key: bij slechte rijen kan een nee staan; laat --skip-bad-rows weg.",
          en: "--permit-key: a no may be among bad rows; leave out --skip-bad-rows."))
    }
  }

  func run() async throws {
    let decision = try await tellingFailures(in: lang) {
      if let folder = facts.data { try await answer(from: folder) } else { try answer() }
    }
    switch decision.outcome {
    case .allow: return
    case .deny: throw ExitCode(2)
    case .later: throw ExitCode(3)
    }
  }

  private func answer() throws -> Decision {
    let key = try permitKey.map(PermitKeyFile.read(path:))
    let file = try PolicyFile.load(path: facts.policy ?? "policy.yaml")
    let gate = Gate(policy: file.policy, zones: file.zones)
    var inputs = AudienceInputs(policy: file, language: lang)
    try inputs.read(facts.files, mappings: facts.map)
    try refuseBadRows(inputs)
    let now = Timestamp.now
    let use = try use(in: gate.zone)
    let profile = Profile(
      of: use.subject, in: inputs.intake.store.facts, knownAt: min(use.at ?? now, now))
    let decision = gate.decide(use, about: profile, now: now)
    show(decision, use, gate, key, now)
    return decision
  }

  /// Asks the store; the policy is the one in force there at the moment asked about.
  private func answer(from folder: String) async throws -> Decision {
    let key = try permitKey.map(PermitKeyFile.read(path:))
    return try await StoreFolder(path: folder, language: lang).openDesk { desk in
      let use = try use(in: try await desk.policies.gate(at: desk.now).zone)
      let answer = try await desk.decide([use])[0]
      if let failure = answer.failure { tell(failure) }
      show(answer.decision, use, answer.gate, key, desk.now)
      return answer.decision
    }
  }

  /// Tells what kept the answer from being recorded or known.
  private func tell(_ failure: any Error) {
    let remedied = failure as? any RemediedError
    printError(remedied.map { $0.message[lang] } ?? "\(failure)")
  }

  private func use(in zone: ZoneRules) throws -> Use {
    Use(
      subject: try customer.subject(), purpose: asked.purpose, channel: asked.channel,
      activity: asked.activity.activity, data: asked.data, recipient: asked.recipient,
      at: try asOf.moment(in: zone))
  }

  private func show(
    _ decision: Decision, _ use: Use, _ gate: Gate, _ key: PermitKey?, _ now: Timestamp
  ) {
    if json {
      let permit = key.flatMap { Permit(for: decision, on: use, issuedAt: now, key: $0) }
      printDocument(decision, use, gate, permit)
    } else {
      print(DecisionReport(decision: decision, use: use, gate: gate, language: lang).text)
    }
    if let refusal = gate.policy.refusal(ofPurpose: use.purpose) { printError(refusal[lang]) }
  }

  private func printDocument(_ decision: Decision, _ use: Use, _ gate: Gate, _ permit: Permit?) {
    var writer = JSONWriter(pretty: true)
    DecisionDocument(decision, on: use, by: gate).write(
      to: &writer, reference: decision.contactPoint.map { _ in "\(asked.channel.rawValue)-1" },
      permit: permit?.text)
    print(writer.text)
  }

  /// A row that cannot be read may be the one that says no.
  private func refuseBadRows(_ inputs: AudienceInputs) throws {
    let rejects = inputs.reports.flatMap(\.rejects)
    guard let first = rejects.first else { return }
    let isOne = rejects.count == 1
    let head = LocalizedText(
      nl: Language.nl.count(rejects.count, .rows)
        + (isOne ? " is niet te lezen, en daarin" : " zijn niet te lezen, en daarin")
        + " kan een nee staan" + (isOne ? ":" : ". De eerste:"),
      en: Language.en.count(rejects.count, .rows) + " cannot be read, and a no may be "
        + (isOne ? "in it:" : "among them. The first:"))
    printError("\(head[lang])\n\(first.place(in: lang)): \(first.text[lang])")
    guard skipBadRows else {
      printError(
        LocalizedText(
          nl: "Herstel ze, of laat toch beslissen met --skip-bad-rows.",
          en: "Mend them, or decide all the same with --skip-bad-rows.")[lang])
      throw ExitCode(1)
    }
  }
}
