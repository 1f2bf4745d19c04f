import ArgumentParser
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a data folder out of a backup of the facts and the newest of the keys.",
    discussion: """
      Erasures that were done since the backup of the facts was made are done again before the folder \
      can be used. Nothing is ever written over: the folder must not hold data. Leave out \
      --keys-backup when keyring and keys.sqlite are still there and whole. See what it would do with \
      --dry-run. Exits 0, 1 when these backups do not make a store that can be read.

      Example: openkaart restore --data-backup /backup/facts/data-20261128T201500 \
      --keys-backup /safe/keys/keys-20261128T201500 --data shop
      """)

  @Option(help: "The folder of a backup of the facts.") var dataBackup: String
  @Option(help: "The folder of the newest backup of the keys.") var keysBackup: String?
  @Option(help: "The data folder to make.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Only check, and say what would be done.") var dryRun = false

  func run() async throws {
    let restoring = Restoring(dataBackup: dataBackup, keysBackup: keysBackup, to: data)
    let report = try await tellingFailures(in: lang) {
      let label =
        dryRun
        ? LocalizedText(nl: "Controleren", en: "Checking")
        : LocalizedText(nl: "Terugzetten", en: "Restoring")
      let progress = ProgressLine(label[lang])
      defer { progress.end() }
      return dryRun
        ? try restoring.plan { progress.show($0) } : try await restoring.run { progress.show($0) }
    }
    print(text(of: report))
  }

  /// No policy says yet in which zone.
  private func moment(_ moment: Timestamp, _ language: Language) -> String {
    ZoneRules.utc.text(of: moment, in: language) + " (UTC)"
  }

  private func replayed(_ count: Int) -> LocalizedText {
    switch count {
    case 0: LocalizedText(nl: "Daarna is niemand gewist.", en: "Nobody was erased after that.")
    case 1:
      LocalizedText(
        nl: "1 wissing van daarna: opnieuw gedaan, voordat iemand iets kan vragen.",
        en: "1 erasure of after that: done again before anybody can ask anything.")
    default:
      LocalizedText(
        nl: "\(count) wissingen van daarna: opnieuw gedaan, voordat iemand iets kan vragen.",
        en: "\(count) erasures of after that: done again before anybody can ask anything.")
    }
  }

  private func text(of report: Restoring.Report) -> String {
    let at = (nl: moment(report.dataAt, .nl), en: moment(report.dataAt, .en))
    let head = LocalizedText(nl: "De feiten van \(at.nl).", en: "The facts of \(at.en).")
    let replayed = self.replayed(report.replayed)
    guard let counts = report.counts else {
      let unchanged = LocalizedText(
        nl: "Alles klopt; er is niets geschreven.", en: "All is well; nothing was written.")
      return [head, replayed, unchanged].map { $0[lang] }.joined(separator: "\n")
    }
    let (facts, customers) = (
      lang.count(counts.facts, .facts), lang.count(counts.customers, .customers)
    )
    let made = LocalizedText(
      nl: "\(facts) over \(customers).", en: "\(facts) about \(customers).")
    let next = LocalizedText(
      nl:
        """
        Nu het logboek: het staat in geen kopie, zodat niemand twee geschiedenissen kan tonen. Tot \
        die tijd wordt niets getoond of geschreven. Hebt u log/, log.key en state/ van de oude map? \
        Zet die in \(data), en dan: openkaart log recover --data \(data) --lang nl. Zonder: openkaart \
        log recover --data \(data) --close --lang nl
        """,
      en:
        """
        Now the log: no backup holds it, so that nobody can show two histories. Until then nothing \
        is shown or written. Do you have log/, log.key and state/ of the old folder? Put them into \
        \(data), and then: openkaart log recover --data \(data). Without them: openkaart log \
        recover --data \(data) --close
        """)
    return [head, replayed, made, next].map { $0[lang] }.joined(separator: "\n")
  }
}
