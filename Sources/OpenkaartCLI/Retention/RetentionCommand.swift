import ArgumentParser
import OpenkaartCore
import OpenkaartService

struct RetentionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retention", abstract: "Erase what was kept long enough, by the policy.",
    subcommands: [RetentionPlanCommand.self, RetentionRunCommand.self])
}

/// What both commands have in common.
struct RetentionOptions: ParsableArguments {
  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print JSON.") var json = false

  /// Opens the folder, shows what `body` reports, and hands it on.
  func showing(
    isPlan: Bool, _ body: (Desk, RetentionRun) async throws -> RetentionRun.Report
  ) async throws -> RetentionRun.Report {
    try await tellingFailures(in: lang) {
      let folder = StoreFolder(path: data, language: lang)
      return try await folder.open { store in
        let desk = try await folder.desk(on: store)
        let policy = try await desk.policies.gate(at: desk.now).policy
        let report = try await body(desk, RetentionRun(desk, over: store))
        let text = RetentionText(report: report, policy: policy, isPlan: isPlan, language: lang)
        print(json ? text.json : text.text)
        return report
      }
    }
  }

  /// Shows how far it is while `body` works.
  func showing<Value>(
    _ label: LocalizedText, _ body: (ProgressLine) async throws -> Value
  ) async throws -> Value {
    let progress = ProgressLine(label[lang])
    defer { progress.end() }
    return try await body(progress)
  }
}

struct RetentionPlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say what would go, of how many people, and why.",
    discussion: """
      A class of data goes when the last purpose that covers it has ended for the person, counted as \
      the gate counts. Nothing is changed. `--as-of` may lie ahead: what would go then. Works beside a \
      running server. Exits 0, 1 when the folder cannot be used.

      Example: openkaart retention plan --data shop --as-of 2027-01-01
      """)

  @OptionGroup var options: RetentionOptions
  @OptionGroup var asOf: AsOfOption
  @Flag(help: "Name the customers by their opaque names; it is written into the log.")
  var list = false

  func run() async throws {
    _ = try await options.showing(isPlan: true) { desk, retention in
      let zone = try await desk.policies.gate(at: desk.now).zone
      let moment = try asOf.moment(in: zone)
      return try await options.showing(LocalizedText(nl: "Bekijken", en: "Looking")) { progress in
        try await retention.plan(asOf: moment, namesCustomers: list) { progress.show($0) }
      }
    }
  }
}

struct RetentionRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Erase what has had its time; each job is an entry in the log.",
    discussion: """
      This cannot be undone: look first with `retention plan`. Invoices stay sealed apart until seven \
      years after their book year; who restricted their data, or has a request or a complaint open, is \
      left alone. Works beside a running server. Exits 0 when all is final, 3 when something still \
      reads the files (see `rights finish`), 1 when the folder cannot be used.
      """)

  @OptionGroup var options: RetentionOptions

  func run() async throws {
    let report = try await options.showing(isPlan: false) { _, retention in
      try await options.showing(LocalizedText(nl: "Wissen", en: "Erasing")) { progress in
        try await retention.run { progress.show($0) }
      }
    }
    if report.erasures.contains(where: { $0.state == .notFinal }) { throw ExitCode(3) }
  }
}
