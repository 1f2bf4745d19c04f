import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/complaints/{complaint}`: what was said, what it holds up, and how to go on.
struct ComplaintPage {
  let page: MePage
  let complaint: OwnComplaint
  private let words: Words

  /// The complaint of this name; `nil` when the person has no such complaint.
  init?(_ page: MePage, named name: String) {
    guard let found = page.card.complaints.first(where: { $0.opening.id.shownName == name })
    else { return nil }
    self.page = page
    complaint = found
    words = page.words("rights")
  }

  var path: String { "/me/complaints/\(complaint.opening.id.shownName)" }

  /// The page.
  ///
  /// - Parameters:
  ///   - closing: What would be used again when it is closed.
  ///   - mistake: What is wrong with what was sent, by its key.
  /// - Returns: The page, with the mistake marked.
  func response(closing: Foresight, mistake: String? = nil) -> Response {
    let title =
      complaint.number.map { words("complaintNumber", ["number": $0]) } ?? words("complaintPlain")
    var frame = page.frame(title, at: path, tab: .rights)
    frame.trail = .init(name: words("title"), link: "/me/rights")
    frame.notice = page.doneNotice("rights", ["added": "doneAdded", "closed": "doneClosed"])
    if let mistake { frame.mistakes = [.init(id: "about", text: words(mistake))] }
    let held = held
    return page.pages.response(
      "complaint", frame,
      [
        "lead": words(complaint.isOpen ? "complaintOpenLead" : "complaintClosedLead"),
        "path": path, "token": page.visitor.formToken,
        "timeline": ["entries": complaint.said.map { entry($0).view }],
        "held": held.isEmpty ? false as Any : ["entries": held.map(\.view)],
        "blocks": complaint.isOpen && blocksMarketing,
        "open": complaint.isOpen
          ? [
            "field": Field(
              id: "about", label: words("complaintAdd"), hint: words("complaintAddHint"),
              error: mistake.map { words($0) }, isLong: true, most: 4000
            ).view, "closing": self.closing(closing),
          ] as Any : false as Any,
        "authority": page.policy.controller.authority.map {
          words("authority", ["authority": $0]) as Any
        } ?? false,
      ], status: mistake == nil ? .ok : .unprocessableContent)
  }

  private var blocksMarketing: Bool {
    page.card.permissions.contains { permission in
      permission.decision.reasons.contains { $0.code == .houseOpenComplaint }
    }
  }

  private func closing(_ foresight: Foresight) -> String {
    guard !foresight.beginning.isEmpty else { return words("closingNothing") }
    let names = foresight.beginning.map { page.purposeName($0) }.joined(separator: ", ")
    return words("closingOpens", ["purposes": names])
  }

  private func entry(_ said: OwnComplaint.Said) -> TimelineEntry {
    let who = page.sourceName(said.source)
    let text =
      said.isClosing
      ? words("complaintWasClosed", ["source": who])
      : said.text.map { words("complaintSaid", ["text": $0]) } ?? words("complaintWordless")
    return TimelineEntry(
      moment: said.at, when: page.zone.text(of: said.at, in: page.language), what: text,
      look: said.isClosing ? .yes : .wait,
      tag: said.isClosing ? nil : Tag(label: words("complaintVia", ["source": who])))
  }

  /// What was not sent because of it.
  private var held: [TimelineEntry] {
    let sentences = UseSentences(page)
    let end = complaint.closedAt ?? .distantFuture
    return page.uses.filter {
      $0.reasons.contains(.houseOpenComplaint)
        && complaint.opening.placedAt <= $0.at && $0.at < end
    }.prefix(20).map { sentences.entry($0) }
  }
}
