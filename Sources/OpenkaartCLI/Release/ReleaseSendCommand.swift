import ArgumentParser
import Foundation
import OpenkaartCore
import OpenkaartHTTP

struct ReleaseSendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Ask again about every member, and write those who may still be reached to a file.",
    discussion: """
      Each row has a contact point, a permit of ten minutes and a token, one JSON object a line. \
      Who is written counts as reached. Cut off, run it again: it goes on where the file ends, and \
      nobody is lost or counted twice. Give the file to whoever sends, and ask `check` about its \
      tokens when it is sent later than the permits say.
      """)

  @Argument(help: "The name of the release.") var release: String
  @OptionGroup var releases: ReleaseOptions
  @Option(help: "The file to write; only its owner may read it.") var out: String
  @Option(help: "Stop after so many pages of 500.") var pages: Int?

  func validate() throws {
    if let pages, pages < 1 {
      throw ValidationError(
        LocalizedText(nl: "--pages: geef ten minste 1.", en: "--pages: give at least 1."))
    }
  }

  func run() async throws {
    try await tellingFailures(in: releases.lang) {
      try await releases.open { door, words in
        let status = try await door.ask("/v1/releases/\(release)")
        guard status.text("state") != "draft" else { throw notFrozen }
        let count = Int(status.text("pages")) ?? 0
        let file = try HandOffFile(at: out)
        try await checkRows(of: file, door)
        try file.dropLastPage()
        let progress = ProgressLine(releases.words("Overhandigen", "Handing off"))
        var left = min(pages ?? count, max(0, count - file.firstPage))
        var answer = try await handOff(left > 0 ? file.firstPage : nil, door)
        while let handed = answer {
          left -= 1
          let next = left > 0 ? Int(handed.text("next")) : nil
          // While this page becomes durable in the file, the next one is handed off.
          async let following = handOff(next, door)
          try file.append(handed["members"]?.list ?? [])
          progress.show(Double((Int(handed.text("page")) ?? 0) + 1) / Double(max(1, count)))
          answer = try await following
        }
        progress.end()
        print(ReleaseText(try await door.ask("/v1/releases/\(release)"), words).text)
      }
    }
  }
}

extension ReleaseSendCommand {
  private var notFrozen: CommandError {
    let command = "openkaart release freeze \(release) \(releases.ending)"
    return .text(
      LocalizedText(
        nl: "Deze actie is een concept, en er staat nog niemand op de lijst. Zet haar eerst vast:\n"
          + command,
        en: "This release is a draft, and nobody is on its list yet. Freeze it first:\n\(command)"))
  }

  /// Rows of another release would make this one begin in its middle.
  private func checkRows(of file: HandOffFile, _ door: OwnerDoor) async throws {
    guard let token = file.firstToken else { return }
    let answer = try await door.ask(
      "/v1/releases/\(release)/check", ReleaseCheckCommand.question(about: [token]))
    guard answer["members"]?.list.first?.text("status") != "unknown" else {
      throw HandOffFileError.otherContent(out)
    }
  }

  /// Hands off a page if there is one.
  private func handOff(_ page: Int?, _ door: OwnerDoor) async throws -> Node? {
    guard let page else { return nil }
    return try await door.ask(
      "/v1/releases/\(release)/hand-off", Array("{\"page\":\(page)}".utf8))
  }
}

/// The rows that were handed off, durable page by page.
final class HandOffFile {
  private let handle: FileHandle
  private let path: String
  /// The page to go on with: the last that has rows, which may not all be there.
  let firstPage: Int
  /// Where the rows of that page begin.
  private let pageStart: UInt64
  /// The token of the first row, if there is one.
  let firstToken: String?

  /// Opens the file, and makes it if there is none.
  init(at path: String) throws {
    self.path = path
    if !FileManager.default.fileExists(atPath: path) {
      let isMade = FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      guard isMade else { throw HandOffFileError.notWritten(path) }
    }
    guard let handle = FileHandle(forUpdatingAtPath: path) else {
      throw HandOffFileError.notWritten(path)
    }
    self.handle = handle
    var (last, start, end): (Int, UInt64, UInt64) = (0, 0, 0)
    var token: String?
    for line in try handle.readToEnd()?.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).dropLast() ?? [] {
      guard let row = try? JSONReader.node(in: Array(line)), let page = Int(row.text("page")) else {
        throw HandOffFileError.otherContent(path)
      }
      if token == nil { token = row.text("token") }
      if page != last { (last, start) = (page, end) }
      end += UInt64(line.count) + 1
    }
    (firstPage, pageStart, firstToken) = (last, start, token)
  }

  /// Takes out the rows of the last page, which is handed off again.
  func dropLastPage() throws {
    do {
      try handle.truncate(atOffset: pageStart)
      try handle.seekToEnd()
    } catch {
      throw HandOffFileError.notWritten(path)
    }
  }

  /// Adds the rows of a page; durable when this returns.
  func append(_ members: [Node]) throws {
    var bytes: [UInt8] = []
    for member in members {
      var json = JSONWriter()
      json.node(member)
      bytes += json.bytes + [UInt8(ascii: "\n")]
    }
    do {
      try handle.write(contentsOf: bytes)
      try handle.synchronize()
    } catch {
      throw HandOffFileError.notWritten(path)
    }
  }
}

/// Why a file does not take rows.
enum HandOffFileError: RemediedError {
  case notWritten(String)
  case otherContent(String)

  /// What is wrong, and what to do.
  var message: LocalizedText {
    switch self {
    case .notWritten(let path):
      LocalizedText(
        nl: "\(path) kan niet geschreven worden. Maak ruimte, of kies een ander bestand, "
          + "en geef de opdracht opnieuw.",
        en:
          "\(path) cannot be written. Make room, or choose another file, and run the command again."
      )
    case .otherContent(let path):
      LocalizedText(
        nl: "In \(path) staat iets anders dan regels van deze actie. Kies een ander bestand.",
        en: "\(path) holds something else than rows of this release. Choose another file.")
    }
  }
}

struct ReleaseCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say which members of a list that was handed out may no longer be reached, and why.",
    discussion: """
      Reads tokens from standard input, one a line, or the rows that `send` wrote. Prints a line for \
      each member who dropped out: token, status, since when, reasons; the count goes to standard \
      error. Exits 0 when nobody did, 2 when somebody did.

      Example: openkaart release check 3f2b… --data shop < winter-tyres.ndjson
      """)

  @Argument(help: "The name of the release.") var release: String
  @OptionGroup var releases: ReleaseOptions

  func run() async throws {
    var tokens: [String] = []
    while let line = readLine() {
      let row = line.hasPrefix("{") ? try? JSONReader.node(in: Array(line.utf8)) : nil
      tokens.append(row?.text("token") ?? line.trimmingCharacters(in: .whitespaces))
    }
    let all = tokens.filter { !$0.isEmpty }
    let dropped = try await tellingFailures(in: releases.lang) {
      try await releases.open { try await check(all, $0, $1) }
    }
    let lang = releases.lang
    let (asked, out) = (lang.count(all.count, .members), lang.number(dropped))
    printError(
      releases.words(
        "\(asked) nagevraagd, \(out) afgevallen.", "\(asked) checked, \(out) dropped out."))
    if dropped > 0 { throw ExitCode(2) }
  }

  /// What is asked about tokens.
  static func question(about tokens: some Sequence<String>) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("tokens")
      json.array { list in
        for token in tokens { list.string(token) }
      }
    }
    return json.bytes
  }

  private func check(
    _ tokens: [String], _ door: OwnerDoor, _ words: AnswerWords
  ) async throws -> Int {
    let status = try await door.ask("/v1/releases/\(release)")
    var dropped = 0
    for start in stride(from: 0, to: tokens.count, by: 10_000) {
      let some = tokens[start..<min(start + 10_000, tokens.count)]
      let answer = try await door.ask(
        "/v1/releases/\(release)/check", Self.question(about: some))
      for (token, member) in zip(some, answer["members"]?.list ?? [])
      where member.text("status") != "allowed" {
        dropped += 1
        print("\(token)  " + text(of: member, of: status, words))
      }
    }
    return dropped
  }

  /// What became of a member who dropped out: the status, since when, and why.
  private func text(of member: Node, of release: Node, _ words: AnswerWords) -> String {
    let status = member.text("status")
    guard let codes = member["reasons"]?.list.map(\.plain), !codes.isEmpty else {
      return words.reason(status, ofRelease: release)
    }
    let since = member.text("since")
    let start = since.isEmpty ? [] : [releases.words("sinds ", "since ") + words.moment(since)]
    return ([status] + start + codes.map { words.reason($0, ofRelease: release) })
      .joined(separator: "  ")
  }
}
