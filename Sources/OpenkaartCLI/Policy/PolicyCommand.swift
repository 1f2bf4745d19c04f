import ArgumentParser
import OpenkaartCore
import OpenkaartFiles

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check a policy, explain it, make the privacy statement, or put it in force.",
    subcommands: [
      PolicyCheckCommand.self, PolicyExplainCommand.self, PolicyStatementCommand.self,
      PolicyApplyCommand.self,
    ])
}

struct PolicyCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Show every mistake in a policy with its line and remedy, and the register.",
    discussion:
      "Exits 0 when the policy can be used, 1 when it holds mistakes, 64 when it cannot be read.")

  @Argument(help: "The policy file.") var file: String
  @Option(help: "The language of the messages: nl or en.") var lang: Language = .en
  @Flag(help: "Print JSON instead of text.") var json = false

  func run() throws {
    let draft = try readDraft(file, lang)
    print(json ? jsonReport(of: draft) : textReport(of: draft), terminator: "")
    if draft.reading.hasErrors { throw ExitCode(1) }
  }

  private func textReport(of draft: PolicyDraft) -> String {
    let source = draft.text.sourceLines
    var parts = draft.reading.diagnostics.map {
      $0.text(path: draft.path, source: source, in: lang) + "\n"
    }
    parts.append(summary(of: draft) + "\n")
    if let policy = draft.policy {
      parts.append("\n" + RegisterOfProcessing(of: policy).text(in: lang))
    }
    return parts.joined()
  }

  private func summary(of draft: PolicyDraft) -> String {
    let diagnostics = draft.reading.diagnostics
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    let verdict =
      draft.policy.map { policy in
        LocalizedText(
          nl: "Het beleid kan worden gebruikt. Versie \(policy.version).",
          en: "The policy can be used. Version \(policy.version).")
      }
      ?? LocalizedText(nl: "Zo doet de poort niets.", en: "The gate does not run on it.")
    let counts = LocalizedText(
      nl: "\(draft.path): fouten: \(errors), waarschuwingen: \(warnings). \(verdict.nl)",
      en: "\(draft.path): errors: \(errors), warnings: \(warnings). \(verdict.en)")
    return counts[lang]
  }

  private func jsonReport(of draft: PolicyDraft) -> String {
    var json = JSONWriter()
    json.object {
      $0.key("file")
      $0.string(draft.path)
      $0.key("usable")
      $0.bool(draft.policy != nil)
      $0.key("version")
      if let version = draft.policy?.version { $0.string(version) } else { $0.null() }
      $0.key("diagnostics")
      $0.array { list in
        for diagnostic in draft.reading.diagnostics { write(diagnostic, to: &list) }
      }
    }
    return json.text + "\n"
  }

  private func write(_ diagnostic: Diagnostic, to json: inout JSONWriter) {
    json.object {
      $0.key("severity")
      $0.string(diagnostic.severity.rawValue)
      $0.key("code")
      $0.string(diagnostic.code)
      $0.key("line")
      $0.integer(Int64(diagnostic.position.line))
      $0.key("column")
      $0.integer(Int64(diagnostic.position.column))
      $0.key("message")
      $0.string(diagnostic.message[lang])
      $0.key("remedy")
      $0.string(diagnostic.remedy[lang])
    }
  }
}

struct PolicyExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say in plain words what a purpose allows, and when.",
    discussion: "Exits 0, 1 when the policy holds mistakes, 64 when there is no such purpose.")

  @Argument(help: "The id of the purpose.") var purpose: String
  @Option(help: "The policy file.") var policy = "policy.yaml"
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() throws {
    let draft = try readDraft(policy, lang)
    guard let policy = draft.policy else {
      printError(PolicyFileError.mistakes(draft).message[lang])
      throw ExitCode(1)
    }
    guard let known = policy.purpose(purpose) else {
      printError(policy.refusal(ofPurpose: purpose)?[lang] ?? purpose)
      throw ExitCode.validationFailure
    }
    print(PurposeExplanation(of: known, in: policy, language: lang).text, terminator: "")
  }
}

/// Reads a policy for a person to look at; a file that is not there is a wrong argument.
func readDraft(_ path: String, _ language: Language) throws -> PolicyDraft {
  do {
    return try PolicyDraft.read(path: path)
  } catch let error as PolicyFileError {
    printError(error.message[language])
    throw ExitCode.validationFailure
  }
}
