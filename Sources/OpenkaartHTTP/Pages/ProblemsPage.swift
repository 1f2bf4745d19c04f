import HTTPTypes
import Hummingbird
import OpenkaartCore

/// The page `/problems`: every code an answer may hold, and what to do about it.
struct ProblemsPage {
  let pages: PageMaker

  func response(in language: Language, isChosen: Bool = false) -> Response {
    func words(_ nl: String, _ en: String) -> String { LocalizedText(nl: nl, en: en)[language] }
    var frame = PageFrame(
      title: words("Waarom een verzoek is geweigerd", "Why a request was refused"),
      language: language, path: "/problems")
    frame.isLanguageChosen = isChosen
    return pages.response(
      "problems", frame,
      [
        "intro": words(
          "Elke weigering van de API noemt een code. De codes veranderen nooit van naam.",
          "Every refusal of the API names a code. The codes never change their names."),
        "caption": words("Alle codes, op soort", "All codes, by kind"),
        "heads": [
          "code": words("Code", "Code"), "status": words("Status", "Status"),
          "meaning": words("Wat er is", "What is wrong"),
          "next": words("Wat te doen", "What to do"),
        ],
        "problems": ProblemCode.allCases.map { code in
          [
            "code": code.rawValue, "status": String(code.status), "meaning": code.title[language],
            "next": code.next[language],
          ]
        },
      ], headers: [.cacheControl: "no-cache"])
  }
}
