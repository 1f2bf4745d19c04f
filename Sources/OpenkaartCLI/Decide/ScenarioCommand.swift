import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

struct ScenarioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario",
    abstract: "Run decisions as tests: facts, a question, and the answer it must give.",
    discussion: """
      Each file names a policy beside it and lists scenarios. They pass through the same intake \
      and gate as everything else, in memory: a fact given twice counts once, and another fact \
      under an id that is taken is a mistake. Prints a line for each; what a policy check would \
      say of the policy goes to standard error, because a scenario may be about just that.

      Example: openkaart scenario Tests/Fixtures/scenarios/golden.yaml

      Exits 0 when every answer is as expected, 1 when one is not or a file cannot be used.
      """)

  @Argument(help: "The scenario files.") var files: [String]
  @Option(help: "The language of what goes wrong: nl or en.") var lang: Language = .en
  @Flag(help: "Print the id and the full decision of each, one JSON object a line.") var json =
    false

  func run() throws {
    let zones = try ZoneTable.system()
    var passed = 0
    var failed = 0
    var duplicates = 0
    for path in files {
      guard let (file, gate) = load(path, zones) else {
        failed += 1
        continue
      }
      for scenario in file.scenarios {
        let result = scenario.run(through: gate)
        duplicates += scenario.intake.duplicates
        if result.isAsExpected { passed += 1 } else { failed += 1 }
        if json {
          print(document(scenario, result, gate))
        } else {
          print(line(scenario, result))
        }
      }
    }
    var text = LocalizedText(
      nl: "\(passed) goed, \(failed) fout", en: "\(passed) passed, \(failed) failed")[lang]
    if duplicates > 0 {
      text +=
        LocalizedText(
          nl: "; feiten die er al waren, één keer geteld: \(duplicates)",
          en: "; facts given again, counted once: \(duplicates)")[lang]
    }
    printError(text)
    if failed > 0 { throw ExitCode(1) }
  }

  private func load(_ path: String, _ zones: ZoneTable) -> (ScenarioFile, Gate)? {
    guard let data = FileManager.default.contents(atPath: path) else {
      printError(
        LocalizedText(
          nl: "Het bestand \(path) is niet te lezen. Kijk of het er is.",
          en: "The file \(path) cannot be read. Check that it is there.")[lang])
      return nil
    }
    let file: ScenarioFile
    do throws(DocumentError) {
      file = try ScenarioFile(reading: YAMLReader.node(in: [UInt8](data)))
    } catch {
      printError("\(path): \(error.located[lang])")
      return nil
    }
    let policyPath = URL(filePath: path).deletingLastPathComponent()
      .appending(path: file.policy).path(percentEncoded: false)
    guard let bytes = FileManager.default.contents(atPath: policyPath) else {
      printError(
        LocalizedText(
          nl: "Het beleid \(policyPath), dat in \(path) genoemd is, is niet te lezen.",
          en: "The policy \(policyPath), named in \(path), cannot be read.")[lang])
      return nil
    }
    return gate(policyPath, [UInt8](bytes), zones).map { (file, $0) }
  }

  /// A policy that can be read is judged by, whatever a check would say of it.
  private func gate(_ path: String, _ bytes: [UInt8], _ zones: ZoneTable) -> Gate? {
    let reading: PolicyReading
    do throws(DocumentError) {
      reading = PolicyReader.reading(of: try YAMLReader.node(in: bytes))
    } catch {
      printError("\(path): \(error.located[lang])")
      return nil
    }
    for diagnostic in reading.diagnostics {
      printError(
        "\(path):\(diagnostic.position.line): \(diagnostic.severity.rawValue): "
          + diagnostic.sentences[lang])
    }
    guard var policy = reading.policy else { return nil }
    policy.version = Policy.version(of: bytes, zones: zones)
    return Gate(policy: policy, zones: zones)
  }

  private func line(_ scenario: Scenario, _ result: Scenario.Result) -> String {
    let codes = result.decision.reasons.map(\.code.rawValue).joined(separator: " ")
    let start = result.isAsExpected ? "ok  " : "FAIL"
    let line = "\(start) \(scenario.id)  \(result.decision.outcome.rawValue)  \(codes)"
    guard !result.isAsExpected else { return line }
    return line + "\n     \(scenario.title): " + result.differences.joined(separator: "; ")
  }

  private func document(_ scenario: Scenario, _ result: Scenario.Result, _ gate: Gate) -> String {
    var json = JSONWriter()
    json.object { json in
      json.key("id")
      json.string(scenario.id)
      json.key("decision")
      DecisionDocument(result.decision, on: scenario.use, by: gate).write(
        to: &json,
        reference: result.decision.contactPoint.map { _ in "\(scenario.use.channel.rawValue)-1" })
    }
    return json.text
  }
}
