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

  /// Takes any text for the policy of the tests, and `bad` for one with a mistake.
  static let maker = PolicyMaker { text in
    let nowhere = Position(line: 1, column: 1)
    guard text != Array("bad".utf8), let gate = try? gate.get() else {
      return .mistakes([
        Diagnostic(
          severity: .error, code: "policy.unknownKey",
          message: LocalizedText(nl: "Nee.", en: "No."),
          remedy: LocalizedText(nl: "Herstel het.", en: "Mend it."), position: nowhere)
      ])
    }
    return .usable(gate, warnings: [])
  }

  let store: MemoryStore
  let rooms: ServerRooms
  /// The secret of a key for each scope.
  let secrets: [Scope: String]
  let revoked: String
  let lines: LogLines

  init(
    facts: [String] = [], settings: ServerSettings = .init(), whole: (any ServedStore)? = nil,
    isApplied: Bool = true, more keys: [APIKey] = []
  ) async throws {
    let gate = try Self.gate.get()
    store = (whole as? any StandIn)?.rest ?? MemoryStore()
    var secrets: [Scope: String] = [:]
    for scope in Scope.allCases {
      let key = NewKey(named: scope.rawValue, scopes: [scope], at: Self.now)
      await store.add(key.key)
      secrets[scope] = key.secret
    }
    for key in keys { await store.add(key) }
    let old = NewKey(named: "old", scopes: Scope.allCases, at: Self.now)
    await store.add(old.key)
    _ = await store.revoke(key: old.key.id, at: Self.now)
    revoked = old.secret
    self.secrets = secrets
    if isApplied {
      await store.apply(
        AppliedPolicy(version: gate.policy.version, text: [], appliedAt: .distantPast))
    }
    lines = LogLines()
    rooms = try await ServerRooms(
      over: whole ?? store, in: "data", policies: Self.maker, settings: settings,
      usage: NoUsageLog(), logger: lines.logger
    ) { Self.now }
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
