import ArgumentParser
import OpenkaartCore
import OpenkaartFiles
import OpenkaartSQL
import OpenkaartSegments
import OpenkaartService

struct SQLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Write the gate and the segments as SQL, for a warehouse of your own.",
    discussion: """
      schema prints the tables, rows fills files for them, audience and segment print the questions. In \
      every question the moment asked about is part of the text, so print it anew before each run. Whom a \
      row cannot tell is left open: ask the gate about those, and never take open for a yes. See \
      Documentation/sql.md.

      Example:
        openkaart sql schema > schema.sql
        openkaart sql audience --purpose offers --channel email > may-we.sql
      """,
    subcommands: [
      SQLSchemaCommand.self, SQLAudienceCommand.self, SQLSegmentCommand.self, SQLRowsCommand.self,
    ])
}

/// What every piece of SQL is written from and for.
struct SQLOptions: ParsableArguments {
  @Option(help: "The policy file.") var policy = "policy.yaml"
  @Option(help: "Whose SQL: postgresql or spark.") var dialect: SQLDialect = .postgresql
  @Option(help: "The language of what goes wrong: nl or en.") var lang: Language = .en

  func load() throws -> (file: PolicyFile, gate: Gate) {
    let file = try PolicyFile.load(path: policy)
    return (file, Gate(policy: file.policy, zones: file.zones))
  }

  func words(_ nl: String, _ en: String) -> String { lang == .nl ? nl : en }
}

/// The moment that a question is about, as an argument.
struct SQLMoment: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The moment asked about, as 2026-11-22T10:00:00+01:00; without it, now.", valueName: "moment")
  )
  var at: String?

  func validate() throws { _ = try moment() }

  func moment() throws -> Timestamp {
    guard let at else { return .now }
    guard let moment = Timestamp(rfc3339: at) else {
      throw ValidationError(
        LocalizedText(
          nl: "--at: schrijf een moment als 2026-11-22T10:00:00+01:00.",
          en: "--at: write a moment as 2026-11-22T10:00:00+01:00."))
    }
    return moment
  }
}

struct SQLSchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the tables that the questions read.",
    discussion: """
      The table of people has the columns that the rules of the policy look at; make it anew for another \
      policy. The tables of facts, for segments, are the same for every policy.
      """)

  @OptionGroup var options: SQLOptions

  func run() async throws {
    try await tellingFailures(in: options.lang) {
      let table = PersonTable(of: try options.load().gate)
      for table in [table.people, PersonTable.standings] + FactTables.all {
        print(table.definition(in: options.dialect))
      }
    }
  }
}

struct SQLAudienceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audience", abstract: "Print a question of the gate about everybody.",
    discussion: """
      The answer has a row a person: outcome (allow, later, deny or open), first_reason, and reasons \
      with every code in the order of the gate. With a segment it is about its members, and the gate is \
      asked with the data that the segment reads. Exits 1 when rows cannot tell the question at all: then \
      ask `openkaart audience`.
      """)

  @OptionGroup var use: UseOptions
  @OptionGroup var segment: SegmentOptions
  @OptionGroup var moment: SQLMoment
  @OptionGroup var options: SQLOptions

  func run() async throws {
    try await tellingFailures(in: options.lang) {
      let (file, gate) = try options.load()
      if let refusal = file.policy.refusal(ofPurpose: use.purpose) {
        throw CommandError.text(refusal)
      }
      let segment = try segment.choice.map { try file.policy.segment($0) }
      let at = try moment.moment()
      let asked = Use(
        subject: [], purpose: use.purpose, channel: use.channel, activity: use.activity.activity,
        data: segment?.data(use.data, purpose: use.purpose, channel: use.channel, in: file.policy)
          ?? use.data, recipient: use.recipient)
      guard let question = AudienceSQL(PersonTable(of: gate), use: asked, at: at)
      else {
        throw CommandError.text(
          LocalizedText(
            nl: "Rijen kunnen deze vraag niet beantwoorden. Vraag het met: openkaart audience.",
            en: "Rows cannot tell this question. Ask it with: openkaart audience."))
      }
      let members = segment.map { SegmentSQL($0.condition, at: at, in: gate.zone) }
      print(
        members.map { question.select(of: $0, in: options.dialect) }
          ?? question.select(in: options.dialect))
    }
  }
}

struct SQLSegmentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segment", abstract: "Print a segment as a question about everybody.",
    discussion: """
      The answer has a row a person: true, false, or nothing where it is not known; only true makes a \
      member. To use the people of a segment is a use of the data that it reads: ask the gate about that.

      Example: openkaart sql segment --where "bought cars in 24 months" --dialect spark
      """)

  @OptionGroup var segment: SegmentOptions
  @OptionGroup var moment: SQLMoment
  @OptionGroup var options: SQLOptions

  func validate() throws {
    if segment.choice == nil {
      throw ValidationError(
        LocalizedText(nl: "Geef --segment of --where.", en: "Give --segment or --where."))
    }
  }

  func run() async throws {
    try await tellingFailures(in: options.lang) {
      let (file, gate) = try options.load()
      guard let choice = segment.choice else { return }
      let condition = try file.policy.segment(choice).condition
      let question = SegmentSQL(condition, at: try moment.moment(), in: gate.zone)
      print(question.select(in: options.dialect))
    }
  }
}
