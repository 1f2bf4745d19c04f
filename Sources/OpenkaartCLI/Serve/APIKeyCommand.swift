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

  func validate() throws {
    guard try !scopes().isEmpty else { throw ValidationError("--scope: name at least one.") }
  }

  func run() async throws {
    let scopes = try scopes()
    try await tellingFailures {
      let key = NewKey(named: name, scopes: scopes, at: .now)
      try await StoreFolder(path: data, isCreating: true).open { try await $0.add(key.key) }
      printError("The key \(key.key.id) is made. Its secret is shown once:")
      print(key.secret)
    }
  }

  private func scopes() throws -> [Scope] {
    try scope.flatMap { $0.split(separator: ",") }.map { word in
      guard let scope = Scope(rawValue: String(word)) else {
        let known = Scope.allCases.map(\.rawValue)
        let hint = NearestWord.nearest(to: String(word), among: known)
          .map { "Did you mean `\($0)`? " }
        throw ValidationError(
          "--scope: there is no `\(word)`. \(hint ?? "")There are: "
            + "\(known.joined(separator: ", ")).")
      }
      return scope
    }
  }
}

struct APIKeyListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every key, those that were revoked too.")

  @Option(help: "The data folder.") var data: String

  func run() async throws {
    try await tellingFailures {
      let keys = try await StoreFolder(path: data).open { try await $0.keys }
      guard !keys.isEmpty else {
        return print(
          "There are no keys. Make one: openkaart apikey add NAME --scope … --data \(data)")
      }
      for key in keys {
        let end = key.revokedAt.map { "  revoked \($0.rfc3339())" } ?? ""
        print(
          "\(key.id)  \(key.name)  \(key.scopes.joined(separator: ","))  "
            + "since \(key.createdAt.rfc3339())\(end)")
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

  func run() async throws {
    try await tellingFailures {
      let isThere = try await StoreFolder(path: data).open {
        try await $0.revoke(key: id, at: .now)
      }
      guard isThere else {
        printError("There is no key \(id). See: openkaart apikey list --data \(data)")
        throw ExitCode(1)
      }
      print("The key \(id) is revoked.")
    }
  }
}
