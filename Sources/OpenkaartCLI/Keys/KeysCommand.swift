import ArgumentParser
import OpenkaartCore
import OpenkaartService

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "See which keys there are, and replace them.",
    subcommands: [KeysListCommand.self, KeysRotateCommand.self])
}

struct KeysListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the keys and their algorithms; no secrets.",
    discussion: "Works beside a running server. Exits 0, 1 when the folder cannot be used.")

  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let items = try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).open { try await $0.keyInventory }
    }
    if json { return print(document(items)) }
    let words = (
      since: LocalizedText(nl: "sinds", en: "since"),
      version: LocalizedText(nl: "versie", en: "version")
    )
    for item in items {
      let since = item.since.map {
        "  \(words.since[lang]) \(Timestamp(milliseconds: $0 * 1000).rfc3339())"
      }
      print(
        "\(item.name)  \(item.count)  \(item.algorithm)  \(words.version[lang]) \(item.version)  "
          + "\(item.place)\(since ?? "")")
    }
  }

  private func document(_ items: [KeyInventoryItem]) -> String {
    var writer = JSONWriter(pretty: true)
    writer.array { list in
      for item in items {
        list.object { json in
          for (key, text) in [
            ("name", item.name), ("algorithm", item.algorithm), ("place", item.place),
          ] {
            json.key(key)
            json.string(text)
          }
          for (key, number) in [("count", item.count), ("version", item.version)] {
            json.key(key)
            json.integer(number)
          }
          guard let since = item.since else { return }
          json.key("since")
          json.string(Timestamp(milliseconds: since * 1000).rfc3339())
        }
      }
    }
    return writer.text
  }
}
