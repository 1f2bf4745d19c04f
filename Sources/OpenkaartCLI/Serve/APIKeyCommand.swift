import ArgumentParser
import OpenkaartCore
import OpenkaartHTTP
import OpenkaartService

struct APIKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apikey",
    abstract: "Make, list and revoke the keys that programs show at the API.",
    subcommands: [APIKeyAddCommand.self, APIKeyListCommand.self, APIKeyRevokeCommand.self])
}

struct APIKeyAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Make a key and print its secret, once.",
    discussion: """
      The secret is not kept: who loses it makes a new key and revokes this one. Standard output \
      holds the secret and nothing else, so that a program can take it.

      Example: openkaart apikey add website --scope facts:write,decisions:read --data data

      Scopes: \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(help: "What you call it, for example the program that gets it.") var name: String
  @Option(help: "What it may do, one or more with commas.") var scope: [String]
  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func validate() throws {
    guard try !scopes().isEmpty else {
      throw ValidationError(
        LocalizedText(
          nl: "--scope: noem er ten minste één.", en: "--scope: name at least one."))
    }
  }

  func run() async throws {
    let scopes = try scopes()
    try await tellingFailures(in: lang) {
      let key = NewKey(named: name, scopes: scopes, at: .now)
      try await StoreFolder(path: data, language: lang, isCreating: true).open {
        try await $0.add(key.key)
      }
      printError(
        LocalizedText(
          nl: "De sleutel \(key.key.id) is gemaakt. Het geheim staat hier één keer:",
          en: "The key \(key.key.id) is made. Its secret is shown once:")[lang])
      print(key.secret)
    }
  }

  private func scopes() throws -> [Scope] {
    try scope.flatMap { $0.split(separator: ",") }.map { word in
      guard let scope = Scope(rawValue: String(word)) else {
        let known = Scope.allCases.map(\.rawValue)
        let hint = LocalizedText.didYouMean(NearestWord.nearest(to: String(word), among: known))
        let all = known.joined(separator: ", ")
        throw ValidationError(
          LocalizedText(
            nl: "--scope: er is geen `\(word)`. \(hint.nl)Er zijn: \(all).",
            en: "--scope: there is no `\(word)`. \(hint.en)There are: \(all)."))
      }
      return scope
    }
  }
}

struct APIKeyListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every key, those that were revoked too.")

  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() async throws {
    try await tellingFailures(in: lang) {
      let keys = try await StoreFolder(path: data, language: lang).open { try await $0.keys }
      guard !keys.isEmpty else {
        return print(
          LocalizedText(
            nl: "Er zijn geen sleutels. Maak er een: openkaart apikey add NAAM --scope … --data "
              + "\(data) --lang nl",
            en: "There are no keys. Make one: openkaart apikey add NAME --scope … --data \(data)")[
              lang])
      }
      let (since, revoked) = (
        LocalizedText(nl: "sinds", en: "since")[lang],
        LocalizedText(nl: "ingetrokken", en: "revoked")[lang]
      )
      for key in keys {
        let end = key.revokedAt.map { "  \(revoked) \($0.rfc3339())" } ?? ""
        print(
          "\(key.id)  \(key.name)  \(key.scopes.joined(separator: ","))  "
            + "\(since) \(key.createdAt.rfc3339())\(end)")
      }
    }
  }
}

struct APIKeyRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a key; it is refused from then on.",
    discussion: "Exits 0, 1 when there is no such key.")

  @Argument(help: "The id of the key, as `list` shows it.") var id: String
  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() async throws {
    try await tellingFailures(in: lang) {
      let isThere = try await StoreFolder(path: data, language: lang).open {
        try await $0.revoke(key: id, at: .now)
      }
      guard isThere else {
        printError(
          LocalizedText(
            nl: "Er is geen sleutel \(id). Zie: openkaart apikey list --data \(data) --lang nl",
            en: "There is no key \(id). See: openkaart apikey list --data \(data)")[lang])
        throw ExitCode(1)
      }
      print(
        LocalizedText(
          nl: "De sleutel \(id) is ingetrokken.", en: "The key \(id) is revoked.")[lang])
    }
  }
}
