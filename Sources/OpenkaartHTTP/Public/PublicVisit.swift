import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// One visit to a page that needs no sign-in: whose pages, in which language, by which link.
struct PublicVisit {
  let pages: PageMaker
  let policy: Policy
  let language: Language
  let isLanguageChosen: Bool
  let path: String
  /// What the token stands for; `nil` without one, or when it opens nothing.
  var link: PersonalLink?
  var token = ""
  /// What shows that a form is from a page that was made for this session; `nil` for nobody who is in.
  var formToken: String?

  var words: Words { pages.words.table("public", in: language) }

  /// The frame of a page.
  func frame(_ title: String, path: String? = nil) -> PageFrame {
    var frame = PageFrame(title: title, language: language, path: path ?? self.path)
    frame.isLanguageChosen = isLanguageChosen
    frame.brand = policy.controller.name
    frame.home = "/privacy"
    frame.footLinks = PageFrame.Links(
      label: words("about"),
      items: [PageFrame.Link(name: words("privacy"), link: "/privacy")]
        + (policy.forms.isEmpty ? [] : [PageFrame.Link(name: words("forms"), link: "/forms")]))
    return frame
  }

  /// The same page for every link that opens nothing: it tells nobody why.
  var deadLink: Response {
    response(
      "said", frame(words("deadTitle")),
      [
        "lines": [words("deadText"), words("deadNext", ["company": policy.controller.name])],
        "contact": policy.controller.contact.email ?? false as Any,
      ], status: .notFound)
  }

  func response(
    _ template: String, _ frame: PageFrame, _ values: [String: Any],
    status: HTTPResponse.Status = .ok
  ) -> Response {
    pages.response(
      template, frame, values, status: status, headers: [.cacheControl: "no-store"])
  }

  /// The name of a purpose; of one that is no longer in the policy, its id.
  func label(ofPurpose id: String) -> String { policy.purpose(id)?.label[language] ?? id }
}
