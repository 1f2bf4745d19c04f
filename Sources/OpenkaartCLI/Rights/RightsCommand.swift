import ArgumentParser
import OpenkaartCore
import OpenkaartService

struct RightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rights", abstract: "Carry out what people may ask of their data.",
    subcommands: [
      RightsEraseCommand.self, RightsFinishCommand.self, RightsKeptCommand.self,
      RightsLiftCommand.self, RightsListCommand.self,
    ])
}

/// What the commands on rights have in common.
struct RightsOptions: ParsableArguments {
  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print JSON.") var json = false

  /// Opens the folder, or asks the server that owns it.
  func open<Value>(_ body: (Rights) async throws -> Value) async throws -> Value {
    try await tellingFailures(in: lang) {
      let folder = StoreFolder(path: data, language: lang)
      return try await folder.open { store in
        try await body(Rights(folder.desk(on: store), over: store))
      }
    }
  }

  /// What to do after an erasure, which replaces the keys.
  var newKeys: String {
    LocalizedText(
      nl: "De sleutels zijn vervangen. Maak er nu een reservekopie van: "
        + "openkaart backup --data \(data) --keys-to MAP --lang nl",
      en: "The keys were replaced. Make a backup of them now: "
        + "openkaart backup --data \(data) --keys-to FOLDER")[lang]
  }

  func show(_ report: ErasureReport) {
    guard json else { return print(ErasureText(report: report, language: lang).text) }
    var writer = JSONWriter(pretty: true)
    report.write(to: &writer)
    print(writer.text)
  }
}

struct RightsEraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase everything about one person, but what the law asks to keep.",
    discussion: """
      The person goes with everybody they are joined with: rows, keys, look-ups. Invoices stay \
      sealed apart until seven years after their book year. The person does not come back by an \
      import: see `rights lift`. This cannot be undone: look first with `--dry-run`. Identifiers on \
      the command line can be seen by others on the same machine: give `--customer -` to read them \
      from standard input. Works beside a running server; cut off, it ends at the next start.

      Exits 0 when it is final, 2 when nobody is known by these identifiers, 3 when it is not final \
      yet, 1 when the folder cannot be used.

      Example: openkaart rights erase --customer email:anna@example.nl --data shop --dry-run
      """)

  @OptionGroup var options: RightsOptions
  @OptionGroup var customer: CustomerOption
  @Flag(help: "Only say what would be erased and kept.") var dryRun = false

  func run() async throws {
    let subject = try customer.subject()
    let report = try await options.open { rights in
      dryRun ? try await rights.plan(erasing: subject) : try await rights.erase(subject)
    }
    guard let report else {
      printError(
        LocalizedText(
          nl:
            "Niemand is hieronder bekend. Al gewist? Zie: openkaart rights list --data \(options.data) --lang nl",
          en:
            "Nobody is known by this. Erased before? See: openkaart rights list --data \(options.data)"
        )[options.lang])
      throw ExitCode(2)
    }
    options.show(report)
    if report.state == .notFinal { throw ExitCode(3) }
    if !dryRun, !options.json { print(options.newKeys) }
  }
}

struct RightsFinishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finish", abstract: "Try again to end the erasures that are not final.",
    discussion: "Exits 0 when all are final, 3 when something still reads the files.")

  @OptionGroup var options: RightsOptions

  func run() async throws {
    let reports = try await options.open { try await $0.finish() }
    for report in reports { options.show(report) }
    if reports.isEmpty, !options.json {
      print(
        LocalizedText(nl: "Alles is definitief.", en: "Everything is final.")[options.lang])
    }
    if reports.contains(where: { $0.state == .notFinal }) { throw ExitCode(3) }
  }
}

struct RightsListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every erasure: when, why, and what became of it.",
    discussion: "No erasure names anybody: who it was is not known any more.")

  @OptionGroup var options: RightsOptions

  func run() async throws {
    let (reports, zone) = try await tellingFailures(in: options.lang) {
      let folder = StoreFolder(path: options.data, language: options.lang)
      return try await folder.open { store in
        let desk = try await folder.desk(on: store)
        // Without a policy there is no zone of its own.
        let zone = try? await desk.policies.gate(at: desk.now).zone
        return (try await store.erasures, zone)
      }
    }
    if options.json {
      var writer = JSONWriter(pretty: true)
      writer.array { list in
        for report in reports { report.write(to: &list) }
      }
      return print(writer.text)
    }
    for report in reports {
      let at = zone?.text(of: report.at, in: options.lang) ?? report.at.rfc3339()
      print("\(at)  ", terminator: "")
      options.show(report)
    }
    if reports.isEmpty { print(LocalizedText(nl: "Geen.", en: "None.")[options.lang]) }
  }
}

struct RightsLiftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift", abstract: "Let somebody come back who was erased.",
    discussion: """
      Only when they came back themselves. Facts of after the erasure are taken in again; what \
      happened before it never is. It is written down in the log. Exits 0, 2 when none of the \
      identifiers was kept out.
      """)

  @OptionGroup var options: RightsOptions
  @OptionGroup var customer: CustomerOption

  func run() async throws {
    let subject = try customer.subject()
    let count = try await options.open { try await $0.lift(subject) }
    guard count > 0 else {
      printError(
        LocalizedText(
          nl: "Geen van deze adressen of nummers werd buiten gehouden.",
          en: "None of these addresses or numbers was kept out.")[options.lang])
      throw ExitCode(2)
    }
    let counted = options.lang.count(count, .addresses)
    print(
      LocalizedText(
        nl: "\(counted) \(count == 1 ? "wordt" : "worden") weer opgenomen.",
        en: "\(counted) may come in again.")[options.lang])
  }
}

struct RightsKeptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kept", abstract: "Show what is kept of people who were erased, and how long.",
    discussion: """
      For the tax office or a claim. One line of JSON each; who it was does not stand in it. The look \
      is written into the log.
      """)

  @Option(help: "The data folder.") var data: String
  @Option(help: "The language of what goes wrong: nl or en.") var lang: Language = .en

  func run() async throws {
    let records = try await tellingFailures(in: lang) {
      let folder = StoreFolder(path: data, language: lang)
      return try await folder.open { store in
        try await Rights(folder.desk(on: store), over: store).kept()
      }
    }
    for record in records {
      var json = JSONWriter()
      json.object { json in
        json.key("class")
        json.string(record.part.name)
        json.key("until")
        json.string(record.until.iso)
        json.key("ground")
        json.string(record.ground)
        guard let document = try? JSONReader.node(in: record.document) else { return }
        json.key("document")
        json.node(document)
      }
      print(json.text)
    }
  }
}
