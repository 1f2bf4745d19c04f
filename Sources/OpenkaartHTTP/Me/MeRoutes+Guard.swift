import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

extension MeRoutes {
  /// What every page may have behind the question mark.
  static let query: Set<String> = ["lang", "done"]

  /// What comes of a form: a page, or the way to one.
  enum Outcome {
    case shown(Response)
    case done(String, cookies: [String] = [])
  }

  func get(
    _ path: String, tellsUses: Bool = true,
    _ show: @escaping @Sendable (MePage) async throws -> Response
  ) -> Endpoint {
    Endpoint(.get, path, .everybody, query: Self.query) { call in
      try await signedIn(call, tellsUses: tellsUses, show)
    }
  }

  /// A page that asks for a second code first.
  func raised(
    _ path: String, _ errand: AccessPage.Errand, as kind: UsageEntry.Kind = .ownPage,
    _ show: @escaping @Sendable (MePage) async throws -> Response
  ) -> Endpoint {
    Endpoint(.get, path, .everybody, query: Self.query) { call in
      try await signedIn(call, as: kind) { page in
        guard page.visitor.session.isRaised(at: page.now) else {
          return .seeOther("/me/sure?for=\(errand.rawValue)")
        }
        return try await show(page)
      }
    }
  }

  func post(
    _ path: String, _ change: @escaping @Sendable (MePage, FormFields, Call) async throws -> Outcome
  ) -> Endpoint {
    Endpoint(.post, path, .everybody, body: .form) { call in
      try await changing(call) { page, form in try await change(page, form, call) }
    }
  }

  func post(
    _ path: String, _ change: @escaping @Sendable (MePage, FormFields) async throws -> Outcome
  ) -> Endpoint {
    post(path) { page, form, _ in try await change(page, form) }
  }

  /// Shows a page to who is in, of themself; others are sent to where one gets in.
  ///
  /// - Parameters:
  ///   - call: The request.
  ///   - kind: What is written down of the look.
  ///   - tellsUses: Whether the page tells of uses, so that the log has to be read for it.
  ///   - show: Makes the page; `nil` when there is nothing of that name.
  /// - Returns: The page, or the way in.
  /// - Throws: ``Problem`` when there is nothing of that name, and what keeps it from being read.
  func signedIn(
    _ call: Call, as kind: UsageEntry.Kind = .ownPage, tellsUses: Bool = true,
    _ show: (MePage) async throws -> Response?
  ) async throws -> Response {
    guard let page = try await page(call, as: kind, tellsUses: tellsUses) else {
      return .seeOther("/sign-in")
    }
    guard let response = try await show(page) else { throw Problem(.routeUnknown) }
    return response
  }

  /// Does what a form of somebody who is in asks, when it is a form of ours.
  ///
  /// - SeeAlso: OWASP ASVS 5.0, 3.5.1.
  func changing(
    _ call: Call, _ change: (MePage, FormFields) async throws -> Outcome
  ) async throws -> Response {
    try call.checkOrigin()
    guard let page = try await page(call, as: .ownPage) else { return .seeOther("/sign-in") }
    let form = try call.form()
    guard
      Secret.areEqual(Array(form["token"].utf8), Array(page.visitor.formToken.utf8))
    else { throw Problem(.requestCrossSite) }
    switch try await change(page, form) {
    case .shown(let response): return response
    case .done(let path, let cookies): return .seeOther(path, cookies: cookies)
    }
  }

  private func page(
    _ call: Call, as kind: UsageEntry.Kind, tellsUses: Bool = true
  ) async throws -> MePage? {
    guard let token = call.cookie(.session), let visitor = try await reception.visitor(token),
      let card = try await desk.ownCard(of: visitor, as: kind)
    else { return nil }
    let uses = tellsUses ? try await desk.ownUses(of: card) : []
    return try MePage(
      call, visitor, card, uses: uses, pages: pages, now: desk.now, hasProofs: published != nil)
  }
}
