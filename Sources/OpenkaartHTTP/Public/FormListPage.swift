import Hummingbird
import OpenkaartCore

/// The page `/forms`: every form of the policy, and what each asks a yes to.
struct FormListPage {
  let visit: PublicVisit

  func response(_ sheets: [FormSheet]) -> Response {
    let words = visit.pages.words.table("forms", in: visit.language)
    return visit.response(
      "formList", visit.frame(words("listTitle"), path: "/forms"),
      [
        "lead": words("lead", ["company": visit.policy.controller.name]),
        "list": sheets.map { sheet -> [String: Any] in
          var purposes: [String] = []
          for ask in sheet.asks {
            let label = ask.purpose.label[visit.language]
            if !purposes.contains(label) { purposes.append(label) }
          }
          return [
            "name": sheet.title[visit.language], "link": "/forms/\(sheet.id)",
            "text": purposes.isEmpty
              ? false as Any : words("listAsks", ["purposes": purposes.joined(separator: ", ")]),
          ]
        },
      ])
  }
}
