import HTTPTypes
import Hummingbird
import OpenkaartCore

/// The pages for people, and what they are dressed in.
struct PageRoutes {
  private let start: StartPage
  private let problems: ProblemsPage
  private let state: @Sendable () async throws -> StartPage.State

  init(state: @escaping @Sendable () async throws -> StartPage.State) throws {
    start = try StartPage()
    problems = try ProblemsPage()
    self.state = state
  }

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/", .everybody, query: ["lang"]) { [start, state] call in
        let language = try call.language()
        return start.response(about: try await state(), in: language)
      },
      Endpoint(.get, "/problems", .everybody, query: ["lang"]) { [problems] call in
        problems.response(in: try call.language())
      },
      Self.asset("/v1/openapi.json", "application/json", PackageResources.openapi_json),
      Self.asset(
        "/assets/openkaart.css", "text/css; charset=utf-8", PackageResources.openkaart_css),
      Self.asset("/assets/icon.svg", "image/svg+xml", PackageResources.icon_svg),
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
