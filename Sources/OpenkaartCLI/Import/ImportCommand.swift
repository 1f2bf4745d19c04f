import ArgumentParser
import Foundation
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take a file in: an export of a system as CSV, or facts as NDJSON.",
    discussion:
      """
      A table needs a mapping that says what its columns mean. Let one be proposed, answer its \
      questions, look at what would happen, and take the file in:

        openkaart import crm.csv --guess --source crm > map.yaml
        openkaart import crm.csv --map map.yaml --data data --dry-run
        openkaart import crm.csv --map map.yaml --data data

      Rows that cannot be read are written to FILE.rejects with the place and the reason, and do not \
      stop the rest. The same file may be taken in again, and an import that was cut off goes on when \
      it is run again: nothing is taken in twice.

      A system that exports everything every night: name the column that is different in every row, \
      as --snapshot customer_id. Rows that say the same are left alone, changed rows become new \
      facts, and rows that are gone are reported.

      Facts count as known from now, so that a decision about the past is not made to have known \
      them. For a first load of history give --as-known-then.

      Exits 0, 1 when a file, a mapping or the data folder cannot be used, 64 when the arguments are \
      wrong.
      """)

  @Argument(help: "The file.") var file: String
  @Option(help: "The system it comes from, as the policy's `sources` name it.")
  var source: String?
  @Option(help: "The mapping of a table: what its columns mean.") var map: String?
  @Option(help: "The data folder; it is made when it is not there.") var data: String?
  @Option(
    help: ArgumentHelp(
      "The file is a full export, and this column names each row.", valueName: "column"))
  var snapshot: String?
  @Flag(help: "Propose a mapping from the headers and values, and do nothing else.")
  var guess = false
  @Flag(name: .customLong("dry-run"), help: "Show what would happen, and write nothing.")
  var dryRun = false
  @Option(
    help: "Where to write rows that cannot be read; FILE.rejects if not said, nowhere on a dry run."
  )
  var rejects: String?
  @Option(
    name: .customLong("exported-at"),
    help: "When the file was made; the moment it was last changed if not said.")
  var exportedAt: String?
  @Flag(
    name: .customLong("as-known-then"),
    help: "Count each fact as known from when it happened: for a first load of history.")
  var asKnownThen = false
  @Option(help: "A policy, for its time zone and its sources; the applied one if not said.")
  var policy: String?
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print the report as JSON.") var json = false

  func validate() throws {
    if guess, dryRun || snapshot != nil {
      throw ValidationError(
        LocalizedText(
          nl: "--guess stelt alleen een mapping voor; laat de andere opties weg.",
          en: "--guess only proposes a mapping; leave the other options out."))
    }
    if data == nil, !dryRun, !guess {
      throw ValidationError(
        LocalizedText(
          nl: "Zeg waar de feiten heen gaan: --data MAP. Of kijk eerst: --dry-run.",
          en: "Say where the facts go: --data DIR. Or look first: --dry-run."))
    }
  }

  func run() async throws {
    try await tellingFailures(in: lang) {
      let input = try InputFile(file)
      if guess { return try propose(input) }
      // A folder is made for a file that can be read at all.
      let mapping = try mapping(of: input)
      if let data, !dryRun || FileManager.default.fileExists(atPath: data + "/openkaart.sqlite") {
        try await StoreFolder(path: data, language: lang, isCreating: !dryRun).open { store in
          try await take(input, mapping, into: store)
        }
      } else {
        try await take(input, mapping, into: MemoryStore())
      }
    }
  }

  /// The mapping of a table; `nil` for facts, which need none.
  private func mapping(of input: InputFile) throws -> MappingFile? {
    if input.holdsFacts {
      if map != nil {
        printError(
          LocalizedText(
            nl: "In \(file) staan de feiten al zoals ze zijn; de mapping wordt niet gebruikt.",
            en: "\(file) holds facts as they are; the mapping is not used.")[lang])
      }
      guard snapshot == nil else {
        throw ValidationError(
          LocalizedText(
            nl: "--snapshot is voor tabellen; feiten hebben elk een id.",
            en: "--snapshot is for tables; facts have an id each."))
      }
      return nil
    }
    guard let map else {
      throw ValidationError(
        LocalizedText(
          nl:
            "Een tabel heeft een mapping nodig: --map map.yaml. Laat er een voorstellen met --guess.",
          en: "A table needs a mapping: --map map.yaml. Let one be proposed with --guess."))
    }
    let mapping = try MappingFile(map, source: source)
    if let source, source != mapping.mapping.source {
      throw ValidationError(
        LocalizedText(
          nl: "--source: \(mapping.path) is de mapping van een andere bron; laat de twee kloppen.",
          en: "--source: \(mapping.path) is the mapping of another source; make the two agree."))
    }
    return mapping
  }

  private func propose(_ input: InputFile) throws {
    guard !input.holdsFacts else {
      throw CommandError.text(
        LocalizedText(
          nl: "In \(file) staan de feiten al zoals ze zijn; er is geen mapping nodig.",
          en: "\(file) holds facts as they are; it needs no mapping."))
    }
    let guess: MappingGuess
    do {
      guess = try MappingGuess(input.content, named: input.name)
    } catch {
      guard case .table(let error) = error else { throw error }
      throw InputError.table(path: file, error)
    }
    print(
      MappingDraft(guess, source: source ?? "source", language: lang).text, terminator: "")
    printError(
      lang == .nl
        ? "Bewaar dit als map.yaml, kijk het na, en dan: openkaart import \(file) --map map.yaml "
          + "--dry-run --lang nl"
        : "Keep this as map.yaml, look at it, and then: openkaart import \(file) --map map.yaml "
          + "--dry-run")
  }

  // MARK: Taking in

  private func take(
    _ input: InputFile, _ mapping: MappingFile?, into store: any DataStore
  ) async throws {
    let setting = try await ImportSetting(
      policyPath: policy, applied: store)
    let now = try await SteadyClock(after: store) { .now }.now
    let knowledge = asKnownThen ? Knowledge.sinceItHappened(now: now) : .since(now)
    let survey = try input.survey()
    let exported =
      try exportedAt.map { try setting.moment($0, "--exported-at") }
      ?? input.changedAt ?? now
    guard let mapping else {
      let feed = try LineFeed(
        input.content, named: input.name, source: source, knowledge: knowledge)
      let imported = ImportedFile(of: survey, mapping: [], source: source ?? "")
      return try await take(feed, input, as: imported, exported, store, setting)
    }
    if let warning = setting.policy?.refusal(ofSource: mapping.mapping.source) {
      printError("\(mapping.path): \(warning[lang])")
    }
    if let warning = setting.warning(about: mapping.mapping.attributes, in: mapping.path) {
      printError(warning[lang])
    }
    let feed = try tableFeed(input, survey, mapping, knowledge, exported, setting)
    let imported = ImportedFile(
      of: survey, mapping: mapping.bytes, source: mapping.mapping.source)
    try await take(feed, input, as: imported, exported, store, setting)
  }

  private func tableFeed(
    _ input: InputFile, _ survey: ContentSurvey, _ mapping: MappingFile,
    _ knowledge: Knowledge, _ exported: Timestamp, _ setting: ImportSetting
  ) throws -> TableFeed {
    let zone = try setting.zone(of: mapping)
    do {
      return try TableFeed(
        input.content, named: input.name, mapping: mapping.mapping, zone: zone,
        knowledge: knowledge, exportedAt: exported, snapshotKey: snapshot, survey: survey)
    } catch {
      switch error {
      case .table(let error): throw InputError.table(path: file, error)
      case .mapping(let diagnostics):
        throw InputError.mapping(path: mapping.path, diagnostics)
      case .snapshotKey(let diagnostic):
        throw CommandError.text(
          LocalizedText(
            nl: "--snapshot: \(diagnostic.sentences.nl)",
            en: "--snapshot: \(diagnostic.sentences.en)"))
      case .exportMoment: throw InputError.exportMoment(path: file)
      }
    }
  }

  private func take(
    _ feed: some FactFeed, _ input: InputFile, as imported: ImportedFile,
    _ exported: Timestamp, _ store: any DataStore, _ setting: ImportSetting
  ) async throws {
    // A dry run writes nothing that was not asked for, personal data least of all.
    let rejected =
      dryRun
      ? rejects.map { RejectsFile($0, lang) } : RejectsFile(rejects ?? file + ".rejects", lang)
    defer { rejected?.close() }
    var shown: [Reject] = []
    let progress = ProgressLine(input.name)
    let plan = FileImport(
      into: store, file: imported, isDryRun: dryRun,
      snapshotAt: snapshot == nil ? nil : exported)
    let report: ImportReport
    do {
      report = try await plan.run(
        feed,
        rejected: { rejects in
          try rejected?.add(rejects)
          shown += rejects.prefix(max(0, ImportReportText.mostRejectsShown - shown.count))
        },
        progress: { part, rows in
          progress.show(part, note: lang.count(rows, .rows))
        })
    } catch let error as ContentError {
      progress.end()
      throw InputError.content(path: file, error)
    }
    progress.end()
    let text = ImportReportText(
      report: report, shown: shown, rejectsPath: rejected.flatMap { $0.count > 0 ? $0.path : nil },
      dataPath: data ?? "", isDryRun: dryRun, policy: setting.policy, language: lang)
    print(json ? text.json : text.text)
  }
}
