import ArgumentParser
import OpenkaartCore
import OpenkaartHTTP
import OpenkaartService

struct ReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Bring a campaign from draft to hand-off, with nobody who may not be reached.",
    discussion: """
      draft writes down what is sent; freeze keeps who may be reached now; send asks again about \
      everybody and hands off those who still may be; check says who dropped out of a list since. \
      All of it works beside a running server.
      """,
    subcommands: [
      ReleaseDraftCommand.self, ReleaseFreezeCommand.self, ReleaseSendCommand.self,
      ReleaseStatusCommand.self, ReleaseCheckCommand.self, ReleaseCancelCommand.self,
    ])
}

/// Where the releases are, and how they are asked about.
struct ReleaseOptions: ParsableArguments {
  @Option(help: "The data folder.") var data: String
  @Option(help: "The language: nl or en.") var lang: Language = .en

  func words(_ nl: String, _ en: String) -> String { lang == .nl ? nl : en }

  /// Tells the command that comes next; whoever reads Dutch goes on in Dutch.
  func tellNext(_ command: String) {
    printError(words("Verder", "Next") + ": openkaart release \(command)")
  }

  /// What every command on these releases ends in.
  var ending: String { "--data \(data)" + lang.ending }

  /// Asks about releases, in this process or by way of the server that owns the folder.
  func open<Value>(
    _ body: (OwnerDoor, AnswerWords) async throws -> Value
  ) async throws -> Value {
    do {
      return try await StoreFolder(path: data, language: lang).openDoor(body)
    } catch RemoteError.refused("release.unknown", _) {
      // The API names an address; here it is a command.
      throw CommandError.text(
        LocalizedText(
          nl: "Deze actie is er niet. Zie ze alle: openkaart release status \(ending)",
          en: "There is no such release. See all of them: openkaart release status \(ending)"))
    }
  }
}

struct ReleaseDraftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft", abstract: "Write down what is sent to whom; nobody is asked about yet.",
    discussion: """
      Prints the name of the release, which the other commands take; the next command goes to \
      standard error.

      Example: openkaart release draft --data shop --purpose offers --channel email \
      --activity winter-tyres --promotional
      """)

  @OptionGroup var releases: ReleaseOptions
  @OptionGroup var use: UseOptions
  @OptionGroup var segment: SegmentOptions

  func validate() throws {
    if use.activity.id == nil {
      throw ValidationError(
        LocalizedText(
          nl: "--activity: noem wat er gestuurd wordt, zodat het bij niemand twee keer komt.",
          en: "--activity: name what is sent, so that it goes to nobody twice."))
    }
    if use.channel == .none {
      throw ValidationError(
        LocalizedText(
          nl: "--channel: een actie stuurt iets; noem email, sms, phone of een ander.",
          en: "--channel: a release sends something; name email, sms, phone or another."))
    }
  }

  func run() async throws {
    try await tellingFailures(in: releases.lang) {
      let release = try await releases.open { door, _ in
        try await door.ask("/v1/releases", body)
      }.text("release")
      print(release)
      releases.tellNext("freeze \(release) \(releases.ending)")
    }
  }

  private var body: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("purpose")
      json.string(use.purpose)
      json.key("channel")
      json.string(use.channel.rawValue)
      json.key("activity")
      (use.activity.activity ?? Use.Activity()).document(to: &json)
      if let data = use.data {
        json.key("data")
        json.array { list in
          for category in data { list.string(category) }
        }
      }
      if let recipient = use.recipient {
        json.key("recipient")
        json.string(recipient)
      }
      segment.write(to: &json)
    }
    return json.bytes
  }
}

struct ReleaseFreezeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze", abstract: "Keep who may be reached now, each with the decision.",
    discussion: """
      Everybody is asked about. To see first who that is, ask the same with `openkaart audience`, which \
      takes the same options as `draft`.

      Example: openkaart release freeze 3f2b… --data shop
      """)

  @Argument(help: "The name of the release, as draft printed it.") var release: String
  @OptionGroup var releases: ReleaseOptions

  func run() async throws {
    try await tellingFailures(in: releases.lang) {
      printError(releases.words("Naar iedereen vragen …", "Asking about everybody …"))
      try await releases.open { door, words in
        let status = try await door.ask("/v1/releases/\(release)/freeze", [])
        print(ReleaseText(status, words).text)
      }
      let file = releases.words("BESTAND", "FILE")
      releases.tellNext("send \(release) \(releases.ending) --out \(file).ndjson")
    }
  }
}

struct ReleaseStatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say how far a release is, or every one.")

  @Argument(help: "The name of the release; without it all are listed.") var release: String?
  @OptionGroup var releases: ReleaseOptions

  func run() async throws {
    try await tellingFailures(in: releases.lang) {
      try await releases.open { door, words in
        let answer = try await door.ask("/v1/releases" + (release.map { "/\($0)" } ?? ""))
        let all = answer["releases"].map(\.list) ?? [answer]
        if all.isEmpty {
          print(
            releases.words("Er zijn geen acties. Maak er een", "There are no releases. Make one")
              + ": openkaart release draft --help")
        }
        for status in all { print(ReleaseText(status, words).text) }
      }
    }
  }
}

/// A release in a few words; a line more for each reason for which members dropped out.
struct ReleaseText {
  let status: Node
  private let answer: AnswerWords
  private var language: Language { answer.language }

  init(_ status: Node, _ words: AnswerWords) {
    self.status = status
    answer = words
  }

  var text: String { ([line] + dropped).joined(separator: "\n") }

  private var dropped: [String] {
    guard case .object(let dropped)? = status["dropped"]?.content else { return [] }
    return dropped.map { reason in
      "  \(language.number(Int(reason.value.plain) ?? 0))  "
        + answer.reason(reason.key, ofRelease: status)
    }
  }

  private var line: String {
    let words = { (nl: String, en: String) in language == .nl ? nl : en }
    let value = { (key: String) in Int(status.text(key)) ?? 0 }
    let count = { (key: String) in language.number(value(key)) }
    let activity = status["activity"]?.text("id") ?? ""
    var text = "\(status.text("release"))  \(state)  \(activity)  "
    text += language.count(value("members"), .members)
    text += ", \(count("handedOff")) " + words("overhandigd", "handed off")
    if case .object(let dropped)? = status["dropped"]?.content, !dropped.isEmpty {
      let count = dropped.reduce(0) { $0 + (Int($1.value.plain) ?? 0) }
      text += ", \(language.number(count)) \(words("afgevallen", "dropped"))"
    }
    return text + ", \(words("bladzijde", "page")) \(count("nextPage")) "
      + "\(words("van", "of")) \(count("pages"))"
  }

  private var state: String {
    let code = status.text("state")
    return Release.State(rawValue: code)?.label[language] ?? code
  }
}

extension Node {
  /// The text or number of a field; empty when it is not there.
  func text(_ key: String) -> String { self[key]?.plain ?? "" }

  var plain: String {
    switch content {
    case .string(let text), .number(let text): text
    default: ""
    }
  }

  var list: [Node] { if case .array(let nodes) = content { nodes } else { [] } }
}
