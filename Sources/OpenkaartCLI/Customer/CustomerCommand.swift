import ArgumentParser
import OpenkaartCore
import OpenkaartService

struct CustomerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customer", abstract: "Look at one customer.",
    subcommands: [CustomerShowCommand.self])
}

struct CustomerShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print one card: who, from which sources, what happened, what may be done and why.",
    discussion: """
      Every look is an entry of the log, with the purpose it was for. Identifiers on the command \
      line can be seen by others on the same machine: give `--customer -` to read them from standard \
      input. Reports and lists give opaque names instead: give one as --id. Works beside a running \
      server. Exits 0, 2 when nobody is known by this, 1 when the folder cannot be used.

      Example: openkaart customer show --data shop --customer customerNumber:2001 --for complaint
      """)

  @Option(help: "The data folder.") var data: String
  @Option(
    help: ArgumentHelp(
      "The person, as email:anna@example.nl or customerNumber:1001; `-` reads standard input.",
      valueName: "type:value"))
  var customer: [String] = []
  @Option(
    help: ArgumentHelp(
      "The person, by the opaque name that a report or list gave.", valueName: "name"))
  var id: String?
  @Option(name: .customLong("for"), help: "What you look for; it is written down.")
  var purpose: String?
  @OptionGroup var asOf: AsOfOption
  @Option(help: "How many lines of the history to show.") var lines = 20
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print the card as JSON, whole, as the API gives it.") var json = false

  func validate() throws {
    if customer.isEmpty == (id == nil) {
      throw ValidationError(
        LocalizedText(
          nl: "Noem de persoon: --customer soort:waarde, of --id met een ondoorzichtige naam.",
          en: "Name the person: --customer type:value, or --id with an opaque name."))
    }
    if let id, CustomerID(parsing: id) == nil {
      throw ValidationError(
        LocalizedText(
          nl: "--id: zo'n naam heeft 32 cijfers en letters van a tot en met f.",
          en: "--id: an opaque name has 32 digits and letters from a to f."))
    }
  }

  func run() async throws {
    let opaque = id.flatMap { CustomerID(parsing: $0) }
    let subject = opaque == nil ? try CustomerOption.subject(of: customer) : []
    let card = try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).openDesk { desk -> CustomerCard? in
        let zone = try await desk.policies.gate(at: desk.now).zone
        let named = opaque == nil ? try await desk.customer(of: subject) : opaque
        guard let name = named else { return nil }
        return try await desk.card(
          of: name, about: subject, at: try asOf.moment(in: zone), purpose: purpose)
      }
    }
    guard let card else {
      printError(
        LocalizedText(
          nl: "Niemand is hieronder bekend.", en: "Nobody is known by this.")[lang])
      throw ExitCode(2)
    }
    if json {
      var writer = JSONWriter()
      CardDocument(card).write(to: &writer)
      return print(writer.text)
    }
    print(CardReport(card: card, language: lang, mostLines: max(0, lines)).text)
  }
}
