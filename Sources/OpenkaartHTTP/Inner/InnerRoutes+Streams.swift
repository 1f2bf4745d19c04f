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
      longWork("rebuild") { [store] _, progress in
        let report = try await store.rebuild(progress: progress)
        return JSONWriter.bytes { json in
          json.object { json in
            json.key("counts")
            json.inner(report.counts)
            json.key("surplus")
            json.integer(report.surplus)
            json.key("missing")
            json.integer(report.missing)
          }
        }
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

  /// An endpoint that works long: a line for each step, in thousandths, and last what came of it.
  ///
  /// A refusal can have no status any more by then, so it is a line too; see ``RemoteStore``.
  func longWork(
    _ name: String,
    _ work: @escaping @Sendable (Node, @escaping @Sendable (Double) -> Void) async throws -> [UInt8]
  ) -> Endpoint {
    Endpoint(.post, "/inner/\(name)", .owner, body: .batch) { [noteFailure] call in
      let body = try call.node()
      return Self.lines { pipe in
        let (steps, continuation) = AsyncStream.makeStream(
          of: Double.self, bufferingPolicy: .bufferingNewest(1))
        async let telling: Void = {
          for await step in steps {
            try? await pipe.send(Array("\(Int(step * 1000))\n".utf8), isUrgent: true)
          }
        }()
        let line: [UInt8]
        do {
          line = try await work(body) { continuation.yield($0) }
        } catch let error as StoreError {
          noteFailure(error)
          line = Self.line(Problem(error, isOwner: true), in: call.answerLanguage)
        } catch {
          continuation.finish()
          await telling
          throw error
        }
        continuation.finish()
        await telling
        try await pipe.send(line + [UInt8(ascii: "\n")])
      }
    }
  }

  private static func line(_ problem: Problem, in language: Language) -> [UInt8] {
    JSONWriter.bytes { json in
      json.object { json in
        json.key("refused")
        json.string(problem.code.rawValue)
        json.key("message")
        json.string((problem.detail ?? problem.code.title)[language])
      }
    }
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
