import ArgumentParser
import OpenkaartCore
import OpenkaartSQLite
import OpenkaartService

struct LogRecoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Let a log go on whose database is older than what was signed.",
    discussion: """
      After a backup was put back, the database lacks entries that the world has seen. This reads \
      them from the files of the log, or from a copy such as `openkaart-verify mirror` makes, checks \
      that they lead to what was signed, and puts them back. Their records stay lost: take in again \
      what the sources still have.

      With --close, for when nobody has a copy: this log is closed and another begun, whose first \
      entry says where the old one ended. Tell whoever watches the log its new key.

      Stop the server first. Exits 0, or 1 when this way does not lead out; then nothing was changed.

      Example: openkaart log recover --data shop --from /backup/mirror --dry-run
      """)

  @Option(help: "The data folder.") var data: String
  @Option(help: "A copy of the log's files (default: those in the data folder).") var from: String?
  @Flag(help: "Close this log and begin another.") var close = false
  @Flag(help: "Only say what would be done.") var dryRun = false
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() async throws {
    let done = try await tellingFailures(in: lang) {
      let store = try SQLiteStore(at: data, isCreating: false)
      do {
        let done = try await store.recoverLog(from: from, closing: close, dryRun: dryRun)
        try await store.close()
        return done
      } catch {
        try? await store.close()
        if !close, case .logUnsafe(_, let danger)? = error as? StoreError { throw noWayOut(danger) }
        throw error
      }
    }
    print(text(done))
  }

  private func noWayOut(_ danger: LogDanger) -> CommandError {
    .text(
      LocalizedText(
        nl: """
          Met deze bestanden gaat het niet: \(danger.message.nl). Zet log/, log.key en state/ van de map \
          die het laatst liep in \(data), of geef met --from een kopie van het logboek. Heeft niemand \
          die, sluit dit logboek dan en begin een ander:
          openkaart log recover --data \(data) --close --dry-run --lang nl
          """,
        en: """
          These files do not lead out: \(danger.message.en). Put log/, log.key and state/ of the folder \
          that ran last into \(data), or give a copy of the log with --from. If nobody has them, close \
          this log and begin another:
          openkaart log recover --data \(data) --close --dry-run
          """))
  }

  private func text(_ done: LogRecovery?) -> String {
    let would =
      dryRun
      ? LocalizedText(nl: "Proef, er is niets veranderd: ", en: "Dry run, nothing changed: ")[lang]
      : ""
    return switch done {
    case nil:
      LocalizedText(
        nl: "Er is niets mis met het logboek.", en: "Nothing is wrong with the log.")[lang]
    case .replayed(let entries):
      would
        + LocalizedText(
          nl: "\(count(entries)) teruggezet uit de kopie, zonder wat erbij hoorde.",
          en: "\(count(entries)) put back from the copy, without what they are about.")[lang]
    case .reopened(let log, let missing):
      would
        + LocalizedText(
          nl: "logboek \(log) begonnen; van het vorige mist hier: \(count(missing)).",
          en: "log \(log) begun; missing here of the one before it: \(count(missing)).")[lang]
    }
  }

  private func count(_ entries: UInt64) -> String { lang.count(Int(clamping: entries), .entries) }
}
