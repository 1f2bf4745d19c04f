import HTTPTypes
import Hummingbird
import OpenkaartService

/// The files of the log, for everybody who checks it.
///
/// - SeeAlso: C2SP tlog-tiles, "Parameters".
struct LogRoutes {
  let log: any PublishedLog

  var endpoints: [Endpoint] {
    [
      Endpoint(.get, "/log/checkpoint", .everybody) { [log] _ in
        try await Self.file("checkpoint", of: log, .text, keep: "public, max-age=2")
      },
      Endpoint(.get, "/log/key", .everybody) { [log] _ in
        guard let key = try await log.logStatus.verifierKey else { throw Problem(.routeUnknown) }
        return Self.response(Array((key + "\n").utf8), .text, keep: "public, max-age=60")
      },
    ]
      + Self.tiles.map { path in
        Endpoint(.get, path, .everybody) { [log] call in
          let parts = Self.parts.compactMap { call.parameters[$0] }
          // A tile or bundle never changes, and neither does a partial one of a width.
          return try await Self.file(
            "tile/" + parts.joined(separator: "/"), of: log, .octets,
            keep: "public, max-age=31536000, immutable")
        }
      }
  }

  private static let parts = ["row", "a", "b", "c", "d", "e"]

  /// An index has a part for every three digits, and a partial tile its width behind it.
  private static let tiles = (2...parts.count).map { count in
    "/log/tile/" + parts.prefix(count).map { "{\($0)}" }.joined(separator: "/")
  }

  private enum Kind: String {
    case text = "text/plain; charset=utf-8"
    case octets = "application/octet-stream"
  }

  private static func file(
    _ name: String, of log: any PublishedLog, _ kind: Kind, keep: String
  ) async throws -> Response {
    guard let bytes = try await log.logFile(name) else { throw Problem(.routeUnknown) }
    return response(bytes, kind, keep: keep)
  }

  private static func response(_ bytes: [UInt8], _ kind: Kind, keep: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: kind.rawValue, .cacheControl: keep],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
