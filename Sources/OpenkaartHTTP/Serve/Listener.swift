import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore

/// One port, and the doors behind it by the names they go by.
struct Listener {
  let port: Int
  /// The doors that answer to a name of their own.
  let named: [String: [Door]]
  /// The doors that answer to every other name.
  let others: [Door]

  /// The listeners that `settings` ask for: doors with the same port share one.
  static func all(_ settings: ServerSettings) -> [Listener] {
    // Port 0 is another free port each time it is named.
    var ports: [(port: Int, isFree: Bool, doors: [Door])] = []
    for door in Door.allCases {
      let port = settings.port(of: door)
      let hasOwn = settings.hosts[door]?.port != nil || door == .health
      let isFree = port == 0 && hasOwn
      if !isFree, let place = ports.firstIndex(where: { $0.port == port && !$0.isFree }) {
        ports[place].doors.append(door)
      } else {
        ports.append((port, isFree, [door]))
      }
    }
    return ports.map { port, _, doors in
      var named: [String: [Door]] = [:]
      for door in doors {
        if let name = settings.hosts[door]?.name { named[name, default: []].append(door) }
      }
      return Listener(
        port: port, named: named, others: doors.filter { settings.hosts[$0]?.name == nil })
    }
  }

  var doors: [Door] { others + named.values.flatMap(\.self) }
}

/// Hands a request to the front that goes by the name in it.
struct HostSwitch: HTTPResponder {
  let named: [String: Front]
  let other: Front

  func respond(to request: Request, context: FrontContext) async throws -> Response {
    let host = (request.head.authority ?? "").lowercased()
    let name = host.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init)
    let front = name.flatMap { named[$0] } ?? other
    return try await front.respond(to: request, context: context)
  }
}
