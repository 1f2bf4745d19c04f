import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The page `/me/rights`, and the pages that say beforehand what follows.
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
        "erase": "doneErase", "complain": "doneComplain",
      ])
    let requests = page.card.requests
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

  // MARK: Before it is done

  func objecting() -> Response {
    sure(
      "objectTitle", "objectLead", "/me/rights/object", button: "objectDo", look: "",
      parts: [("", [words("objectKeeps")])])
  }

  func restricting() -> Response {
    let grounds = Choices(
      id: "ground", label: words("restrictWhy"), isOne: true,
      items: [("a", "restrictA"), ("b", "restrictB"), ("c", "restrictC"), ("d", "restrictD")]
        .enumerated().map { place, item in
          .init(value: item.0, label: words(item.1), isChosen: place == 0)
        })
    return sure(
      "restrictTitle", "restrictText", "/me/rights/restrict", button: "restrictDo", look: "",
      parts: [], choices: grounds.view)
  }

  func erasing() -> Response {
    let kept = page.policy.purposes.filter { $0.bases.contains(.legalObligation) }.map {
      words(
        "eraseKeptLine",
        [
          "purpose": $0.label[page.language],
          "period": $0.retention?.words[page.language] ?? words("eraseKept"),
        ])
    }
    return sure(
      "eraseTitle", "eraseLead", "/me/rights/erase", button: "eraseYes", look: "grave",
      parts: [
        (words("eraseAtOnce"), [words("eraseAtOnceText")]),
        (words("eraseLater"), [words("eraseLaterText")]),
        (words("eraseKept"), kept.isEmpty ? [words("eraseKeptNone")] : kept),
        (words("eraseLost"), [words("eraseLostText")]),
      ])
  }

  func complaining(mistake: String? = nil) -> Response {
    let field = Field(
      id: "about", label: words("complainAbout"), hint: words("complainHint"),
      error: mistake.map { words($0) }, isLong: true, most: 4000)
    return sure(
      "complainTitle", "complainText", "/me/rights/complain", button: "complainSend", look: "",
      parts: [], field: field.view,
      mistakes: mistake.map { [.init(id: "about", text: words($0))] } ?? [])
  }

  private func sure(
    _ title: String, _ lead: String, _ path: String, button: String, look: String,
    parts: [(String, [String])], field: [String: Any]? = nil, choices: [String: Any]? = nil,
    mistakes: [PageFrame.Mistake] = []
  ) -> Response {
    var frame = page.frame(words(title), at: path, tab: .rights)
    frame.trail = .init(name: words("title"), link: "/me/rights")
    frame.mistakes = mistakes
    return page.pages.response(
      "sure", frame,
      [
        "lead": words(lead), "action": path, "token": page.visitor.formToken,
        "parts": parts.map { part -> [String: Any] in
          ["heading": part.0.isEmpty ? false : part.0 as Any, "lines": part.1]
        },
        "field": field ?? false as Any, "choices": choices ?? false as Any,
        "button": [
          "label": words(button), "look": look.isEmpty ? false : look as Any, "name": false,
        ],
      ], status: mistakes.isEmpty ? .ok : .unprocessableContent)
  }
}
