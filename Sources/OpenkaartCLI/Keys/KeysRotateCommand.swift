import ArgumentParser
import OpenkaartCore
import OpenkaartService

struct KeysRotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Replace the root and every key that wraps others; nothing is sealed anew.",
    discussion: """
      After it, no older copy of `keys.sqlite` can be read with the keyring of today: make a backup \
      of the keys at once. An erasure does it by itself. This cannot be undone: look first with \
      `--dry-run`. Works beside a running server; cut off, it ends at the next start. Exits 0, 1 when \
      the folder cannot be used.

      Example: openkaart keys rotate --data shop --dry-run
      """)

  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Only say what would be replaced.") var dryRun = false

  func run() async throws {
    let count = try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).open { store in
        dryRun ? try await store.keyInventory.dataKeys : try await store.rotateKeys()
      }
    }
    let keys = lang.count(count, .dataKeys)
    guard !dryRun else { return print(plan(keys).map { $0[lang] }.joined(separator: "\n")) }
    let (done, next) = (
      LocalizedText(
        nl: "De hoofdsleutel is vervangen; opnieuw ingepakt: \(keys).",
        en: "The root is replaced; wrapped anew: \(keys)."),
      LocalizedText(
        nl: "Maak nu een reservekopie van de sleutels: "
          + "openkaart backup --data \(data) --keys-to MAP --lang nl",
        en: "Make a backup of the keys now: openkaart backup --data \(data) --keys-to FOLDER")
    )
    print(done[lang])
    print(next[lang])
  }

  private func plan(_ keys: String) -> [LocalizedText] {
    [
      LocalizedText(
        nl: "De hoofdsleutel zou worden vervangen; opnieuw ingepakt: \(keys).",
        en: "The root would be replaced; wrapped anew: \(keys)."),
      LocalizedText(
        nl: "Geen oudere reservekopie van de sleutels zou daarna nog bruikbaar zijn.",
        en: "No older backup of the keys could be used after it."),
      LocalizedText(nl: "Er is niets gewijzigd.", en: "Nothing was changed."),
    ]
  }
}

extension [KeyInventoryItem] {
  /// How many data keys there are, of all classes: a rotation wraps each of them anew.
  fileprivate var dataKeys: Int {
    filter { $0.name.hasPrefix("data.") }.reduce(0) { $0 + $1.count }
  }
}
