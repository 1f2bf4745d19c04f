import Hummingbird
import Logging
import OpenkaartCore
import OpenkaartService
import Synchronization

/// Everything behind the doors: which endpoints each has, and what they share.
struct ServerRooms {
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
  let settings: ServerSettings
  let problemPage: ProblemPage
  let admission: Admission
  let metrics: Metrics
  let log: RequestLog
  /// What the doors ask.
  let desk: Desk
  /// Who is in the segments of the policy.
  let segments: SegmentBoard
  /// Where what follows an answer is done.
  let waiting: WaitingRoom
  /// Where each door is, once they are open.
  let addresses: Addresses

  /// How often one address may ask for a mail or try a code in a minute.
  static let signInsPerMinute = 30
  /// How often one sender may send a form in a minute.
  static let formsPerMinute = 30

  /// Where each door is.
  final class Addresses: Sendable {
    private let found = Mutex<[Door: String]>([:])
    var all: [Door: String] { found.withLock { $0 } }
    func set(_ addresses: [Door: String]) { found.withLock { $0 = addresses } }
  }

  init(
    over store: any ServedStore, in folder: String, policies: PolicyMaker,
    settings: ServerSettings, usage: any UsageLog,
    published: (any ServedLog)? = nil, logger: Logger,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws {
    self.settings = settings
    let limits = settings.limits
    let (admission, metrics, log) = (Admission(limits), Metrics(), RequestLog(logger))
    let (shelf, check) = (RememberedShelf(store), try await KeyCheck(store))
    let addresses = Addresses()
    let book = PolicyBook(shelf, compiler: policies.compile)
    segments = SegmentBoard(over: store, policies: book, clock: clock)
    let desk = Desk(
      store: store, policies: book, caps: store, log: usage, segments: segments, door: "api",
      tell: { log.note($0) }, clock: clock)
    self.desk = desk
    // Made now, so that the first question does not wait for it.
    _ = try await desk.policies.current
    // Only who sits at this machine is told where on it the data lies.
    let shownFolder = settings.address.hasPrefix("127.") ? folder : "DIR"
    let links = await PersonalLinks(store)
    let unsubscribing = settings.publicAddress.map {
      UnsubscribeAddresses(links: links, publicAddress: $0, now: clock)
    }
    api =
      FactRoutes(desk: desk, metrics: metrics, replays: Replays()).endpoints
      + DecisionRoutes(
        desk: desk, metrics: metrics, log: log, unsubscribing: unsubscribing
      ).endpoints
      + ReservationRoutes(desk: desk).endpoints
      + ReleaseRoutes(
        releases: ReleaseDesk(desk, on: store), unsubscribing: unsubscribing
      ).endpoints
      + SegmentRoutes(desk: desk, board: segments, shelf: store).endpoints
      + AudienceRoutes(desk: desk).endpoints + CustomerRoutes(desk: desk).endpoints
      + PolicyRoutes(desk: desk, judge: policies.judge).endpoints
    let maker = try PageMaker()
    problemPage = ProblemPage(maker) { try? await desk.policies.gate(at: clock()).policy }
    pages =
      PageRoutes(maker) {
        let policy = try await desk.policies.gate(at: clock()).policy
        return StartPage.State(
          controller: policy.controller.name, policyVersion: policy.version,
          hasFacts: try await store.counts.facts > 0, hasKey: check.hasUsableKey,
          dataFolder: shownFolder, addresses: addresses.all)
      }.endpoints
    let site: @Sendable () -> String = {
      settings.publicAddress ?? addresses.all[.pages] ?? "http://localhost"
    }
    let reception = Reception(
      store: store, policies: desk.policies, log: usage, sender: settings.mail.from,
      address: site, clock: clock)
    let addressDesk = AddressDesk(
      desk: desk, over: store, links: links, sender: settings.mail.from, address: site)
    waiting = WaitingRoom(log)
    let signIns = RateLimiter(quota: Self.signInsPerMinute)
    customers =
      SignInRoutes(
        pages: maker, reception: reception, desk: desk, waiting: waiting, rates: signIns
      ).endpoints
      + MeRoutes(
        pages: maker, reception: reception, desk: desk, waiting: waiting, rates: signIns,
        rights: Rights(desk, over: store), tickets: await ErasureTickets(store),
        published: published, addresses: addressDesk
      ).endpoints
      + AddressRoutes(addresses: addressDesk, reception: reception, pages: maker).endpoints
    let linkDesk = LinkDesk(desk: desk, links: links)
    let forms = FormDesk(
      desk: desk, links: links, outbox: store, sender: settings.mail.from, address: site)
    openPages =
      PublicRoutes(desk: linkDesk, pages: maker).endpoints
      + FormRoutes(
        forms: forms, links: linkDesk, reception: reception, pages: maker,
        embedders: settings.embedders,
        senders: RateLimiter(quota: Self.formsPerMinute), receivers: RateLimiter(quota: 1)
      ).endpoints
    health =
      HealthRoutes(
        metrics: metrics, admission: admission, store: store, policies: shelf, start: .now
      ).endpoints
    logFiles = published.map { LogRoutes(log: $0).endpoints } ?? []
    inner =
      InnerRoutes(store: store, policies: shelf, published: published) { try await check.reload() }
      .endpoints
    entrance = .keys(
      check, RateLimiter(quota: limits.requestsPerMinute),
      refusals: RateLimiter(quota: limits.refusalsPerMinute), proxies: settings.proxies)
    self.admission = admission
    self.metrics = metrics
    self.log = log
    self.addresses = addresses
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
    Front(
      table: table, entrance: entrance, limits: limits, admission: admission, metrics: metrics,
      log: log, headers: SecurityHeaders(isSecure: settings.isSecure), problemPage: problemPage)
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
