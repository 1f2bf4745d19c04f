import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The server: every listener, the socket in the data folder, and how they start and stop together.
struct Server {
  let rooms: ServerRooms
  let socketPath: String
  let logger: Logger

  /// Runs until the process is told to stop, and lets what was begun be ended.
  ///
  /// - Parameter onStart: Told the address of each door once all of them can be asked.
  /// - Throws: ``ServerError`` when a listener cannot start.
  func run(onStart: @escaping @Sendable ([Door: String]) async -> Void) async throws {
    try ServerError.check(socketPath: socketPath)
    let listeners = Listener.all(rooms.settings)
    let opening = Opening(listeners.count + 1, onStart)
    var services: [any Service] = []
    for listener in listeners {
      services.append(try application(of: listener) { await opening.opened($0) })
    }
    services.append(socket { await opening.opened([:]) })
    services.append(ClosingTime(admission: rooms.admission))
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
    let plain = HTTPServerBuilder.http1(
      configuration: .init(idleTimeout: .seconds(Int64(rooms.settings.limits.idleSeconds))))
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
