import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// `/me`: what a customer sees of themself and does about it.
///
/// Every route goes through ``signedIn(_:as:_:)`` or ``changing(_:_:)``: nobody sees anything who is
/// not in, and nobody sees anybody else. No `GET` changes anything but what is written down of looks.
struct MeRoutes {
  let pages: PageMaker
  let reception: Reception
  let desk: Desk
  let waiting: WaitingRoom
  let rates: RateLimiter
  let rights: Rights
  let tickets: ErasureTickets
  /// The log that holds what happened; without it there are no proofs.
  let published: (any ServedLog)?
  let addresses: AddressDesk
  /// How often one customer may have mails sent to a new address in a minute.
  let addressMails = RateLimiter(quota: 1)

  var endpoints: [Endpoint] {
    reading + rightsReading + makingSure + changing + rightsChanging + erasing + records
      + changingAddress
  }

  private var reading: [Endpoint] {
    [
      get("/me") { OverviewPage($0).response() },
      get("/me/known") { KnownPage($0).response() },
      Endpoint(.get, "/me/known/{name}", .everybody, query: Self.query) { call in
        try await signedIn(call) { KnownPage($0).correct(call.parameters["name"] ?? "") }
      },
      Endpoint(
        .get, "/me/uses", .everybody, query: Self.query.union(["kind", "purpose", "page"])
      ) { call in try await signedIn(call) { try uses($0, call) } },
      get("/me/choices", tellsUses: false) { ChoicesPage($0).response() },
      Endpoint(.get, "/me/receipts/{receipt}", .everybody, query: Self.query) { call in
        try await signedIn(call) {
          ConsentReceipt(page: $0).response(call.parameters["receipt"] ?? "")
        }
      },
      get("/me/access", tellsUses: false) {
        AccessPage($0).response(try await reception.sessions(of: $0.visitor))
      },
    ]
  }

  /// What asks for a second code, and asking for it.
  private var makingSure: [Endpoint] {
    [
      raised("/me/copy", .copy) { AccessPage($0).copies() },
      Endpoint(.get, "/me/sure", .everybody, query: Self.query.union(["for", "sent"])) { call in
        let errand = try call.query.word("for", as: AccessPage.Errand.self) ?? .copy
        let isSent = call.query["sent"] != nil
        return try await signedIn(call) { AccessPage($0).raising(errand, isSent: isSent) }
      },
      Endpoint(.post, "/me/sure/code", .everybody, body: .form, respond: sendCode),
      Endpoint(.post, "/me/sure", .everybody, body: .form, respond: raise),
    ]
      + OwnCopy.Form.allCases.map { form in
        raised("/me/copy/\(form.rawValue)", .copy, as: .ownCopy) {
          OwnCopy(page: $0).response(form)
        }
      }
  }

  private var changing: [Endpoint] {
    [
      post("/me/known/{name}", correct), post("/me/choices/answer", answer),
      post("/me/choices/wishes", wish),
      post("/me/uses") { page, form in
        .shown(
          UsesPage(
            page: page, kind: OwnUse.Kind(rawValue: form["kind"]),
            purpose: page.policy.purpose(form["purpose"])?.id,
            search: form["search"].isEmpty ? nil : form["search"]
          ).response())
      },
      post("/me/access") { page, _ in
        try await reception.endOthers(of: page.visitor)
        return .done("/me/access?done=others")
      },
    ]
  }

  // MARK: What is done

  private func uses(_ page: MePage, _ call: Call) throws(Problem) -> Response {
    let kind = try call.query.text("kind").flatMap { OwnUse.Kind(rawValue: $0) }
    let purpose = try call.query.text("purpose").flatMap { page.policy.purpose($0)?.id }
    let number = call.query["page"].flatMap { Int($0) } ?? 1
    return UsesPage(page: page, kind: kind, purpose: purpose, number: number).response()
  }

  private func correct(_ page: MePage, _ form: FormFields, _ call: Call) async throws -> Outcome {
    let (name, value) = (call.parameters["name"] ?? "", form["value"])
    let known = KnownPage(page)
    guard let shown = known.correct(name) else { throw Problem(.routeUnknown) }
    guard !value.isEmpty, value.utf8.count <= 400 else {
      return .shown(known.correct(name, typed: value, mistake: "missingValue") ?? shown)
    }
    do {
      try await desk.tell(
        [.described(Description(attributes: [.init(name, value)]))], by: page.visitor)
    } catch is DocumentError {
      return .shown(known.correct(name, typed: value, mistake: "wrongValue") ?? shown)
    }
    return .done("/me/known?done=saved")
  }

  private func answer(_ page: MePage, _ form: FormFields) async throws -> Outcome {
    if form["answer"] == "none" {
      try await desk.tell([.withdrew(Refusal(purpose: nil, channel: nil))], by: page.visitor)
      return .done("/me/choices?done=no")
    }
    guard let purpose = page.policy.purpose(form["purpose"]),
      let channel = Channel(rawValue: form["channel"]), purpose.channels.contains(channel)
    else { throw Problem(.requestInvalid) }
    guard form["answer"] == "yes" else {
      try await desk.tell(
        [.withdrew(Refusal(purpose: purpose.id, channel: channel))], by: page.visitor)
      return .done("/me/choices?done=no")
    }
    let notice = page.currentNotice(of: purpose)
    var told: [FactContent] = [
      .consented(
        Consent(
          purpose: purpose.id, channel: channel,
          notice: notice.flatMap { version in
            purpose.notice.map { NoticeReference(id: $0, version: version.version) }
          }, method: .form, isExplicit: purpose.consent.isExplicit))
    ]
    // Who is in by a mail to this address showed that it is theirs: that is the second step.
    if purpose.consent.isDoubleOptIn, channel == .email, page.visitor.identifier.type == .email {
      told.append(
        .confirmed(
          Confirmation(
            purpose: purpose.id, channel: channel, contactPoint: page.visitor.identifier.value)))
    }
    try await desk.tell(told, by: page.visitor)
    return .done("/me/choices?done=yes")
  }

  private func wish(_ page: MePage, _ form: FormFields) async throws -> Outcome {
    let wishes = WishesForm(form, page.policy, today: page.zone.day(of: page.now))
    guard wishes.mistakes.isEmpty else { return .shown(ChoicesPage(page).response(wishes: wishes)) }
    try await desk.tell([.preferred(wishes.preference)], by: page.visitor)
    return .done("/me/choices?done=wishes")
  }

  // MARK: Making sure

  @Sendable private func sendCode(_ call: Call) async throws -> Response {
    try await changing(call) { page, form in
      let errand = AccessPage.Errand(rawValue: form["for"]) ?? .copy
      guard rates.count(call.sender).isWithin else { throw Problem(.rateExceeded) }
      guard let token = call.cookie(.session) else { return .done("/sign-in") }
      let (visitor, language) = (page.visitor, page.language)
      waiting.do { try await reception.askAgain(visitor, token: token, in: language) }
      return .done("/me/sure?for=\(errand.rawValue)&sent")
    }
  }

  @Sendable private func raise(_ call: Call) async throws -> Response {
    try await changing(call) { page, form in
      let errand = AccessPage.Errand(rawValue: form["for"]) ?? .copy
      guard rates.count(call.sender).isWithin else { throw Problem(.rateExceeded) }
      guard let token = try await reception.raise(page.visitor, code: form["code"]) else {
        return .shown(AccessPage(page).raising(errand, isSent: true, mistake: "codeWrong"))
      }
      return .done(errand.path, cookies: [Cookie.session.setting(token)])
    }
  }
}
