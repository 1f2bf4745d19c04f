import HTTPTypes
import Hummingbird
import OpenkaartCore

/// Tells people, on a page, why their request was refused; programs get the same as JSON.
struct ProblemPage {
  private let pages: PageMaker

  init(_ pages: PageMaker) { self.pages = pages }

  /// The page; `nil` when a program asked.
  ///
  /// Only browsers name HTML among what they accept.
  func response(to request: Request, _ problem: Problem) -> Response? {
    let path = request.uri.path
    guard request.headers[.accept]?.contains("text/html") == true, !path.hasPrefix("/v1/") else {
      return nil
    }
    let language = Language(accepted: request.headers[.acceptLanguage] ?? "")
    let frame = PageFrame(title: problem.code.title[language], language: language, path: "/")
    return pages.response(
      "problem", frame,
      [
        "next": problem.code.next[language], "code": problem.code.rawValue,
        "codeLabel": pages.words.table("shared", in: language)("problemCode"),
        "instance": problem.instance ?? false as Any,
      ], status: .init(code: problem.code.status), headers: problem.headers)
  }
}
