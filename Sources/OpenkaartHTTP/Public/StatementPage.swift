import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/privacy`: the statement of the policy in force or of an earlier one, short first, and
/// what each version changed.
struct StatementPage {
  let visit: PublicVisit

  func response(
    _ version: StatementHistory.Version, in history: StatementHistory
  ) -> Response {
    let statement = PrivacyStatement(of: version.policy, in: visit.language)
    let isCurrent = version.number == history.current?.number
    var frame = visit.frame(statement.title)
    frame.query = isCurrent ? "" : "version=\(version.number)"
    if !isCurrent {
      frame.notice = PageFrame.Notice(
        look: .wait, heading: visit.words("oldVersion"),
        lines: [visit.words("oldVersionText", ["day": day(of: version)])],
        action: PageFrame.Link(name: visit.words("newestVersion"), link: "/privacy"))
    }
    return visit.response(
      "privacy", frame,
      [
        "summary": statement.summary,
        "version": visit.words(
          "version", ["number": "\(version.number)", "day": day(of: version)]),
        "contents": statement.sections.map { ["id": $0.id, "title": $0.title] },
        "sections": statement.sections.map(view),
        "versions": history.versions.reversed().map { view($0, shown: version.number) },
      ])
  }

  private func view(_ section: PrivacyStatement.Section) -> [String: Any] {
    [
      "id": section.id, "title": section.title, "lines": section.lines,
      "more": section.details.isEmpty
        ? false as Any
        : [
          "summary": visit.words("more", ["what": section.title]),
          "terms": section.details.map { detail -> [String: Any] in
            [
              "term": detail.term, "line": detail.lines.count == 1 ? detail.lines[0] : false as Any,
              "items": detail.lines.count == 1 ? false as Any : ["list": detail.lines] as Any,
            ]
          },
        ],
      "parts": section.parts.isEmpty ? false as Any : ["list": section.parts.map(view)],
    ]
  }

  private func view(_ version: StatementHistory.Version, shown: Int) -> [String: Any] {
    let sentences = version.changes.map { $0.sentence[visit.language] }
    let none = visit.words(version.number == 1 ? "firstVersion" : "nothingChanged")
    return [
      "title": visit.words("version", ["number": "\(version.number)", "day": day(of: version)]),
      "link": version.number == shown ? false as Any : "/privacy?version=\(version.number)",
      "changes": sentences.isEmpty ? [none] : sentences,
    ]
  }

  private func day(of version: StatementHistory.Version) -> String {
    version.zone.dayText(of: version.appliedAt, in: visit.language)
  }
}
