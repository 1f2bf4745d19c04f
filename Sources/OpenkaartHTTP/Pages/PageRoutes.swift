import HTTPTypes
import Hummingbird
import OpenkaartCore

/// The pages for the people who set Openkaart up, and what all pages are dressed in.
struct PageRoutes {
  private let start: StartPage
  private let problems: ProblemsPage
  private let design: DesignPage
  private let state: @Sendable () async throws -> StartPage.State

  init(_ pages: PageMaker, state: @escaping @Sendable () async throws -> StartPage.State) {
    start = StartPage(pages: pages)
    problems = ProblemsPage(pages: pages)
    design = DesignPage(pages: pages)
    self.state = state
  }

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/", .everybody, query: ["lang"]) { [start, state] call in
        start.response(
          about: try await state(), in: try call.language(), isChosen: call.query["lang"] != nil)
      },
      Endpoint(.get, "/problems", .everybody, query: ["lang"]) { [problems] call in
        problems.response(in: try call.language(), isChosen: call.query["lang"] != nil)
      },
      Endpoint(.get, "/design", .everybody, query: ["lang"]) { [design] call in
        design.response(in: try call.language(), isChosen: call.query["lang"] != nil)
      },
      Self.asset("/v1/openapi.json", "application/json", PackageResources.openapi_json),
    ] + Self.assets
  }

  /// What every page needs, on whatever door it is.
  static var assets: [Endpoint] {
    [
      asset("/assets/openkaart.css", "text/css; charset=utf-8", PackageResources.openkaart_css),
      asset(
        "/assets/openkaart.js", "text/javascript; charset=utf-8", PackageResources.openkaart_js),
      asset("/assets/icon.svg", "image/svg+xml", PackageResources.icon_svg),
    ]
  }

  private static func asset(_ path: String, _ type: String, _ bytes: [UInt8]) -> Endpoint {
    Endpoint(.get, path, .everybody) { _ in
      Response(
        status: .ok, headers: [.contentType: type, .cacheControl: "public, max-age=3600"],
        body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }
}
