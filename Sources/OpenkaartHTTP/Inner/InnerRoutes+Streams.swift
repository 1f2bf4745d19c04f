import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

extension InnerRoutes {
  /// What goes over everything is sent line by line.
  var groups: [Endpoint] {
    [
      Endpoint(.post, "/inner/groups", .owner, body: .batch) { [store] _ in
        Self.lines { pipe in
          try await store.forEachGroup { group in
            try await pipe.send(JSONWriter.bytes { $0.inner(group) } + [UInt8(ascii: "\n")])
          }
        }
      },
      Endpoint(.post, "/inner/rebuild", .owner, body: .batch) { [store] _ in
        Self.lines { pipe in try await Self.rebuild(store, telling: pipe) }
      },
    ]
  }

  /// An answer of lines, sent as they are made; one that breaks off is not whole.
  private static func lines(
    _ make: @escaping @Sendable (Pipe) async throws -> Void
  ) -> Response {
    let body = ResponseBody { writer in
      let pipe = Pipe()
      async let making: Void = closing(pipe) { try await make(pipe) }
      do {
        while let chunk = await pipe.next() { try await writer.write(ByteBuffer(bytes: chunk)) }
      } catch {
        await pipe.stop()
        throw error
      }
      try await making
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
  }

  private static func closing(_ pipe: Pipe, _ make: () async throws -> Void) async throws {
    do {
      try await make()
    } catch {
      await pipe.close()
      throw error
    }
    await pipe.close()
  }

  /// Rebuilds, and tells how far it is in thousandths; last what came of it.
  private static func rebuild(_ store: any DataStore, telling pipe: Pipe) async throws {
    let (steps, continuation) = AsyncStream.makeStream(
      of: Double.self, bufferingPolicy: .bufferingNewest(1))
    async let telling: Void = {
      for await step in steps {
        try? await pipe.send(Array("\(Int(step * 1000))\n".utf8), isUrgent: true)
      }
    }()
    let report: RebuildReport
    do {
      report = try await store.rebuild { continuation.yield($0) }
    } catch {
      continuation.finish()
      await telling
      throw error
    }
    continuation.finish()
    await telling
    let line = JSONWriter.bytes { json in
      json.object { json in
        json.key("counts")
        json.inner(report.counts)
        json.key("surplus")
        json.integer(report.surplus)
        json.key("missing")
        json.integer(report.missing)
      }
    }
    try await pipe.send(line + [UInt8(ascii: "\n")])
  }
}

extension FactAddition {
  /// The word for it in what goes over the socket.
  var word: String {
    switch self {
    case .added: "added"
    case .duplicate: "duplicate"
    case .conflict: "conflict"
    case .suppressed: "suppressed"
    }
  }

  init?(word: String) {
    switch word {
    case "added": self = .added
    case "duplicate": self = .duplicate
    case "conflict": self = .conflict
    case "suppressed": self = .suppressed
    default: return nil
    }
  }
}

extension SnapshotChange {
  var word: String {
    switch self {
    case .new: "new"
    case .same: "same"
    case .changed: "changed"
    }
  }

  init?(word: String) {
    switch word {
    case "new": self = .new
    case "same": self = .same
    case "changed": self = .changed
    default: return nil
    }
  }
}
