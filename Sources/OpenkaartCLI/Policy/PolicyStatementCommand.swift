import ArgumentParser
import OpenkaartCore
import OpenkaartFiles

struct PolicyStatementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement",
    abstract: "Print the privacy statement that follows from a policy (GDPR 13 and 14).",
    discussion: """
      The server shows the same on /privacy, of the policy in force.

      Example: openkaart policy statement policy.yaml --lang nl --html > privacy.html
      Example: openkaart policy statement new.yaml --since old.yaml

      Exits 0, 1 when the policy holds mistakes, 64 when it cannot be read.
      """)

  @Argument(help: "The policy file.") var file: String
  @Option(help: "An earlier policy; then prints what changed since, for people.")
  var since: String?
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print a page of HTML instead of text.") var html = false

  func validate() throws {
    guard since == nil || !html else {
      throw ValidationError(
        LocalizedText(
          nl: "--since geeft zinnen, geen pagina; laat --html weg.",
          en: "--since prints sentences, not a page; leave --html out."))
    }
  }

  func run() throws {
    let policy = try policy(in: file)
    guard let since else {
      let statement = PrivacyStatement(of: policy, in: lang)
      print(html ? statement.html : statement.text, terminator: "")
      return
    }
    let changes = StatementChange.changes(from: try self.policy(in: since), to: policy)
    let none = LocalizedText(
      nl: "Voor mensen is er niets veranderd.", en: "Nothing changed for people.")
    for sentence in changes.isEmpty ? [none] : changes.map(\.sentence) { print(sentence[lang]) }
  }

  private func policy(in path: String) throws -> Policy {
    let draft = try readDraft(path, lang)
    guard let policy = draft.policy else {
      printError(PolicyFileError.mistakes(draft).message[lang])
      throw ExitCode(1)
    }
    return policy
  }
}
