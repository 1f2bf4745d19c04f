import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// The forms of the policy: on a page, in a frame on another site, and confirmed by mail.
struct FormRoutes {
  let forms: FormDesk
  let links: LinkDesk
  let reception: Reception
  let pages: PageMaker
  /// The sites that may show a form in a frame.
  let embedders: [String]
  /// How often one sender may send a form in a minute, and how often one address may get a mail.
  let senders: RateLimiter
  let receivers: RateLimiter

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/forms", .everybody, query: ["lang"], respond: list),
      Endpoint(.get, "/forms/{form}", .everybody, query: ["lang", "by"], respond: show),
      Endpoint(.post, "/forms/{form}", .everybody, body: .form, respond: take),
      Endpoint(.get, "/forms/{form}/embed.js", .everybody, respond: embed),
      Endpoint(.get, "/confirm/{token}", .everybody, query: ["lang"], respond: showConfirm),
      Endpoint(.post, "/confirm/{token}", .everybody, body: .form, respond: confirm),
    ]
  }

  @Sendable private func list(_ call: Call) async throws -> Response {
    let (sheets, gate) = try await forms.sheets()
    let visit = try visit(call, gate.policy, token: "", isLink: false)
    return FormListPage(visit: visit).response(sheets)
  }

  // MARK: A form

  @Sendable private func show(_ call: Call) async throws -> Response {
    let (sheet, gate) = try await sheet(call)
    var visit = try visit(call, gate.policy, token: call.query["by"] ?? "")
    if visit.link == nil { try await recognise(&visit, call) }
    let known = try await known(visit, sheet)
    return framed(FormPage(visit: visit, sheet: sheet, known: known).empty)
  }

  @Sendable private func take(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    let (sheet, gate) = try await sheet(call)
    let fields = try call.form()
    var visit = try visit(call, gate.policy, token: fields["by"])
    // Only a form that was made for a session is of it.
    if visit.link == nil, !fields["token"].isEmpty {
      try await recognise(&visit, call)
      guard Secret.areEqual(Array(fields["token"].utf8), Array((visit.formToken ?? "").utf8))
      else { throw Problem(.requestCrossSite) }
    }
    let count = senders.count(call.sender)
    guard count.isWithin else {
      var problem = Problem(.rateExceeded)
      problem.headers[.retryAfter] = "\(count.seconds)"
      // Who filled it in on another site is told there.
      if !embedders.isEmpty { problem.headers[.frameAncestors] = ancestors }
      throw problem
    }
    let known = try await known(visit, sheet)
    let page = FormPage(visit: visit, sheet: sheet, known: known)
    // Only a program fills in what no person sees; it is told what a person would be.
    guard fields[FormPage.trap].isEmpty else { return framed(page.done(.toConfirm, choices: nil)) }
    switch FormAnswers.read(
      sheet, values: page.values(fields), ticked: page.ticked(fields), known: known,
      point: visit.link?.point)
    {
    case .mistakes(let mistakes): return framed(page.again(fields, mistakes))
    case .answers(let answers):
      let mail = answers.identifiers.first { $0.type == .email }
      let outcome = try await forms.take(
        answers, to: sheet, in: visit.language, isRecognised: visit.link != nil,
        isSignedIn: visit.formToken != nil,
        isMailed: mail.map { receivers.count($0.value).isWithin } ?? true)
      let choices =
        visit.formToken == nil
        ? visit.link.map { _ in "/preferences/\(visit.token)" } : "/me/choices"
      return framed(page.done(outcome, choices: choices))
    }
  }

  /// Recognises who is in, by the address their mail goes to.
  private func recognise(_ visit: inout PublicVisit, _ call: Call) async throws {
    guard let token = call.cookie(.session), let visitor = try await reception.visitor(token),
      let point = try await reception.mailbox(of: visitor)
    else { return }
    visit.link = PersonalLink(point: point, channel: .email, purpose: "")
    visit.formToken = visitor.formToken
  }

  private func sheet(_ call: Call) async throws -> (FormSheet, Gate) {
    guard let found = try await forms.sheet(call.parameters["form"] ?? "") else {
      throw Problem(.routeUnknown)
    }
    return (found.sheet, found.gate)
  }

  private func known(_ visit: PublicVisit, _ sheet: FormSheet) async throws -> Set<String> {
    guard let link = visit.link else { return [] }
    return try await forms.known(of: link, in: sheet)
  }

  // MARK: On another site

  /// A script that shows the form in a frame, right behind the script itself.
  @Sendable private func embed(_ call: Call) async throws -> Response {
    let (sheet, gate) = try await sheet(call)
    var json = JSONWriter()
    json.string("/forms/\(sheet.id)")
    let path = json.text
    json = JSONWriter()
    json.string(sheet.title[gate.policy.controller.languages.first ?? .nl])
    let script = """
      "use strict";
      (() => {
        const here = document.currentScript;
        const frame = document.createElement("iframe");
        const address = new URL(\(path), here.src);
        if (here.dataset.lang) address.searchParams.set("lang", here.dataset.lang);
        frame.src = address.href;
        frame.title = here.dataset.title || \(json.text);
        frame.width = "100%";
        frame.height = here.dataset.height || "900";
        frame.loading = "lazy";
        frame.setAttribute("frameborder", "0");
        here.after(frame);
      })();

      """
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/javascript; charset=utf-8", .cacheControl: "public, max-age=300",
        .resourcePolicy: "cross-origin",
      ], body: .init(byteBuffer: ByteBuffer(string: script)))
  }

  /// A page that the sites of the configuration may show in a frame.
  private func framed(_ page: Response) -> Response {
    var page = page
    if !embedders.isEmpty { page.headers[.frameAncestors] = ancestors }
    return page
  }

  private var ancestors: String { embedders.joined(separator: " ") }

  // MARK: By mail

  @Sendable private func showConfirm(_ call: Call) async throws -> Response {
    let (visit, form) = try await pending(call)
    guard form != nil else { return visit.deadLink }
    return ConfirmPage(visit: visit).question
  }

  @Sendable private func confirm(_ call: Call) async throws -> Response {
    try call.checkOrigin()
    let (visit, form) = try await pending(call)
    guard let form else { return visit.deadLink }
    guard try call.form()["confirm"] == "yes" else { throw Problem(.requestInvalid) }
    try await forms.confirm(form, token: visit.token)
    let choices = forms.choices(of: form.email, purpose: form.yes.first?.purpose ?? "")
    return ConfirmPage(visit: visit).done(form, choices: "/preferences/\(choices)")
  }

  private func pending(_ call: Call) async throws -> (PublicVisit, PendingForm?) {
    let token = call.parameters["token"] ?? ""
    let gate = try await forms.desk.policies.gate(at: forms.desk.now)
    return (try visit(call, gate.policy, token: token, isLink: false), forms.pending(token))
  }

  private func visit(
    _ call: Call, _ policy: Policy, token: String, isLink: Bool = true
  ) throws(Problem) -> PublicVisit {
    var visit = PublicVisit(
      pages: pages, policy: policy, language: try call.language(),
      isLanguageChosen: call.query["lang"] != nil, path: "/privacy")
    visit.link = isLink ? links.link(of: token) : nil
    visit.token = token
    return visit
  }
}

extension HTTPField.Name {
  /// Told to ``SecurityHeaders``, which takes it away: the sites that may show this page in a frame.
  static let frameAncestors = constant("Openkaart-Frame-Ancestors")
}
