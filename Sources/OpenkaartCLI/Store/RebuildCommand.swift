import ArgumentParser
import OpenkaartCore
import OpenkaartService

struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Throw away all that can be made again from the facts, and make it again.",
    discussion: """
      What was there is compared with what is made: a difference means that something was damaged, \
      and it is mended now. Works beside a running server. Exits 0 when all was equal, 2 when \
      something was mended, 1 when the folder cannot be used.
      """)

  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() async throws {
    let report = try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).open { store in
        let progress = ProgressLine(lang == .nl ? "Opnieuw maken" : "Rebuilding")
        defer { progress.end() }
        return try await store.rebuild { progress.show($0) }
      }
    }
    print(text(of: report))
    if !report.isEqual { throw ExitCode(2) }
  }

  private func text(of report: RebuildReport) -> String {
    let facts = lang.count(report.counts.facts, .facts)
    let customers = lang.count(report.counts.customers, .customers)
    let made = LocalizedText(
      nl: "Opnieuw gemaakt uit \(facts) over \(customers)",
      en: "Made again from \(facts) about \(customers)")[lang]
    let verdict =
      report.isEqual
      ? LocalizedText(nl: "gelijk aan wat er was.", en: "equal to what was there.")
      : LocalizedText(
        nl:
          "hersteld: \(lang.count(report.surplus, .rows)) te veel en \(report.missing) te weinig.",
        en: "mended: \(lang.count(report.surplus, .rows)) too many and \(report.missing) too few.")
    return "\(made): \(verdict[lang])"
  }
}
