import HTTPTypes
import Hummingbird
import OpenkaartCore

/// Tells people, on a page, why their request was refused; programs get the same as JSON.
struct ProblemPage {
  private let pages: PageMaker
  /// The policy in force, for the name of the house; `nil` while it cannot be read.
  private let policy: @Sendable () async -> Policy?
  /// Whether customers come here; others are told what a program would be.
  var isForCustomers = true

  init(_ pages: PageMaker, policy: @escaping @Sendable () async -> Policy?) {
    self.pages = pages
    self.policy = policy
  }

  /// The page; `nil` when a program asked.
  ///
  /// Only browsers name HTML among what they accept.
  func response(to request: Request, _ problem: Problem) async -> Response? {
    let path = request.uri.path
    guard request.headers[.accept]?.contains("text/html") == true, !path.hasPrefix("/v1/") else {
      return nil
    }
    let language =
      Cookie.language.value(in: request.headers).flatMap { Language(rawValue: $0) }
      ?? Language(accepted: request.headers[.acceptLanguage] ?? "")
    let words = pages.words.table("refusals", in: language)
    let kind = problem.code.kindForCustomers.rawValue
    var frame = PageFrame(
      title: isForCustomers ? words("\(kind)Title") : problem.code.title[language],
      language: language, path: "/")
    let policy = isForCustomers ? await policy() : nil
    if let policy {
      frame.brand = policy.controller.name
      frame.home = "/me"
    }
    return pages.response(
      "problem", frame,
      [
        "next": isForCustomers ? words("\(kind)Next") : problem.code.next[language],
        "way": isForCustomers ? ["link": "/me", "name": words("toPage")] as Any : false,
        "contact": policy?.controller.contact.email ?? false as Any,
        "code": problem.code.rawValue,
        "codeLabel": pages.words.table("shared", in: language)("problemCode"),
        "instance": problem.instance ?? false as Any,
      ], status: .init(code: problem.code.status), headers: problem.headers)
  }
}

extension ProblemCode {
  /// What a refusal comes to for somebody who pressed a button or followed a link.
  enum KindForCustomers: String, CaseIterable {
    /// There is no such page.
    case gone
    /// The form came from elsewhere, or from a page that is no longer theirs.
    case foreign
    /// It was too often, or too much at once.
    case wait
    /// It cannot be read.
    case unclear
    /// It is our doing.
    case ours
  }

  var kindForCustomers: KindForCustomers {
    switch self {
    case .routeUnknown, .routeMethod, .hostUnknown: .gone
    case .requestCrossSite: .foreign
    case .rateExceeded, .serverBusy: .wait
    default: status < 500 ? .unclear : .ours
    }
  }
}
