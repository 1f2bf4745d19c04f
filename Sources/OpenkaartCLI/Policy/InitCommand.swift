import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartFiles

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a first policy by answering about ten questions.",
    discussion:
      """
      Writes DIR/policy.yaml and never overwrites a file. With --answers nothing is asked: what the \
      file leaves out gets the suggestion. Exits 0, 1 when nothing was written, 64 when the \
      arguments are wrong.
      """)

  @Argument(help: "The folder for the policy.") var directory: String
  @Option(help: "A YAML file with the answers, by the name of the question.") var answers: String?
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() throws {
    let path = URL(filePath: directory).appending(path: "policy.yaml").path
    guard !FileManager.default.fileExists(atPath: path) else {
      printError(NewFile.Failure.exists(path).message[lang])
      throw ExitCode(1)
    }
    let zones = try ZoneTable.system()
    var interview = PolicyInterview(language: lang, today: today(in: zones), zones: zones.names)
    if let answers {
      try takeAnswers(from: answers, into: &interview)
    } else {
      try ask(&interview)
    }
    guard let document = interview.document else { throw ExitCode(1) }
    do {
      try NewFile.write(document, to: path)
    } catch {
      printError(error.message[lang])
      throw ExitCode(1)
    }
    print(
      LocalizedText(
        nl: "Geschreven: \(path). Bekijk het met: openkaart policy check \(path) --lang nl",
        en: "Written: \(path). Look at it with: openkaart policy check \(path)")[lang])
  }

  private func today(in zones: ZoneTable) -> Day {
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    return (zones["Europe/Amsterdam"] ?? .utc).day(of: now)
  }

  private func ask(_ interview: inout PolicyInterview) throws {
    while let question = interview.question {
      print("\n\(interview.text(of: question))\n  \(interview.reason(for: question))")
      let suggestion = interview.suggestion(for: question).map { " [\($0)]" } ?? ""
      print("\(suggestion)> ", terminator: "")
      fflush(nil)
      guard let line = readLine() else {
        printError(
          LocalizedText(
            nl: "Gestopt; er is niets geschreven.", en: "Stopped; nothing was written.")[lang])
        throw ExitCode(1)
      }
      do {
        try interview.answer(line)
      } catch {
        print("  \(error.message)")
      }
    }
  }

  private func takeAnswers(from path: String, into interview: inout PolicyInterview) throws {
    let answers: [String: String]
    do {
      answers = try InterviewAnswers.read(path: path)
    } catch {
      printError("\(path): \(error.message[lang])")
      throw ExitCode.validationFailure
    }
    while let question = interview.question {
      do {
        try interview.answer(answers[question.rawValue] ?? "")
      } catch {
        printError("\(path): \(question.rawValue): \(error.message)")
        throw ExitCode.validationFailure
      }
    }
  }
}
