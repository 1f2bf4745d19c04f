import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

extension MeRoutes {
  /// Erasing, and seeing afterwards how far it is.
  var erasing: [Endpoint] {
    [
      raised("/me/rights/erase", .erase) { page in
        guard let plan = try await rights.plan(erasing: page.visitor) else {
          return .seeOther("/sign-in")
        }
        return ErasePage(page: page, plan: plan).response()
      },
      post("/me/rights/erase", erase),
      Endpoint(.get, "/erased", .everybody, query: ["lang"], respond: showErased),
    ]
  }

  private func erase(_ page: MePage, _: FormFields) async throws -> Outcome {
    guard page.visitor.session.isRaised(at: page.now) else { return .done("/me/sure?for=erase") }
    let report = try await rights.erase(page.visitor, case: Self.caseNumber())
    try await reception.endAll(of: page.visitor)
    guard let number = report?.number else { return .done("/sign-in?left") }
    let ticket = Cookie.erased.setting(
      tickets.ticket(of: number, at: desk.now), seconds: Int(ErasureTickets.life / 1000))
    return .done("/erased", cookies: [ticket, Cookie.session.clearing])
  }

  @Sendable private func showErased(_ call: Call) async throws -> Response {
    guard let ticket = call.cookie(.erased), let number = tickets.number(of: ticket, at: desk.now),
      let report = try await rights.progress(of: number)
    else { return .seeOther("/sign-in") }
    let gate = try await desk.policies.gate(at: desk.now)
    return ErasedPage(
      pages: pages, policy: gate.policy, zone: gate.zone, language: try call.language(),
      isLanguageChosen: call.query["lang"] != nil
    ).response(report)
  }
}

extension Cookie {
  /// Of somebody who was erased: shows how far it is.
  static let erased = Cookie(name: "__Host-erased", isLax: true)
}
