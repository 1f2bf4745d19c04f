import Hummingbird
import Logging
import OpenkaartCore
import OpenkaartService

/// Everything behind the doors: which endpoints each has, and what they share.
struct ServerRooms {
  let api: [Endpoint]
  let pages: [Endpoint]
  let health: [Endpoint]
  /// What only the owner's own commands ask, by way of the socket.
  let inner: [Endpoint]
  let entrance: Front.Entrance
  let settings: ServerSettings
  let admission: Admission
  let metrics: Metrics
  let log: RequestLog

  /// The front of the doors that share one name.
  func front(of doors: [Door]) -> Front {
    var endpoints: [Endpoint] = []
    for door in doors {
      for endpoint in self.endpoints(of: door)
      where !endpoints.contains(where: { $0.method == endpoint.method && $0.path == endpoint.path })
      {
        endpoints.append(endpoint)
      }
    }
    return front(
      EndpointTable(endpoints, otherwise: doors.isEmpty ? .hostUnknown : .routeUnknown), entrance,
      settings.limits)
  }

  /// The front of the socket, where only the owner comes.
  var ownersFront: Front {
    front(EndpointTable(api + inner), .owner, settings.limits.forOwner)
  }

  private func front(
    _ table: EndpointTable, _ entrance: Front.Entrance, _ limits: ServerLimits
  ) -> Front {
    Front(
      table: table, entrance: entrance, limits: limits, admission: admission, metrics: metrics,
      log: log, headers: SecurityHeaders(isSecure: settings.isSecure))
  }

  private func endpoints(of door: Door) -> [Endpoint] {
    switch door {
    case .api: api + pages.filter { $0.path != "/" }
    case .console: pages
    case .health: health
    // What customers and auditors see comes with the pages themselves.
    case .pages, .log: []
    }
  }

  func responder(of listener: Listener) -> HostSwitch {
    HostSwitch(
      named: listener.named.mapValues { front(of: $0) }, other: front(of: listener.others))
  }
}
