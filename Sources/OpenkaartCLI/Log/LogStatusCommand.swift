import ArgumentParser
import OpenkaartCore
import OpenkaartService

struct LogStatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say how far the log is signed, and whether it may go on.",
    discussion: """
      Prints the key by which others check the log, how many entries there are, how many of them \
      are signed, and how many enough witnesses signed too; then of each witness how far it is, \
      and the last checkpoint. Signs nothing. Works beside a running server. Exits 0, or 2 when the \
      log cannot go on, or a witness has seen another history of it; then it says why and what to do.

      Example: openkaart log status --data shop
      """)

  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print it as JSON.") var json = false

  func run() async throws {
    let status = try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).open { try await $0.logStatus }
    }
    print(json ? document(status) : text(status))
    let isAlarmed = status.witnesses.contains { $0.trouble?.isAlarm == true }
    if status.danger != nil || isAlarmed { throw ExitCode(2) }
  }

  private func document(_ status: LogStatus) -> String {
    var json = JSONWriter()
    json.object { json in
      for (key, value) in [
        ("key", status.verifierKey), ("checkpoint", status.checkpoint),
        ("danger", status.danger?.en),
      ] {
        json.key(key)
        if let value { json.string(value) } else { json.null() }
      }
      json.key("entries")
      json.integer(status.entries)
      json.key("signed")
      json.integer(status.signed)
      json.key("cosigned")
      if let cosigned = status.cosigned { json.integer(cosigned) } else { json.null() }
      json.key("cosignedCheckpoint")
      if let text = status.cosignedCheckpoint { json.string(text) } else { json.null() }
      json.key("witnesses")
      json.array { list in
        for witness in status.witnesses { WitnessReport(witness, lang).write(to: &list) }
      }
    }
    return json.text
  }

  private func text(_ status: LogStatus) -> String {
    func line(_ nl: String, _ en: String, _ value: String) -> String {
      "\(LocalizedText(nl: nl, en: en)[lang]): \(value)"
    }
    var lines = [
      line("sleutel", "key", status.verifierKey ?? "-"),
      line("regels in het logboek", "entries", lang.number(Int(clamping: status.entries))),
      line("ondertekend", "signed", lang.number(Int(clamping: status.signed))),
    ]
    if !status.witnesses.isEmpty {
      let number = status.cosigned.map { lang.number(Int(clamping: $0)) }
      lines.append(
        line(
          "door genoeg getuigen ondertekend", "signed by enough witnesses",
          number ?? LocalizedText(nl: "nog niets", en: "nothing yet")[lang]))
      lines += status.witnesses.map { "  " + WitnessReport($0, lang).text }
      if status.witnesses.contains(where: { $0.trouble?.isAlarm == true }) {
        lines += ["", WitnessReport.alarm(in: data)[lang]]
      }
    }
    if let checkpoint = status.checkpoint { lines += ["", checkpoint] }
    if let danger = status.danger {
      lines += [
        "",
        LocalizedText(
          nl: "Het logboek kan niet verder: er wordt niets bijgeschreven of ondertekend.",
          en: "The log cannot go on: nothing is added or signed.")[lang] + " (\(danger[lang]))",
        LocalizedText(
          nl:
            "Staan log/, log.key en state/ van de map die het laatst liep er niet? Zet ze in \(data). Dan:",
          en:
            "Are log/, log.key and state/ of the folder that ran last not there? Put them into \(data). "
            + "Then:")[lang],
        "  openkaart log recover --data \(data) --dry-run\(lang.ending)",
        LocalizedText(
          nl: "Heeft niemand een kopie, sluit dit logboek dan en begin een ander:",
          en: "If nobody has a copy, close this log and begin another:")[lang],
        "  openkaart log recover --data \(data) --close --dry-run\(lang.ending)",
      ]
    }
    return lines.joined(separator: "\n")
  }
}
