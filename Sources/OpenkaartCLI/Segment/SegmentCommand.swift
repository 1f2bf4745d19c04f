import ArgumentParser
import OpenkaartCore
import OpenkaartFiles
import OpenkaartHTTP
import OpenkaartSegments
import OpenkaartService

struct SegmentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segment",
    abstract: "Groups of customers by what is known of them: who is in, and why.",
    discussion: """
      A segment is a condition, written as one line or as fields under `segments` in the policy. \
      check reads one; list counts; explain says why somebody is in it; size shows how it grew. To \
      see who may be reached: openkaart audience --segment …; to send: openkaart release draft \
      --segment …
      """,
    subcommands: [
      SegmentCheckCommand.self, SegmentListCommand.self, SegmentMembersCommand.self,
      SegmentExplainCommand.self, SegmentSizeCommand.self,
    ])
}

struct SegmentCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read a condition, and say what data it uses and who may.",
    discussion: """
      Exits 0, 1 when the condition cannot be read or the purpose does not cover its data.

      Example: openkaart segment check "bought cars in 24 months and not wants topic events"
      """)

  @Argument(help: "The condition; without it those of the policy are checked.")
  var condition: String?
  @Option(help: "The policy file.") var policy = "policy.yaml"
  @Option(help: "The purpose that should cover the data.") var purpose: String?
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func run() throws {
    let file = try PolicyFile.load(path: policy)
    if let purpose, let refusal = file.policy.refusal(ofPurpose: purpose) {
      throw ValidationError(refusal)
    }
    guard let condition else {
      for segment in file.policy.readSegments { show(segment, file.policy) }
      return
    }
    let segment: Segment
    do {
      segment = try file.policy.segment(.written(condition))
    } catch {
      printError(error.message[lang])
      throw ExitCode(1)
    }
    let mistakes = SegmentCheck.diagnostics(
      for: segment.condition, purpose: purpose, at: Position(line: 1, column: 1),
      in: file.policy)
    for mistake in mistakes { printError(mistake.sentences[lang]) }
    guard mistakes.isEmpty else { throw ExitCode(1) }
    show(segment, file.policy)
  }

  private func show(_ segment: Segment, _ policy: Policy) {
    let data = segment.condition.categories(in: policy)
    let covering = policy.purposes.filter { Set(data).isSubset(of: $0.dataCategories) }.map(\.id)
    let words = { (nl: String, en: String) in lang == .nl ? nl : en }
    print((segment.id.map { "\($0): " } ?? "") + segment.condition.line)
    print(
      "  " + words("leest", "reads") + ": " + (data.isEmpty ? "-" : data.joined(separator: ", ")))
    print(
      "  " + words("mag voor", "covered by") + ": "
        + (covering.isEmpty ? "-" : covering.joined(separator: ", ")))
  }
}

/// Where the segments are, and how they are asked about.
struct SegmentFolder: ParsableArguments {
  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en
  @Flag(help: "Print the answer as JSON.") var json = false

  /// Asks, in this process or by way of the server that owns the folder.
  func ask(_ path: String, _ body: [UInt8]? = nil) async throws -> (Node, AnswerWords) {
    try await tellingFailures(in: lang) {
      try await StoreFolder(path: data, language: lang).openDoor { door, words in
        (try await door.ask(path, body), words)
      }
    }
  }

  func words(_ nl: String, _ en: String) -> String { lang == .nl ? nl : en }

  func printJSON(_ node: Node) {
    var writer = JSONWriter()
    writer.node(node)
    print(writer.text)
  }
}

struct SegmentListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Count the people of every segment of the policy.")

  @OptionGroup var folder: SegmentFolder

  func run() async throws {
    let (answer, words) = try await folder.ask("/v1/segments")
    if folder.json { return folder.printJSON(answer) }
    let segments = answer["segments"]?.list ?? []
    let people = folder.lang.count(Int(answer.text("people")) ?? 0, .people)
    print("\(words.moment(answer.text("at"))) · \(people)")
    if segments.isEmpty {
      print(folder.words("Het beleid noemt geen groepen.", "The policy names no segments."))
    }
    for segment in segments {
      let count = folder.lang.number(Int(segment.text("people")) ?? 0)
      let label = segment["label"]?.text(folder.lang.rawValue) ?? ""
      print("  \(count)  \(segment.text("id"))  \(label)\n      \(segment.text("where"))")
    }
  }
}

struct SegmentSizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size", abstract: "Show how large a segment was, hour by hour or day by day.",
    discussion: """
      A running server writes the size down once an hour. A day has the last size of that day.
      """)

  @Argument(help: "The segment, by its id in the policy.") var segment: String
  @OptionGroup var folder: SegmentFolder
  @Flag(help: "One line a day.") var daily = false

  func run() async throws {
    let (answer, words) = try await folder.ask("/v1/segments/\(segment)/sizes")
    if folder.json { return folder.printJSON(answer) }
    let sizes = answer["sizes"]?.list ?? []
    if sizes.isEmpty {
      print(
        folder.words(
          "Nog niets opgeschreven; een server doet dat elk uur.",
          "Nothing was written down yet; a server does so every hour."))
    }
    var line: String?
    for (index, size) in sizes.enumerated() {
      let day = size.text("hour").prefix(10)
      if daily, index + 1 < sizes.count, sizes[index + 1].text("hour").hasPrefix(day) { continue }
      if size.text("where") != line {
        line = size.text("where")
        print("  \(line ?? "")")
      }
      let count = folder.lang.number(Int(size.text("people")) ?? 0)
      let hour = size.text("hour")
      print("\(daily ? words.day(hour) : words.moment(hour))  \(count)")
    }
  }
}
