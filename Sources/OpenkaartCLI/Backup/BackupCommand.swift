import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartService

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the facts and, apart from them, the keys.",
    discussion: """
      Works beside a running server, which goes on. Give the keys a folder on another disk or \
      machine than the facts: who has both can read everything. Backups of the facts may be kept as \
      long as you like; of the keys only the newest counts, and older ones in the same folder are \
      wiped, because they could still open what was erased since. Every copy is read back and checked.

      Exits 0, 1 when a copy could not be made; then there is no backup of this moment.

      Example: openkaart backup --data shop --to /backup/facts --keys-to /safe/keys
      """)

  @Option(help: "The data folder.") var data: String
  @Option(help: "The folder for backups of the facts.") var to: String?
  @Option(help: "The folder for backups of the keys.") var keysTo: String?
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func validate() throws {
    let (data, keys) = folders
    guard data != nil || keys != nil else {
      throw ValidationError(
        LocalizedText(
          nl: "Zeg waarheen: --to MAP voor de feiten, --keys-to MAP voor de sleutels.",
          en: "Say where to: --to FOLDER for the facts, --keys-to FOLDER for the keys."))
    }
    if let data, let keys, (data + "/").hasPrefix(keys + "/") || (keys + "/").hasPrefix(data + "/")
    {
      throw ValidationError(
        LocalizedText(
          nl: "Houd feiten en sleutels uit elkaar: geef --to en --keys-to elk een eigen map.",
          en: "Keep facts and keys apart: --to and --keys-to need different folders."))
    }
  }

  func run() async throws {
    let (data, keys) = folders
    let parts = try await tellingFailures(in: lang) {
      try await StoreFolder(path: self.data, language: lang).open { store in
        let progress = ProgressLine(lang == .nl ? "Kopiëren" : "Copying")
        defer { progress.end() }
        return try await store.backUp(BackupOrder(data: data, keys: keys, at: .now)) {
          progress.show($0)
        }
      }
    }
    for part in parts {
      print("\(part.path)  \(lang.number(part.bytes)) bytes")
      if part.wiped > 0 {
        let (one, more) = (
          LocalizedText(
            nl: "oudere reservekopie van sleutels is gewist", en: "older backup of keys was wiped"),
          LocalizedText(
            nl: "oudere reservekopieën van sleutels zijn gewist",
            en: "older backups of keys were wiped")
        )
        print("  \(part.wiped) \(lang.choose(part.wiped, one, more))")
      }
    }
  }

  /// The folders to write to, for the facts and for the keys.
  private var folders: (data: String?, keys: String?) {
    (to.map(Self.whole), keysTo.map(Self.whole))
  }

  /// The server may stand in another folder than this command.
  private static func whole(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path
  }
}
