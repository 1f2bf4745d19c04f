import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The pages that say beforehand what follows when a customer calls upon a right.
struct SurePage {
  let page: MePage
  private let words: Words

  init(_ page: MePage) {
    self.page = page
    words = page.words("rights")
  }

  /// What stands on one of these pages.
  private struct Content {
    let title: String
    let lead: String
    let path: String
    let button: String
    var parts: [(heading: String?, lines: [String])] = []
    var field: Field?
    var choices: Choices?
    var mistakes: [PageFrame.Mistake] = []
  }

  // MARK: Objecting and restricting

  func objecting(_ foresight: Foresight) -> Response {
    response(
      Content(
        title: "objectTitle", lead: "objectLead", path: "/me/rights/object", button: "objectDo",
        parts: effects(foresight) + [
          (words("thenWhat"), [words("objectKeeps"), words("objectUndo")])
        ]))
  }

  func restricting(_ foresight: Foresight) -> Response {
    let grounds = Choices(
      id: "ground", label: words("restrictWhy"), isOne: true,
      items: [("a", "restrictA"), ("b", "restrictB"), ("c", "restrictC"), ("d", "restrictD")]
        .enumerated().map { place, item in
          .init(value: item.0, label: words(item.1), isChosen: place == 0)
        })
    return response(
      Content(
        title: "restrictTitle", lead: "restrictText", path: "/me/rights/restrict",
        button: "restrictDo",
        parts: effects(foresight) + [
          (words("thenWhat"), [words("restrictKeeps"), words("restrictUndo")])
        ], choices: grounds))
  }

  /// What stops at once and what goes on, by the gate's own word.
  private func effects(_ foresight: Foresight) -> [(heading: String?, lines: [String])] {
    [
      (words("stops"), [list(foresight.stopping, none: "stopsNothing")]),
      (words("goesOn"), [list(foresight.going, none: "goesOnNothing")]),
    ]
  }

  private func list(_ purposes: [String], none: String) -> String {
    guard !purposes.isEmpty else { return words(none) }
    return purposes.map { page.purposeName($0) }.joined(separator: ", ") + "."
  }

  // MARK: Complaining and correcting

  func complaining(_ foresight: Foresight, mistake: String? = nil) -> Response {
    var parts = effects(foresight)
    if foresight.stopping.isEmpty { parts = [] }
    if let authority = page.policy.controller.authority {
      parts.append((words("authorityToo"), [words("authority", ["authority": authority])]))
    }
    return response(
      written(
        "about", title: "complainTitle", lead: "complainText", path: "/me/rights/complain",
        label: "complainAbout", hint: "complainHint", button: "complainSend", parts, mistake))
  }

  /// Asks to mend what cannot be changed on the page.
  func rectifying(mistake: String? = nil) -> Response {
    response(
      written(
        "about", title: "rectifyTitle", lead: "rectifyLead", path: "/me/rights/rectify",
        label: "rectifyAbout", hint: "rectifyHint", button: "rectifySend",
        [(words("rectifyNext"), [words("rectifyNextText")])], mistake))
  }

  private func written(
    _ id: String, title: String, lead: String, path: String, label: String, hint: String,
    button: String, _ parts: [(heading: String?, lines: [String])], _ mistake: String?
  ) -> Content {
    let field = Field(
      id: id, label: words(label), hint: words(hint), error: mistake.map { words($0) },
      isLong: true, most: 4000)
    return Content(
      title: title, lead: lead, path: path, button: button, parts: parts, field: field,
      mistakes: mistake.map { [.init(id: id, text: words($0))] } ?? [])
  }

  // MARK: Showing it

  private func response(_ content: Content) -> Response {
    var frame = page.frame(words(content.title), at: content.path, tab: .rights)
    frame.trail = .init(name: words("title"), link: "/me/rights")
    frame.mistakes = content.mistakes
    return page.pages.response(
      "sure", frame,
      [
        "lead": words(content.lead), "action": content.path, "token": page.visitor.formToken,
        "parts": content.parts.map { part -> [String: Any] in
          ["heading": part.heading ?? false as Any, "lines": part.lines]
        },
        "field": content.field?.view ?? false as Any,
        "choices": content.choices?.view ?? false as Any,
        "button": ["label": words(content.button), "look": false, "name": false] as [String: Any],
      ], status: content.mistakes.isEmpty ? .ok : .unprocessableContent)
  }
}
