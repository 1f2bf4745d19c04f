import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
public import OpenkaartCore
public import OpenkaartService
import ServiceLifecycle
import UnixSignals

/// The server: every listener, the socket in the data folder, and how they start and stop together.
public struct Server: Sendable {
  let rooms: ServerRooms
  let socketPath: String
  let logger: Logger
  private let delivery: MailDelivery?
  private let publication: LogPublication?
  private let ending: ErasureEnding?
  private let segments: SegmentClock
  private let columns: ColumnClock

  /// Prepares a server over a store that this process owns.
  ///
  /// - Parameters:
  ///   - store: Every port of the store.
  ///   - folder: The data folder.
  ///   - policies: How the text of a policy becomes a gate.
  ///   - settings: Where it listens, and how much it takes.
  ///   - log: Where looks at personal data are written down.
  ///   - published: The log that outsiders check, if the store keeps one.
  ///   - rights: What tries again to end erasures that are not final; without it nothing does.
  ///   - carrier: What carries messages; without it they wait in the store.
  ///   - logger: Where it tells what it does.
  ///   - clock: The present moment.
  /// - Throws: ``ServerError`` or ``StoreError``.
  public init(
    over store: any ServedStore, in folder: String, policies: PolicyMaker,
    settings: ServerSettings, log: any UsageLog = NoUsageLog(),
    published: (any ServedLog)? = nil, rights: Rights? = nil,
    mail carrier: (any MailCarrier)? = nil, logger: Logger,
    clock: @escaping @Sendable () -> Timestamp
  ) async throws {
    socketPath = RemoteStore.socket(of: folder)
    try ServerError.check(socketPath: socketPath)
    // What the parts below say of themselves is only of use when something is wrong.
    var quiet = logger
    quiet.logLevel = .warning
    self.logger = quiet
    rooms = try await ServerRooms(
      over: store, in: folder, policies: policies, settings: settings, usage: log,
      published: published, logger: logger,
      clock: clock)
    publication = published.map {
      LogPublication(
        published: $0, post: WitnessPost(), log: RequestLog(logger), clock: clock)
    }
    ending = rights.map { ErasureEnding(rights: $0, log: RequestLog(logger)) }
    segments = SegmentClock(rooms.desks.segments, store, RequestLog(logger))
    columns = ColumnClock(desk: rooms.desks.desk, log: RequestLog(logger))
    delivery = carrier.map {
      MailDelivery(Postman(outbox: store, carrier: $0, clock: clock), RequestLog(logger))
    }
  }

  /// Runs until the process is told to stop, and lets what was begun be ended.
  ///
  /// - Parameter onStart: Told the address of each door once all of them can be asked.
  /// - Throws: ``ServerError`` when a listener cannot start.
  public func run(onStart: @escaping @Sendable ([Door: String]) async -> Void) async throws {
    let listeners = Listener.all(rooms.settings)
    let opening = Opening(listeners.count + 1) { [addresses = rooms.desks.addresses] found in
      addresses.set(found)
      await onStart(found)
    }
    var services: [any Service] = []
    for listener in listeners {
      services.append(try application(of: listener) { await opening.opened($0) })
    }
    services.append(socket { await opening.opened([:]) })
    services.append(ClosingTime(admission: rooms.admission))
    services.append(segments)
    services.append(columns)
    if let delivery { services.append(delivery) }
    if let publication { services.append(publication) }
    if let ending { services.append(ending) }
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    defer { unlink(socketPath) }
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      throw ServerError(error, settings: rooms.settings)
    }
  }

  private func application(
    of listener: Listener, onOpen: @escaping @Sendable ([Door: String]) async -> Void
  ) throws -> some Service {
    let settings = rooms.settings
    let isHealth = listener.doors == [.health]
    let tls = isHealth ? nil : settings.tls
    return Application(
      responder: rooms.responder(of: listener),
      server: try builder(tls),
      configuration: .init(
        address: .hostname(settings.address, port: listener.port),
        availableConnectionsDelegate: .maximum(settings.limits.connections, logger: logger)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? listener.port
        await onOpen(listener.addresses(at: settings.address, port: port, isTLS: tls != nil))
      },
      logger: logger)
  }

  private func builder(_ tls: ServerSettings.TLSFiles?) throws -> HTTPServerBuilder {
    let idle = TimeAmount.seconds(Int64(rooms.settings.limits.idleSeconds))
    let plain = HTTPServerBuilder { responder in
      LoopChannel(
        base: HTTP1Channel(responder: responder, configuration: .init(idleTimeout: idle)))
    }
    guard let tls else { return plain }
    return try .tls(plain, tlsConfiguration: ServerError.configuration(of: tls))
  }

  private func socket(onOpen: @escaping @Sendable () async -> Void) -> some Service {
    // Whoever runs this owns the data folder, so a socket that lies there is one that was left.
    Application(
      responder: rooms.ownersFront, server: .http1(),
      configuration: .init(address: .unixDomainSocket(path: socketPath)),
      onServerRunning: { [socketPath] _ in
        chmod(socketPath, 0o600)
        await onOpen()
      },
      logger: logger)
  }

  /// Turns new requests away as soon as the server is told to stop.
  private struct ClosingTime: Service {
    let admission: Admission

    func run() async throws {
      try? await gracefulShutdown()
      admission.close()
    }
  }

  /// Waits until every listener is open.
  private actor Opening {
    private var waitsFor: Int
    private var addresses: [Door: String] = [:]
    private let onStart: @Sendable ([Door: String]) async -> Void

    init(_ count: Int, _ onStart: @escaping @Sendable ([Door: String]) async -> Void) {
      waitsFor = count
      self.onStart = onStart
    }

    func opened(_ more: [Door: String]) async {
      addresses.merge(more) { $1 }
      waitsFor -= 1
      if waitsFor == 0 { await onStart(addresses) }
    }
  }
}

extension Listener {
  /// Where each door of this listener is, for people and programs.
  func addresses(at address: String, port: Int, isTLS: Bool) -> [Door: String] {
    let scheme = isTLS ? "https" : "http"
    var addresses: [Door: String] = [:]
    for door in doors {
      let name = named.first { $0.value.contains(door) }?.key
      let host = name ?? (address.contains(":") ? "[\(address)]" : address)
      addresses[door] = "\(scheme)://\(host):\(port)"
    }
    return addresses
  }
}
