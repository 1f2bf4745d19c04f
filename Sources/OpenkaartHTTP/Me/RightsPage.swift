import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/rights`: what one can ask, where it is done, and how far each thing is.
struct RightsPage {
  let page: MePage
  private let words: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("rights")
  }

  func response() -> Response {
    var frame = page.frame(words("title"), at: "/me/rights", tab: .rights)
    frame.notice = page.doneNotice(
      "rights",
      [
        "object": "doneObject", "restrict": "doneRestrict", "lift": "doneLift",
        "complain": "doneComplain", "rectify": "doneRectify",
      ])
    let requests = page.card.requests
    let standing = standing
    return page.pages.response(
      "rights", frame,
      [
        "token": page.visitor.formToken, "isRestricted": page.card.isRestricted,
        "list": [
          right("correct", "/me/known"), right("download", "/me/copy"),
          right("object", "/me/rights/object"),
        ] + (page.card.isRestricted ? [] : [right("restrict", "/me/rights/restrict")]) + [
          right("erase", "/me/rights/erase"), right("complain", "/me/rights/complain"),
        ],
        "standing": standing.isEmpty ? false as Any : ["rows": standing.map(\.view)],
        "progress": requests.isEmpty ? false as Any : ["steps": requests.map { step($0) }],
        "authority": page.policy.controller.authority.map {
          words("authority", ["authority": $0]) as Any
        } ?? false,
      ])
  }

  private func right(_ key: String, _ link: String) -> [String: Any] {
    ["name": words(key), "text": words("\(key)Text"), "link": link, "way": words("\(key)Do")]
  }

  private func step(_ request: OwnRequest) -> [String: Any] {
    let due = page.zone.day(of: request.at).adding(months: 1)
    let number = request.number.map { words("requestNumber", ["number": $0]) + " " } ?? ""
    return [
      "title": words(
        "requestOn", ["right": words(request.right.rawValue), "day": page.day(request.at)]),
      "done": request.isClosed, "command": false,
      "state": words(request.isClosed ? "requestClosed" : "requestOpen"),
      "text": number
        + (request.isClosed
          ? "" : words("requestDue", ["day": page.day(page.zone.start(of: due))]))
        ,
    ]
  }

  // MARK: What holds now

  /// What the customer asked that needs nobody's answer: it holds, or held until it was taken back.
  private var standing: [SummaryRow] {
    [restriction, objection].compactMap(\.self) + page.card.complaints.map { row($0) }
  }

  private var restriction: SummaryRow? {
    for entry in page.card.timeline {
      switch entry.fact.content {
      case .restricted:
        return SummaryRow(
          name: words("restriction"), value: words("since", ["day": page.day(entry.fact.placedAt)]),
          notes: [words("restrictHolds")], tag: Tag(label: words("holds"), look: .wait))
      case .restrictionLifted:
        return SummaryRow(
          name: words("restriction"),
          value: words("liftedOn", ["day": page.day(entry.fact.placedAt)]),
          tag: Tag(label: words("over")))
      default: continue
      }
    }
    return nil
  }

  private var objection: SummaryRow? {
    for entry in page.card.consents {
      guard case .objected(let objection) = entry.fact.content,
        objection.scope == .directMarketing, objection.purpose == nil
      else { continue }
      // A yes that was said later counts again, so the gate is asked and not the list.
      let holds = page.card.permissions.contains { permission in
        permission.decision.reasons.contains { $0.code == .objectionDirectMarketing }
      }
      return SummaryRow(
        name: words("objection"), value: words("since", ["day": page.day(entry.fact.placedAt)]),
        notes: [words(holds ? "objectHolds" : "objectOver")],
        tag: Tag(label: words(holds ? "holds" : "over"), look: holds ? .wait : .plain))
    }
    return nil
  }

  private func row(_ complaint: OwnComplaint) -> SummaryRow {
    let number = complaint.number.map { words("complaintNumber", ["number": $0]) }
    let state =
      complaint.closedAt.map { words("closedOn", ["day": page.day($0)]) }
      ?? words("openSince", ["day": page.day(complaint.opening.placedAt)])
    return SummaryRow(
      name: number ?? words("complaintPlain"), value: state,
      notes: [complaint.said.last?.text].compactMap(\.self).map { String($0.prefix(200)) },
      tag: Tag(
        label: words(complaint.isOpen ? "complaintOpen" : "complaintClosed"),
        look: complaint.isOpen ? .wait : .yes),
      action: .init(
        name: words("complaintLook"), link: "/me/complaints/\(complaint.opening.id.shownName)"))
  }
}
