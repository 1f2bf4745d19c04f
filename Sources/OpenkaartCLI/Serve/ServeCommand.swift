import ArgumentParser
import Foundation
import Logging
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartHTTP
import OpenkaartSQLite
import OpenkaartService

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the API and the pages over a data folder, until it is told to stop.",
    discussion: """
      The server owns the folder: other commands on it go by way of the socket in it. It runs \
      under the policy that was applied last, and refuses another: apply it first. Health and \
      numbers have a port of their own, the next one unless the configuration says otherwise.

      Example: openkaart serve --data data --policy policy.yaml --port 8080

      Prints where everything is when all of it can be asked. Stops on Control-C or SIGTERM, when \
      what was begun is ended. Exits 0, 1 when it cannot start, 64 when the arguments are wrong.
      """)

  @Option(help: "The data folder.") var data: String
  @Option(help: "The policy file, to check that it is the one in force.") var policy: String?
  @Option(help: "The port; 0 takes a free one. Wins over the configuration.") var port: Int?
  @Option(help: "The configuration: hosts, TLS, proxies, limits, mail, witnesses, public address.")
  var config: String?
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print the addresses as one line of JSON.") var json = false
  @Flag(help: "Start though the clock of this machine is behind the last fact.")
  var acceptClock = false
  @Flag(help: "Log no single requests.") var quiet = false

  func validate() throws {
    if let port, !(0...65_535 ~= port) {
      throw ValidationError(
        LocalizedText(
          nl: "--port: geef een getal van 0 tot en met 65535.",
          en: "--port: give a number from 0 to 65535."))
    }
  }

  func run() async throws {
    try await tellingFailures(in: lang) {
      let settings = try settings()
      let witnesses = try settings.witnesses.map(Self.witnesses)
      let zones = try ZoneTable.system()
      let store = try SQLiteStore(at: data, isReserving: true)
      do {
        if let witnesses { await store.ask(witnesses) }
        let gate = try await gateInForce(store, zones)
        try await serve(store, settings, zones, gate)
      } catch {
        try? await store.close()
        throw error
      }
      try await store.close()
    }
  }

  private func serve(
    _ store: SQLiteStore, _ settings: ServerSettings, _ zones: ZoneTable, _ gate: Gate
  ) async throws {
    var logger = Logger(label: "openkaart") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = quiet ? .warning : .info
    let folder = URL(filePath: data).standardizedFileURL.path
    let clock = try await SteadyClock(after: store) { .now }
    guard acceptClock || clock.lag <= Self.mostLag else {
      throw ServeError.clockBehind(gate.zone, machine: .now, lastFact: clock.now)
    }
    // What a crash or a restore left to be ended is in the log before anybody asks anything.
    let rights = Rights(
      try await StoreFolder(path: data, language: lang).desk(on: store), over: store)
    try await rights.finish(by: "serve")
    let server = try await Server(
      over: store, in: folder, policies: Self.policies(zones), settings: settings,
      log: store, published: store, rights: rights,
      mail: Maildir(path: settings.mail.maildir ?? folder + "/mail"), logger: logger
    ) { clock.now }
    let report = ServeReport(gate: gate, folder: data, language: lang)
    try await server.run { addresses in
      print(json ? report.json(addresses) : report.text(addresses))
      fflush(nil)
    }
  }

  /// A clock that is set right now and then steps back less than this, in milliseconds.
  private static let mostLag: Int64 = 60_000

  /// The gate of the policy in force; with `--policy` that must be this file.
  private func gateInForce(_ store: SQLiteStore, _ zones: ZoneTable) async throws -> Gate {
    let current = try await store.currentPolicy
    let file = try policy.map { try PolicyFile.load(path: $0, zones: zones) }
    guard let current else { throw ServeError.noPolicy(file: policy, folder: data) }
    guard file == nil || file?.policy.version == current.version else {
      throw ServeError.otherPolicy(file: policy ?? "", folder: data)
    }
    switch Self.judge(current.text, zones) {
    case .usable(let gate, _): return gate
    case .mistakes: throw ServerError.policyUnusable(version: current.version)
    }
  }

  private static func witnesses(in path: String) throws -> WitnessList {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ServeError.unreadable(path)
    }
    do throws(WitnessList.Mistake) {
      return try WitnessList(parsing: [UInt8](bytes))
    } catch {
      throw ServeError.witnesses(file: path, error)
    }
  }

  private static func policies(_ zones: ZoneTable) -> PolicyMaker {
    PolicyMaker { judge($0, zones) }
  }

  private static func judge(_ text: [UInt8], _ zones: ZoneTable) -> PolicyVerdict {
    let draft = PolicyDraft(bytes: text, path: "policy.yaml", zones: zones)
    let diagnostics = draft.reading.diagnostics
    guard let policy = draft.policy else { return .mistakes(diagnostics) }
    return .usable(Gate(policy: policy, zones: zones), warnings: diagnostics)
  }

  private func settings() throws -> ServerSettings {
    var settings = ServerSettings()
    if let config {
      guard let bytes = FileManager.default.contents(atPath: config) else {
        throw ServeError.unreadable(config)
      }
      do throws(DocumentError) {
        settings = try ServerSettings(reading: YAMLReader.node(in: [UInt8](bytes)))
      } catch {
        throw ServeError.configuration(file: config, error)
      }
    }
    if let port { settings.port = port }
    return settings
  }
}

/// Why the server does not start.
enum ServeError: RemediedError {
  case noPolicy(file: String?, folder: String)
  case otherPolicy(file: String, folder: String)
  case unreadable(String)
  case configuration(file: String, DocumentError)
  case witnesses(file: String, WitnessList.Mistake)
  case clockBehind(ZoneRules, machine: Timestamp, lastFact: Timestamp)

  var message: LocalizedText {
    switch self {
    case .noPolicy, .otherPolicy: policyMessage
    case .unreadable(let path): PolicyFileError.unreadable(path).message
    case .configuration(let file, let error):
      LocalizedText(nl: "\(file): \(error.located.nl)", en: "\(file): \(error.located.en)")
    case .witnesses(let file, let mistake):
      LocalizedText(nl: "\(file): \(mistake.message.nl)", en: "\(file): \(mistake.message.en)")
    case .clockBehind(let zone, let machine, let lastFact):
      LocalizedText(
        nl: """
          De klok van deze machine zegt \(zone.text(of: machine, in: .nl)), en het laatste feit is \
          vastgelegd op \(zone.text(of: lastFact, in: .nl)). Er is niets verloren. Zet de klok goed \
          (timedatectl), en start opnieuw.
          Liep hij toen verkeerd en nu goed, geef dan --accept-clock: de tijd staat dan stil bij het \
          laatste feit tot de machine zover is, en geen antwoord wordt er milder van.
          """,
        en: """
          The clock of this machine says \(zone.text(of: machine, in: .en)), and the last fact was \
          recorded on \(zone.text(of: lastFact, in: .en)). Nothing is lost. Set the clock right \
          (timedatectl), and start again.
          If it was wrong then and is right now, give --accept-clock: time then stands still at the \
          last fact until the machine has caught up, and no answer is milder for it.
          """)
    }
  }

  /// Why there is no policy to run under.
  private var policyMessage: LocalizedText {
    switch self {
    case .noPolicy(let file, let folder):
      let command = "openkaart policy apply \(file ?? "policy.yaml") --data \(folder)"
      return LocalizedText(
        nl: """
          In \(folder) is nog geen beleid in gebruik genomen, dus mag er niets. Doe dat eerst:
          \(command) --lang nl
          """,
        en: """
          No policy was applied to \(folder), so nothing is allowed. Apply one first:
          \(command)
          """)
    case .otherPolicy(let file, let folder):
      let command = "openkaart policy apply \(file) --data \(folder)"
      return LocalizedText(
        nl: """
          \(file) is niet het beleid dat in \(folder) geldt. Zie wat het zou veranderen, en neem het \
          in gebruik:
          \(command) --dry-run --lang nl
          \(command) --lang nl
          """,
        en: """
          \(file) is not the policy in force in \(folder). See what it would change, and apply it:
          \(command) --dry-run
          \(command)
          """)
    default: return message
    }
  }
}
