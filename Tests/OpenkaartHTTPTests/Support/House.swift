import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

@testable import OpenkaartHTTP

/// A server with everything in memory, a policy, and a key for every scope.
struct House {
  static let now = Timestamp(rfc3339: "2026-11-22T10:00:00+01:00") ?? .distantPast
  /// Read once: the time zones of the system are many.
  static let gate = Result {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = try PolicyFile.load(
      path: folder.appending(path: "Fixtures/scenarios/dealer.yaml").path)
    return Gate(policy: file.policy, zones: file.zones)
  }

  let store: MemoryStore
  let rooms: ServerRooms
  let check: KeyCheck
  /// The secret of a key for each scope.
  let secrets: [Scope: String]
  let revoked: String
  let lines: LogLines

  init(
    facts: [String] = [], settings: ServerSettings = .init(), desk: (any APIDesk)? = nil
  ) async throws {
    let gate = try Self.gate.get()
    store = MemoryStore()
    var secrets: [Scope: String] = [:]
    for scope in Scope.allCases {
      let key = NewKey(named: scope.rawValue, scopes: [scope], at: Self.now)
      await store.add(key.key)
      secrets[scope] = key.secret
    }
    let old = NewKey(named: "old", scopes: Scope.allCases, at: Self.now)
    await store.add(old.key)
    _ = await store.revoke(key: old.key.id, at: Self.now)
    revoked = old.secret
    self.secrets = secrets
    check = try await KeyCheck(store)
    lines = LogLines()
    let desk = desk ?? StoreDesk(store: store, gate: gate) { Self.now }
    rooms = try ServerRooms.test(desk, store, check, settings, lines)
    if !facts.isEmpty {
      let reader = FactReader(recordedAt: Self.now)
      let read = try facts.map { try reader.reading(of: JSONReader.node(in: $0.utf8.span)).fact }
      _ = await store.append(read)
    }
  }

  /// Asks the server without a network.
  func ask<Value>(
    _ setup: TestingSetup = .router, doors: [Door] = Door.allCases,
    _ body: @Sendable (any TestClientProtocol) async throws -> Value
  ) async throws -> Value {
    try await Application(responder: rooms.front(of: doors)).test(setup, body)
  }

  /// Asks the server as its owner does, by way of the socket.
  func askAsOwner<Value>(
    _ body: @Sendable (any TestClientProtocol) async throws -> Value
  ) async throws -> Value {
    try await Application(responder: rooms.ownersFront).test(.router, body)
  }

  func headers(
    _ scope: Scope, type: String = "application/json", _ more: HTTPFields = [:]
  ) -> HTTPFields {
    var headers = more
    headers[.authorization] = "Bearer \(secrets[scope] ?? "")"
    headers[.contentType] = type
    return headers
  }
}

extension ServerRooms {
  static func test(
    _ desk: any APIDesk, _ store: MemoryStore, _ check: KeyCheck, _ settings: ServerSettings,
    _ lines: LogLines
  ) throws -> ServerRooms {
    let metrics = Metrics()
    let limits = settings.limits
    let admission = Admission(limits)
    return ServerRooms(
      api: FactRoutes(desk: desk, metrics: metrics, replays: Replays()).endpoints
        + DecisionRoutes(desk: desk, metrics: metrics).endpoints
        + AudienceRoutes(desk: desk) { House.now }.endpoints
        + CustomerRoutes(desk: desk).endpoints,
      pages: try PageRoutes(addresses: [:]) {
        StartPage.State(
          controller: "Dealer", policyVersion: "1", hasFacts: false, hasKey: true,
          dataFolder: "DIR")
      }.endpoints,
      health: HealthRoutes(
        metrics: metrics, admission: admission, counts: { await store.counts },
        policyVersion: { "1" }, start: .now
      ).endpoints,
      inner: [],
      entrance: .keys(
        check, RateLimiter(quota: limits.requestsPerMinute),
        refusals: RateLimiter(quota: limits.refusalsPerMinute), proxies: settings.proxies),
      settings: settings, admission: admission, metrics: metrics,
      log: RequestLog(lines.logger))
  }
}

extension TestResponse {
  var text: String { String(buffer: body) }

  /// The body as JSON.
  func json() throws -> Node { try JSONReader.node(in: Array(body.readableBytesView)) }

  /// The code of a refusal.
  var code: String? { try? json()["code"]?.word }
}

extension Node {
  /// The text of a text or number.
  var word: String? {
    switch content {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  var items: [Node] {
    if case .array(let nodes) = content { nodes } else { [] }
  }
}
