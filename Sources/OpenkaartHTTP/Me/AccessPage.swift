import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// Who is in, making sure it is they, and the copy of everything.
struct AccessPage {
  let page: MePage
  private let words: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("access")
  }

  /// What asks for more care, and where it is.
  enum Errand: String, CaseIterable {
    case copy, erase, address

    var path: String {
      switch self {
      case .copy: "/me/copy"
      case .erase: "/me/rights/erase"
      case .address: "/me/address"
      }
    }
  }

  /// The page `/me/access`: the sessions of this person.
  func response(_ sessions: [CustomerSession]) -> Response {
    var frame = page.frame(words("title"), at: "/me/access", tab: .overview)
    frame.notice = page.doneNotice("access", ["others": "ended"])
    let rows = sessions.map { session -> SummaryRow in
      let isThis = session.digest == page.visitor.session.digest
      func moment(_ moment: Timestamp) -> String { page.zone.text(of: moment, in: page.language) }
      return SummaryRow(
        name: words(isThis ? "this" : "other"),
        value: words(
          "since", ["day": moment(session.createdAt), "seen": moment(session.seenAt)]))
    }
    return page.pages.response(
      "access", frame,
      [
        "list": ["rows": rows.map(\.view)], "hasOthers": sessions.count > 1,
        "token": page.visitor.formToken,
      ])
  }

  /// The page `/me/sure`: asks for a second code.
  func raising(_ errand: Errand, isSent: Bool, mistake: String? = nil) -> Response {
    let path = "/me/sure"
    var frame = page.frame(
      words("raiseTitle"), at: path, tab: .rights, query: "for=\(errand.rawValue)")
    if let mistake { frame.mistakes = [.init(id: "code", text: words(mistake))] }
    let code = Field(
      id: "code", label: words("code"), error: mistake.map { words($0) },
      autocomplete: "one-time-code", look: "code", most: 40)
    return page.pages.response(
      "sure", frame,
      [
        "lead": words(isSent ? "raiseSent" : "raiseIntro"),
        "action": isSent ? path : "\(path)/code", "token": page.visitor.formToken,
        "parts": isSent ? [] : [["heading": false, "lines": [words("raiseWhy")]] as [String: Any]],
        "field": isSent ? code.view as Any : false, "choices": false,
        "errand": errand.rawValue,
        "button": [
          "label": words(isSent ? "go" : "raiseAsk"), "look": false, "name": "for",
          "value": errand.rawValue,
        ] as [String: Any],
      ], status: mistake == nil ? .ok : .unprocessableContent)
  }

  /// The page `/me/copy`: the three forms of the copy.
  func copies() -> Response {
    let frame = page.frame(words("copyTitle"), at: "/me/copy", tab: .rights)
    let forms = [("copyHTML", "html"), ("copyJSON", "json"), ("copyCSV", "csv")]
    return page.pages.response(
      "copy", frame,
      [
        "forms": forms.map { key, form in
          [
            "name": words(key), "text": words("\(key)Text"), "way": words("copyGet"),
            "link": "/me/copy/\(form)",
          ]
        }
      ])
  }
}
