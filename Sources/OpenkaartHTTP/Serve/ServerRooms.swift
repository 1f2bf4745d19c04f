import Hummingbird
import Logging
import OpenkaartCore
import OpenkaartService

/// Everything behind the doors: which endpoints each has.
///
/// They are made once: some of them count, and some remember.
struct ServerRooms {
  let desks: ServerDesks
  let api: [Endpoint]
  let pages: [Endpoint]
  /// What customers see.
  let customers: [Endpoint]
  /// What people reach without signing in.
  let openPages: [Endpoint]
  /// The files of the log.
  let logFiles: [Endpoint]
  let health: [Endpoint]
  /// What only the owner's own commands ask, by way of the socket.
  let inner: [Endpoint]
  let entrance: Front.Entrance
  let problemPage: ProblemPage

  var settings: ServerSettings { desks.settings }
  var admission: Admission { desks.admission }
  var waiting: WaitingRoom { desks.waiting }

  init(
    over store: any ServedStore, in folder: String, policies: PolicyMaker,
    settings: ServerSettings, usage: any UsageLog,
    published: (any ServedLog)? = nil, logger: Logger,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws {
    desks = try await ServerDesks(
      over: store, policies: policies, settings: settings, usage: usage, published: published,
      logger: logger, clock: clock)
    api = desks.apiEndpoints
    pages = desks.consoleEndpoints(showing: folder)
    customers = desks.customerEndpoints
    openPages = desks.openEndpoints
    logFiles = published.map { LogRoutes(log: $0).endpoints } ?? []
    health = desks.healthEndpoints
    inner = desks.innerEndpoints
    entrance = desks.entrance
    problemPage = desks.problemPage
  }

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
    // Where customers have a door of their own, it opens on their page.
    if doors.contains(.pages), !doors.contains(.console) {
      endpoints.append(Endpoint(.get, "/", .everybody) { _ in .seeOther("/me") })
    }
    var problemPage = problemPage
    problemPage.isForCustomers = doors.contains(.pages)
    return front(
      EndpointTable(endpoints, otherwise: doors.isEmpty ? .hostUnknown : .routeUnknown), entrance,
      settings.limits, doors == [.health] ? nil : problemPage)
  }

  /// The front of the socket, where only the owner comes.
  var ownersFront: Front {
    front(EndpointTable(api + inner), .owner, settings.limits.forOwner, nil)
  }

  private func front(
    _ table: EndpointTable, _ entrance: Front.Entrance, _ limits: ServerLimits,
    _ problemPage: ProblemPage?
  ) -> Front {
    var page: (@Sendable (Request, Problem) async -> Response?)?
    if let problemPage {
      page = { request, problem in await problemPage.response(to: request, problem) }
    }
    return Front(
      table: table, entrance: entrance, limits: limits, admission: admission,
      metrics: desks.metrics, log: desks.log,
      headers: SecurityHeaders(isSecure: settings.isSecure), page: page)
  }

  private func endpoints(of door: Door) -> [Endpoint] {
    switch door {
    case .api: api + pages.filter { $0.path != "/" }
    case .console: pages
    case .health: health
    case .log: logFiles
    case .pages: customers + openPages + PageRoutes.assets
    }
  }

  func responder(of listener: Listener) -> HostSwitch {
    HostSwitch(
      named: listener.named.mapValues { front(of: $0) }, other: front(of: listener.others))
  }
}
