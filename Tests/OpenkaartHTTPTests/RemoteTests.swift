import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import OpenkaartCore
import OpenkaartService
import Synchronization
import Testing

@testable import OpenkaartHTTP

/// The store of a running server, by way of its socket.
struct RemoteTests {
  private static func facts(_ texts: [String]) throws -> [Fact] {
    let reader = FactReader(recordedAt: House.now)
    return try texts.map { try reader.reading(of: JSONReader.node(in: Array($0.utf8))).fact }
  }

  private static func store() async throws -> MemoryStore {
    let store = MemoryStore()
    await store.apply(
      AppliedPolicy(
        version: try House.gate.get().policy.version, text: [1, 2, 255], appliedAt: .distantPast))
    return store
  }

  private static let merge = """
    {"id":"7","source":"desk","kind":"merged","occurredAt":"2026-11-02T10:00:00+01:00",
    "subject":{"email":"anna@example.nl"},"with":{"customerNumber":"1001"},"evidence":"said so"}
    """

  @Test func `facts and groups are what the store itself gives`() async throws {
    let store = try await Self.store()
    let facts = try Self.facts(RouteTests.anna + [Self.merge])
    try await withServer(over: store) { folder, _ in
      let remote = try await RemoteStore(of: folder)
      #expect(try await remote.append(facts) == [.added, .added, .added])
      #expect(try await remote.append([facts[1]]) == [.duplicate])
      let email = try #require(Identifier(.email, "anna@example.nl"))
      #expect(try await remote.facts(about: [email]) == store.facts(about: [email]))
      #expect(try await remote.erasures(about: [email]).isEmpty)
      let customer = try #require(try await remote.customer(of: [email]))
      #expect(await store.customer(of: [email]) == customer)
      #expect(try await remote.facts(of: customer) == store.facts(of: customer))
      #expect(try await remote.counts == store.counts)
      let nobody = try #require(Identifier(.email, "nobody@example.nl"))
      #expect(try await remote.customer(of: [nobody]) == nil)
      let groups = Mutex<[FactGroup]>([])
      try await remote.forEachGroup { group in groups.withLock { $0.append(group) } }
      #expect(groups.withLock { $0.flatMap(\.facts) } == facts)
      let steps = Mutex(0)
      let report = try await remote.rebuild { _ in steps.withLock { $0 += 1 } }
      #expect(report.isEqual && report.counts.facts == 3)
      #expect(steps.withLock { $0 } >= 1)
      let person = ErasureOrder.Person(identifiers: [email], facts: facts.map(\.id))
      _ = try await remote.erase(ErasureOrder(.request, at: House.now, people: [person]))
      let told = await store.erasures(about: [email, nobody])
      #expect(told.map(\.subject) == [[email]])
      #expect(try await remote.erasures(about: [email, nobody]) == told)
    }
  }

  @Test func `a large batch and many groups come through whole`() async throws {
    let store = try await Self.store()
    let facts = try Self.facts(
      (0..<5000).map { number in
        """
        {"id":"\(number)","source":"crm","kind":"described",\
        "occurredAt":"2026-11-01T10:00:00+01:00","subject":{"customerNumber":"c\(number)"},\
        "attributes":{"givenName":"naam \(number) \\u00e9"},"own":{"a":[1,2.50,null]}}
        """
      })
    try await withServer(over: store) { folder, _ in
      let remote = try await RemoteStore(of: folder)
      #expect(try await remote.append(facts).allSatisfy { $0 == .added })
      let found = Mutex<[Fact]>([])
      try await remote.forEachGroup { group in found.withLock { $0 += group.facts } }
      #expect(found.withLock { $0 }.count == 5000)
      #expect(await store.counts.facts == 5000)
    }
  }

  @Test func `policies, keys and journals are what the store itself gives`() async throws {
    let store = try await Self.store()
    try await withServer(over: store) { folder, addresses in
      let remote = try await RemoteStore(of: folder)
      let policy = AppliedPolicy(version: "v2", text: Array(0...255), appliedAt: House.now)
      try await remote.apply(policy)
      #expect(try await remote.appliedPolicies == store.appliedPolicies)
      let new = NewKey(named: "shop", scopes: [.customersRead], at: House.now)
      try await remote.add(new.key)
      #expect(try await remote.keys == [new.key])
      let url = try #require(addresses[.api])
      #expect(try await Self.status(at: url, new.secret) == 404)
      #expect(try await remote.revoke(key: new.key.id, at: House.now))
      #expect(try await Self.status(at: url, new.secret) == 401)
      #expect(try await !remote.revoke(key: "nothing", at: House.now))
      #expect(try await remote.keys == [new.key.revoked(at: House.now)])

      let file = ImportedFile(digest: [1, 2], mapping: [3], source: "crm")
      #expect(try await remote.progress(of: file) == nil)
      let progress = ImportProgress(rows: 12, isFinished: false)
      try await remote.note(progress, of: file)
      #expect(try await remote.progress(of: file) == progress)
      let person = try #require(Identifier(.customerNumber, "1"))
      let rows = [SnapshotRow(key: "1", digest: [9], subject: [person])]
      #expect(try await remote.changes(in: rows, of: "crm") == [.new])
      try await remote.note(rows, of: "crm", seenIn: [1])
      #expect(try await remote.changes(in: rows, of: "crm") == [.same])
      #expect(try await remote.rowsMissing(from: [2], of: "crm").count == 1)
    }
  }

  private static func status(at address: String, _ secret: String) async throws -> UInt {
    var request = HTTPClientRequest(url: "\(address)/v1/customers/search")
    request.method = .POST
    request.headers.add(name: "authorization", value: "Bearer \(secret)")
    request.headers.add(name: "content-type", value: "application/json")
    request.body = .bytes(ByteBuffer(string: "{\"subject\":{\"email\":\"x@example.nl\"}}"))
    return try await HTTPClient.shared.execute(request, timeout: .seconds(10)).status.code
  }

  @Test(arguments: Language.allCases)
  func `an error of the store keeps its words, in the language asked`(
    _ language: Language
  ) async throws {
    let error = StoreError.diskFull(folder: "/data")
    let words = error.message[language]
    let refused = RemoteError.refused(
      code: "store.full", message: LocalizedText(nl: words, en: words))
    let broken = BrokenStore(error: error)
    try await withServer(over: broken) { folder, _ in
      let remote = try await RemoteStore(of: folder, in: language)
      let facts = try Self.facts(RouteTests.anna)
      await #expect(throws: refused) {
        try await remote.append(facts)
      }
      // Also when it fails after the answer has begun.
      let order = BackupOrder(data: "/backup", keys: nil, at: House.now)
      let steps = Mutex<[Double]>([])
      await #expect(throws: refused) {
        try await remote.backUp(order) { step in steps.withLock { $0.append(step) } }
      }
      #expect(steps.withLock { $0 } == [0.5])
    }
  }

  @Test func `only its owner can open the socket, and it goes with the server`() async throws {
    let store = try await Self.store()
    let folder = try await withServer(over: store) { folder, _ in
      let socket = RemoteStore.socket(of: folder)
      let attributes = try FileManager.default.attributesOfItem(atPath: socket)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      return folder
    }
    #expect(!FileManager.default.fileExists(atPath: RemoteStore.socket(of: folder)))
    await #expect(throws: RemoteError.self) { try await RemoteStore(of: folder) }
  }

  @Test func `a socket that was left is no hindrance`() async throws {
    let store = try await Self.store()
    let folder = NSTemporaryDirectory() + "ok-left-\(UInt32.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let socket = RemoteStore.socket(of: folder)
    try Self.leaveSocket(at: socket)
    #expect(FileManager.default.fileExists(atPath: socket))
    await #expect(throws: RemoteError.silent(socket: socket)) { try await RemoteStore(of: folder) }
    let server = try await Server(
      over: store, in: folder, policies: House.maker, settings: freePort,
      logger: LogLines().logger
    ) { House.now }
    let (opened, continuation) = AsyncStream.makeStream(of: Void.self)
    let running = Task { try await server.run { _ in continuation.yield() } }
    _ = await opened.first { _ in true }
    let remote = try await RemoteStore(of: folder)
    #expect(try await remote.counts.facts == 0)
    running.cancel()
    _ = await running.result
  }

  /// Makes a socket and goes away, as a process that is killed does.
  private static func leaveSocket(at path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(result == 0)
  }

  @Test func `a folder whose name is too long is told so`() async throws {
    let store = try await Self.store()
    let folder = "/tmp/" + String(repeating: "a", count: 120)
    await #expect(throws: ServerError.self) {
      try await Server(
        over: store, in: folder, policies: House.maker, settings: freePort,
        logger: LogLines().logger
      ) { House.now }
    }
  }
}
