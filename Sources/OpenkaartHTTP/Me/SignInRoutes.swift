import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `/sign-in`: a customer asks for a mail, and gets in by its link or its code.
///
/// Asking gives one answer, at once, whoever is asked for: what follows is done after it.
struct SignInRoutes {
  let pages: PageMaker
  let reception: Reception
  let desk: Desk
  let waiting: WaitingRoom
  let rates: RateLimiter

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/sign-in", .everybody, query: ["lang", "left"]) { try await form($0) },
      Endpoint(.post, "/sign-in", .everybody, body: .form, respond: ask),
      Endpoint(.get, "/sign-in/sent", .everybody, query: ["lang"]) { try await sent($0) },
      Endpoint(.post, "/sign-in/code", .everybody, body: .form, respond: enterByCode),
      Endpoint(.get, "/sign-in/link/{link}", .everybody, query: ["lang"]) {
        try await linkPage($0, asksCode: $0.cookie(.asker) == nil)
      },
      Endpoint(.post, "/sign-in/link/{link}", .everybody, body: .form, respond: enterByLink),
      Endpoint(.post, "/sign-out", .everybody, body: .form, respond: leave),
    ]
  }

  // MARK: Asking

  private func form(
    _ call: Call, typed: String = "", mistake: String? = nil
  ) async throws -> Response {
    let (frame, words) = try await frame(call, title: "title", at: "/sign-in", mistake: mistake)
    var shown = frame
    if call.query["left"] != nil {
      shown.notice = .init(look: .yes, heading: words("left"), lines: [words("leftText")])
    }
    let controller = try await desk.policies.gate(at: desk.now).policy.controller
    let field = Field(
      id: "who", label: words("who"), hint: words("whoHint"), error: mistake.map { words($0) },
      value: typed, autocomplete: "email")
    let contact = [controller.contact.phone, controller.contact.email, controller.contact.address]
    return pages.response(
      "signIn", shown,
      [
        "intro": words("intro", ["controller": controller.name]), "hint": false,
        "action": "/sign-in", "field": field.view, "button": words("send"), "way": false,
        "help": [
          "isOpen": false, "summary": words("noMail"),
          "lines": [words("noMailText")] + contact.compactMap(\.self),
        ],
      ], status: mistake == nil ? .ok : .unprocessableContent)
  }

  @Sendable private func ask(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    try count(call)
    let typed = try call.form()["who"]
    let type: IdentifierType = typed.contains("@") ? .email : .customerNumber
    guard typed.utf8.count <= 254, let identifier = Identifier(type, typed) else {
      return try await form(call, typed: typed, mistake: "whoMissing")
    }
    let (browser, language) = (Secret.token(), try call.language())
    waiting.do { try await reception.ask(for: identifier, from: browser, in: language) }
    return .seeOther(
      "/sign-in/sent",
      cookies: [Cookie.asker.setting(browser, seconds: Int(SignInRequest.life / 1000))])
  }

  private func sent(_ call: Call, mistake: String? = nil) async throws -> Response {
    let (frame, words) = try await frame(
      call, title: "sentTitle", at: "/sign-in/sent", mistake: mistake, field: "code")
    return pages.response(
      "signIn", frame,
      [
        "intro": words("sentIntro"), "hint": words("sentHow"), "action": "/sign-in/code",
        "field": codeField(words, mistake).view, "button": words("enter"), "help": false,
        "way": ["link": "/sign-in", "name": words("again")],
      ], status: mistake == nil ? .ok : .unprocessableContent)
  }

  private func codeField(_ words: Words, _ mistake: String?) -> Field {
    Field(
      id: "code", label: words("code"), hint: words("codeHint"), error: mistake.map { words($0) },
      autocomplete: "one-time-code", look: "code", most: 40)
  }

  // MARK: Getting in

  @Sendable private func enterByCode(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    try count(call)
    let code = try call.form()["code"]
    guard !code.isEmpty else { return try await sent(call, mistake: "codeMissing") }
    guard let browser = call.cookie(.asker),
      case .entered(let token) = try await reception.enter(code: code, browser: browser)
    else { return try await sent(call, mistake: "codeWrong") }
    return entered(token)
  }

  private func linkPage(
    _ call: Call, asksCode: Bool, mistake: String? = nil
  ) async throws -> Response {
    let link = call.parameters["link"] ?? ""
    let path = "/sign-in/link/\(link.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })"
    let (frame, words) = try await frame(
      call, title: "linkTitle", at: path, mistake: mistake, field: "code")
    return pages.response(
      "signIn", frame,
      [
        "intro": words(asksCode ? "otherIntro" : "linkIntro"), "hint": false, "action": path,
        "field": asksCode ? codeField(words, mistake).view as Any : false,
        "button": words("linkButton"), "help": false,
        "way": ["link": "/sign-in", "name": words("again")],
      ], status: mistake == nil ? .ok : .unprocessableContent)
  }

  @Sendable private func enterByLink(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    try count(call)
    let code = try call.form()["code"]
    let entry = try await reception.enter(
      link: call.parameters["link"] ?? "", browser: call.cookie(.asker), code: code)
    switch entry {
    case .entered(let token): return entered(token)
    case .codeNeeded: return try await linkPage(call, asksCode: true)
    case .refused:
      return try await linkPage(
        call, asksCode: true, mistake: code.isEmpty ? "linkWrong" : "codeWrong")
    }
  }

  private func entered(_ token: String) -> Response {
    .seeOther("/me", cookies: [Cookie.session.setting(token), Cookie.asker.clearing])
  }

  /// Whoever leaves needs no proof of being in: a session that is over is left as well.
  @Sendable private func leave(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    if let token = call.cookie(.session) { try await reception.leave(token) }
    var response = Response.seeOther("/sign-in?left", cookies: [Cookie.session.clearing])
    response.headers[.clearSiteData] = "\"cache\", \"cookies\", \"storage\""
    return response
  }

  // MARK: Around it

  private func count(_ call: Call) throws(Problem) {
    let standing = rates.count(call.sender)
    guard standing.isWithin else {
      var problem = Problem(.rateExceeded)
      problem.headers[.retryAfter] = "\(standing.seconds)"
      throw problem
    }
  }

  private func frame(
    _ call: Call, title: String, at path: String, mistake: String?, field: String = "who"
  ) async throws -> (PageFrame, Words) {
    let language = try call.language()
    let words = pages.words.table("signIn", in: language)
    var frame = PageFrame(title: words(title), language: language, path: path)
    frame.brand = try await desk.policies.gate(at: desk.now).policy.controller.name
    frame.home = "/sign-in"
    frame.isLanguageChosen = call.query["lang"] != nil
    if let mistake { frame.mistakes = [.init(id: field, text: words(mistake))] }
    return (frame, words)
  }
}

extension Cookie {
  /// Of the browser that asked to get in; it must come along from the link in a mail.
  static let asker = Cookie(name: "__Host-asker", isLax: true)
  /// Of somebody who is in.
  static let session = Cookie(name: "__Host-session", isLax: true)
}

extension Response {
  /// Sends the browser on to another page after a form.
  static func seeOther(_ path: String, cookies: [String] = []) -> Response {
    var headers: HTTPFields = [.location: path]
    for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
    return Response(status: .seeOther, headers: headers)
  }
}

extension HTTPField.Name {
  static let clearSiteData = constant("Clear-Site-Data")
}
