import Foundation
import Logging
import OpenkaartCore
import OpenkaartService

@testable import OpenkaartHTTP

/// Runs a whole server over `store` in a folder of its own while `body` works.
func withServer<Value: Sendable>(
  over store: any ServedStore, settings: ServerSettings = freePort,
  logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
  _ body: @escaping @Sendable (_ folder: String, _ addresses: [Door: String]) async throws -> Value
) async throws -> Value {
  let folder = URL(filePath: NSTemporaryDirectory())
    .appending(path: "ok-\(UInt32.random(in: .min ... .max))").path
  try FileManager.default.createDirectory(
    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let server = try await Server(
    over: store, in: folder, policies: House.maker, settings: settings, logger: logger
  ) { House.now }
  let (opened, continuation) = AsyncStream.makeStream(of: [Door: String].self)
  return try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask {
      defer { continuation.finish() }
      try await server.run { continuation.yield($0) }
      return nil
    }
    group.addTask {
      guard let addresses = await opened.first(where: { _ in true }) else { return nil }
      return try await body(folder, addresses)
    }
    defer { group.cancelAll() }
    while let value = try await group.next() {
      if let value { return value }
    }
    throw CancellationError()
  }
}

/// Free ports for every door.
let freePort: ServerSettings = {
  var settings = ServerSettings()
  settings.port = 0
  return settings
}()
