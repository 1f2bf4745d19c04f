import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// What people reach without signing in: links from mails, and the privacy statement.
///
/// No `GET` here changes anything: programs that look for danger in mails follow every link.
struct PublicRoutes {
  let desk: LinkDesk
  let pages: PageMaker

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/u/{token}", .everybody, query: ["lang"], respond: showUnsubscribe),
      // A mail server sends this for its user: without cookies, origin or anything else of a browser.
      Endpoint(.post, "/u/{token}", .everybody, body: .oneClick, respond: unsubscribe),
      Endpoint(
        .get, "/preferences/{token}", .everybody, query: ["lang", "done"], respond: showPreferences),
      Endpoint(.post, "/preferences/{token}", .everybody, body: .form, respond: setPreferences),
      Endpoint(
        .get, "/privacy", .everybody, query: ["lang", "version"], respond: showStatement),
    ]
  }

  // MARK: One click

  @Sendable private func showUnsubscribe(_ call: Call) async throws -> Response {
    let visit = try await visit(call)
    guard let link = visit.link else { return visit.deadLink }
    return UnsubscribePage(visit: visit).question(link, visit.token)
  }

  /// - SeeAlso: RFC 8058 section 3.1, 3.2.
  @Sendable private func unsubscribe(_ call: Call) async throws -> Response {
    let visit = try await visit(call)
    guard let link = visit.link else { return visit.deadLink }
    let fields = try OneClickBody(call)
    if fields.wantsAll {
      try await desk.stopAll(link)
    } else if fields.isOneClick {
      try await desk.unsubscribe(link)
    } else {
      throw Problem(.requestInvalid)
    }
    return UnsubscribePage(visit: visit).done(link, visit.token, all: fields.wantsAll)
  }

  // MARK: Preferences

  @Sendable private func showPreferences(_ call: Call) async throws -> Response {
    let visit = try await visit(call)
    guard let link = visit.link else { return visit.deadLink }
    let done = try call.query.word("done", as: PreferencesPage.Done.self)
    return PreferencesPage(visit: visit).response(
      link, try await desk.standing(of: link), at: desk.desk.now,
      done: call.done == nil ? nil : done)
  }

  @Sendable private func setPreferences(_ call: Call) async throws -> Response {
    let visit = try await visit(call)
    guard let link = visit.link else { return visit.deadLink }
    try call.checkOrigin()
    let form = try call.form()
    let done: PreferencesPage.Done
    switch form["do"] {
    case "stopAll":
      try await desk.stopAll(link)
      done = .stoppedAll
    case "stop":
      guard visit.policy.purpose(form["purpose"])?.isMarketing == true else {
        throw Problem(.requestInvalid)
      }
      try await desk.withdraw(form["purpose"], by: link)
      done = .stopped
    case "save":
      let wishes = try await desk.standing(of: link)
      try await desk.prefer(
        PreferencesForm(form, wishes, now: desk.desk.now).preference, by: link)
      done = .saved
    default: throw Problem(.requestInvalid)
    }
    return .seeOther("/preferences/\(visit.token)?done=\(done.rawValue)")
  }

  // MARK: Statement

  @Sendable private func showStatement(_ call: Call) async throws -> Response {
    let history = try await desk.desk.statements()
    let wanted = call.query["version"].map { Int($0) ?? 0 }
    guard
      let version = wanted.map({ number in history.versions.first { $0.number == number } })
        ?? history.current
    else { throw Problem(.routeUnknown) }
    let visit = PublicVisit(
      pages: pages, policy: version.policy, language: try call.language(),
      isLanguageChosen: call.query["lang"] != nil, path: "/privacy")
    return StatementPage(visit: visit).response(version, in: history)
  }

  /// What every page here begins with.
  private func visit(_ call: Call) async throws -> PublicVisit {
    let token = call.parameters["token"] ?? ""
    let gate = try await desk.desk.policies.gate(at: desk.desk.now)
    var visit = PublicVisit(
      pages: pages, policy: gate.policy, language: try call.language(),
      isLanguageChosen: call.query["lang"] != nil, path: "/privacy")
    visit.link = desk.link(of: token)
    visit.token = token
    return visit
  }
}

/// The body of a one-click request: a form as browsers send it, in either of its two shapes.
struct OneClickBody {
  let isOneClick: Bool
  let wantsAll: Bool

  init(_ call: Call) throws(Problem) {
    if call.mediaType == "multipart/form-data" {
      // A mail server sends one part; its name and value are all there is to find.
      let text = String(decoding: call.body.prefix(4096), as: UTF8.self)
      isOneClick =
        text.contains("name=\"List-Unsubscribe\"") && text.contains("\r\n\r\nOne-Click\r\n")
      wantsAll = false
    } else {
      let fields = try call.form()
      isOneClick = fields["List-Unsubscribe"] == "One-Click"
      wantsAll = fields["scope"] == "all" && isOneClick
    }
  }
}

extension BodyRule {
  /// - SeeAlso: RFC 8058 section 3.1.
  static let oneClick = BodyRule(
    mediaTypes: ["application/x-www-form-urlencoded", "multipart/form-data"], isBatch: false)
}
