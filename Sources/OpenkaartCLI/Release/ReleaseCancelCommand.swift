import ArgumentParser
import OpenkaartCore
import OpenkaartHTTP

struct ReleaseCancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "End a release for good: nobody more is handed off.",
    discussion: """
      This cannot be undone: look first with `--dry-run`. What was handed off stays so.

      Example: openkaart release cancel 3f2b… --data shop --dry-run
      """)

  @Argument(help: "The name of the release.") var release: String
  @OptionGroup var releases: ReleaseOptions
  @Flag(help: "Only say what would end.") var dryRun = false

  func run() async throws {
    try await tellingFailures {
      let status = try await releases.open { door in
        dryRun
          ? try await door.ask("/v1/releases/\(release)")
          : try await door.ask("/v1/releases/\(release)/cancel", [])
      }
      print(ReleaseText(status).text)
      if dryRun { print(plan(of: status)) }
    }
  }

  private func plan(of status: Node) -> String {
    func count(_ key: String) -> Int { Int(status.text(key)) ?? 0 }
    let end: String
    switch status.text("state") {
    case "draft": end = "It would end before anybody is on its list."
    case "cancelled": end = "It has ended already."
    default:
      let pages = count("pages") - count("pagesHandedOff")
      end = """
        It would end: \(Language.en.count(count("handedOff"), .members)) handed off, which stays so, and \
        \(Language.en.count(pages, .pages)) never handed off.
        """
    }
    return end + "\nNothing was changed."
  }
}
