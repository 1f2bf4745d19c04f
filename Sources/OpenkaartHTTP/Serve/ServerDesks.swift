import Logging
import OpenkaartCore
import OpenkaartService

/// What stands behind the doors: the desks that the endpoints ask, and what these share.
struct ServerDesks {
  let store: any ServedStore
  let policies: PolicyMaker
  let settings: ServerSettings
  /// The log that outsiders check, if the store keeps one.
  let published: (any ServedLog)?
  let clock: @Sendable () -> Timestamp
  let admission: Admission
  let metrics = Metrics()
  let log: RequestLog
  /// Where each door is, once they are open.
  let addresses = DoorAddresses()
  /// The policies as the desk reads them, so that it sees what changes.
  let shelf: RememberedShelf
  let keys: KeyCheck
  /// Who is in the segments of the policy.
  let segments: SegmentBoard
  let desk: Desk
  let links: PersonalLinks
  let tickets: ErasureTickets
  let reception: Reception
  let addressDesk: AddressDesk
  let forms: FormDesk
  let pages: PageMaker
  /// Where what follows an answer is done.
  let waiting: WaitingRoom
  let signIns = RateLimiter(quota: Self.signInsPerMinute)

  /// How often one address may ask for a mail or try a code in a minute.
  static let signInsPerMinute = 30
  /// How often one sender may send a form in a minute.
  static let formsPerMinute = 30

  init(
    over store: any ServedStore, policies: PolicyMaker, settings: ServerSettings,
    usage: any UsageLog, published: (any ServedLog)?, logger: Logger,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws {
    (self.store, self.policies, self.settings) = (store, policies, settings)
    (self.published, self.clock) = (published, clock)
    let log = RequestLog(logger)
    (self.log, admission) = (log, Admission(settings.limits))
    (shelf, keys) = (RememberedShelf(store), try await KeyCheck(store))
    let book = PolicyBook(shelf, compiler: policies.compile)
    segments = SegmentBoard(over: store, policies: book, clock: clock)
    desk = Desk(
      store: store, policies: book, caps: store, log: usage, segments: segments, door: "api",
      tell: { log.note($0) }, clock: clock)
    // Made now, so that the first question does not wait for it.
    _ = try await book.current
    links = await PersonalLinks(store)
    tickets = await ErasureTickets(store)
    let sender = settings.mail.from
    let site: @Sendable () -> String = { [addresses] in
      settings.publicAddress ?? addresses.all[.pages] ?? "http://localhost"
    }
    reception = Reception(
      store: store, policies: book, log: usage, sender: sender, address: site, clock: clock)
    addressDesk = AddressDesk(desk: desk, over: store, links: links, sender: sender, address: site)
    forms = FormDesk(desk: desk, links: links, outbox: store, sender: sender, address: site)
    pages = try PageMaker()
    waiting = WaitingRoom(log)
  }
}

// MARK: - Endpoints

extension ServerDesks {
  /// What programs ask.
  var apiEndpoints: [Endpoint] {
    let unsubscribing = settings.publicAddress.map {
      UnsubscribeAddresses(links: links, publicAddress: $0, now: clock)
    }
    return FactRoutes(desk: desk, metrics: metrics, replays: Replays()).endpoints
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
  }

  /// What whoever keeps the server sees, the data folder among it.
  func consoleEndpoints(showing folder: String) -> [Endpoint] {
    // Only who sits at this machine is told where on it the data lies.
    let shownFolder = settings.address.hasPrefix("127.") ? folder : "DIR"
    return PageRoutes(pages) { [store, desk, keys, addresses, clock] in
      let policy = try await desk.policies.gate(at: clock()).policy
      return StartPage.State(
        controller: policy.controller.name, policyVersion: policy.version,
        hasFacts: try await store.counts.facts > 0, hasKey: keys.hasUsableKey,
        dataFolder: shownFolder, addresses: addresses.all)
    }.endpoints
  }

  /// What customers see.
  var customerEndpoints: [Endpoint] {
    SignInRoutes(
      pages: pages, reception: reception, desk: desk, waiting: waiting, rates: signIns
    ).endpoints
      + MeRoutes(
        pages: pages, reception: reception, desk: desk, waiting: waiting, rates: signIns,
        rights: Rights(desk, over: store), tickets: tickets, published: published,
        addresses: addressDesk
      ).endpoints
      + AddressRoutes(addresses: addressDesk, reception: reception, pages: pages).endpoints
  }

  /// What people reach without signing in.
  var openEndpoints: [Endpoint] {
    let linkDesk = LinkDesk(desk: desk, links: links)
    return PublicRoutes(desk: linkDesk, pages: pages).endpoints
      + FormRoutes(
        forms: forms, links: linkDesk, reception: reception, pages: pages,
        embedders: settings.embedders, senders: RateLimiter(quota: Self.formsPerMinute),
        receivers: RateLimiter(quota: 1)
      ).endpoints
  }

  var healthEndpoints: [Endpoint] {
    HealthRoutes(
      metrics: metrics, admission: admission, store: store, policies: shelf, start: .now
    ).endpoints
  }

  /// What only the owner's own commands ask.
  var innerEndpoints: [Endpoint] {
    InnerRoutes(
      store: store, policies: shelf, published: published,
      noteFailure: { [log] in log.noteFailure($0) },
      keysChanged: { [keys] in try await keys.reload() }
    ).endpoints
  }

  var entrance: Front.Entrance {
    let limits = settings.limits
    return .keys(
      keys, RateLimiter(quota: limits.requestsPerMinute),
      refusals: RateLimiter(quota: limits.refusalsPerMinute), proxies: settings.proxies)
  }

  var problemPage: ProblemPage {
    ProblemPage(pages) { [desk, clock] in try? await desk.policies.gate(at: clock()).policy }
  }
}
