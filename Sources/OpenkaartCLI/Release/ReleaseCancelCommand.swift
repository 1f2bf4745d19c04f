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
    try await tellingFailures(in: releases.lang) {
      try await releases.open { door, words in
        let status =
          dryRun
          ? try await door.ask("/v1/releases/\(release)")
          : try await door.ask("/v1/releases/\(release)/cancel", [])
        print(ReleaseText(status, words).text)
        if dryRun { print(plan(of: status)) }
      }
    }
  }

  private func plan(of status: Node) -> String {
    let lang = releases.lang
    func count(_ key: String) -> Int { Int(status.text(key)) ?? 0 }
    let end: LocalizedText
    switch status.text("state") {
    case "draft":
      end = LocalizedText(
        nl: "Ze zou eindigen voordat er iemand op de lijst staat.",
        en: "It would end before anybody is on its list.")
    case "cancelled":
      end = LocalizedText(nl: "Ze is al beëindigd.", en: "It has ended already.")
    default:
      let members = lang.count(count("handedOff"), .members)
      let pages = lang.count(count("pages") - count("pagesHandedOff"), .pages)
      end = LocalizedText(
        nl:
          "Ze zou eindigen: \(members) overhandigd, dat blijft zo, en \(pages) nooit overhandigd.",
        en: "It would end: \(members) handed off, which stays so, and \(pages) never handed off.")
    }
    return end[lang] + "\n" + releases.words("Er is niets gewijzigd.", "Nothing was changed.")
  }
}
