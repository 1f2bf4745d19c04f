import ArgumentParser
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

struct PolicyApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Put a policy in force in a data folder, or show who would get another answer.",
    discussion: """
      Asks everybody about every purpose and channel, under the policy in force and under the new \
      one, and counts whose answer changes. --dry-run only shows it. Decisions about the past keep \
      the policy that was in force then. Works beside a running server. Exits 0, or 1 when the \
      policy or the folder cannot be used.

      Example: openkaart policy apply policy.yaml --data shop --dry-run
      """)

  @Argument(help: "The policy file.") var file: String
  @Option(help: "The data folder; it is made if it is not there.") var data: String
  @Flag(name: .customLong("dry-run"), help: "Only show what would change.") var dryRun = false
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() async throws {
    try await tellingFailures(in: lang) {
      let policy = try PolicyFile.load(path: file)
      let gate = Gate(policy: policy.policy, zones: policy.zones)
      let change = try await StoreFolder(path: data, language: lang, isCreating: !dryRun).openDesk {
        desk in
        let progress = ProgressLine(lang == .nl ? "Vergelijken" : "Comparing")
        defer { progress.end() }
        return try await desk.apply(gate, text: policy.bytes, isDryRun: dryRun) {
          progress.show($0)
        }
      }
      print(PolicyChangeReport(change: change, isDryRun: dryRun, language: lang, gate: gate).text)
    }
  }
}

/// What a policy changes, for people to read.
struct PolicyChangeReport {
  let change: PolicyChange
  let isDryRun: Bool
  let language: Language
  let gate: Gate

  private func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  var text: String { (verdict + rows + next).joined(separator: "\n") }

  private var verdict: [String] {
    let people = language.count(change.people, .people)
    guard let from = change.from else {
      let first = words(
        "Het eerste beleid van deze map: \(change.to).",
        "The first policy of this folder: \(change.to).")
      return [first, isDryRun ? words("Niets veranderd.", "Nothing was changed.") : applied]
    }
    if from == change.to {
      return [words("Dit beleid geldt al: \(from).", "This policy is in force already: \(from).")]
    }
    var lines = [words("Van \(from) naar \(change.to).", "From \(from) to \(change.to).")]
    lines.append(
      change.isEmpty
        ? words(
          "Niemand krijgt een ander antwoord; gevraagd is naar \(people).",
          "Nobody gets another answer; asked about \(people).")
        : words(
          "Andere antwoorden, gevraagd naar \(people), zonder actie:",
          "Other answers, asked about \(people), without an activity:"))
    return lines
  }

  private var applied: String { words("Het geldt vanaf nu.", "It is in force from now on.") }

  private var rows: [String] {
    change.changes.flatMap { change in
      let purpose = gate.policy.purpose(change.purpose)?.label[language] ?? change.purpose
      let count =
        String(repeating: " ", count: max(0, 9 - language.number(change.count).count))
        + language.number(change.count)
      let head =
        "\(count)  \(purpose), \(change.channel.label[language]): "
        + "\(word(change.from)) → \(word(change.to))"
      return [head]
        + change.examples.map { example in
          "             \(example.customer?.text ?? "?"): "
            + "\(example.from.rawValue) → \(example.to.rawValue)"
        }
    }
  }

  private func word(_ outcome: Decision.Outcome) -> String {
    switch outcome {
    case .allow: words("ja", "yes")
    case .deny: words("nee", "no")
    case .later: words("later", "later")
    }
  }

  private var next: [String] {
    guard change.from != nil, change.from != change.to else { return [] }
    return isDryRun
      ? [
        words(
          "Niets veranderd. Doe het zonder --dry-run.",
          "Nothing was changed. Do it without --dry-run.")
      ]
      : [applied]
  }
}
