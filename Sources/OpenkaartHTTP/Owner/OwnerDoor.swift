import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
public import OpenkaartCore
public import OpenkaartService
import Synchronization

/// What the API answers about releases and segments, for the owner's own commands: in this process, or by way of
/// the socket of the server that owns the folder.
public struct OwnerDoor: Sendable {
  private let way: Way

  private enum Way: Sendable {
    case here(EndpointTable)
    case there(RemoteStore)
  }

  /// Asks in this process.
  public init(_ releases: ReleaseDesk, segments: SegmentBoard, shelf: any SegmentShelf) {
    way = .here(
      EndpointTable(
        ReleaseRoutes(releases: releases).endpoints
          + SegmentRoutes(desk: releases.desk, board: segments, shelf: shelf).endpoints))
  }

  /// Asks the server that owns the folder.
  public init(_ store: RemoteStore) { way = .there(store) }

  /// Asks one thing.
  ///
  /// - Parameters:
  ///   - path: The address, as `/v1/releases`.
  ///   - body: What is sent; without it this is a `GET`.
  /// - Returns: The answer, as JSON.
  /// - Throws: ``RemoteError`` with what the server says, or what keeps it from answering.
  public func ask(_ path: String, _ body: [UInt8]? = nil) async throws -> Node {
    switch way {
    case .there(let store):
      return try await store.ask(body == nil ? .GET : .POST, path: path, body ?? [])
    case .here(let table):
      do {
        return try await Self.ask(table, path, body)
      } catch let failure as ReleaseDesk.Failure {
        throw RemoteError(Problem(failure))
      } catch DeskError.unknownSegment(let name, let known) {
        throw RemoteError(DeskError.unknownSegment(name, known: known))
      } catch DeskError.condition(let error) {
        throw RemoteError(.invalid(error))
      } catch let error as DocumentError {
        throw RemoteError(.invalid(error))
      } catch let problem as Problem {
        throw RemoteError(problem)
      }
    }
  }

  private static func ask(
    _ table: EndpointTable, _ path: String, _ body: [UInt8]?
  ) async throws -> Node {
    guard case .found(let endpoint, let parameters) = table.match(body == nil ? .get : .post, path)
    else { throw Problem(.routeUnknown) }
    let response = try await endpoint.respond(
      Call(
        parameters: parameters, query: .none, headers: [:], authority: "", body: body ?? [],
        mediaType: "application/json", caller: .owner, sender: "", limits: ServerLimits().forOwner))
    let collected = Collected()
    try await response.body.write(collected)
    return try JSONReader.node(in: collected.bytes, limits: RemoteStore.limits)
  }

  /// Takes what would go over the network.
  private final class Collected: ResponseBodyWriter {
    private let kept = Mutex<[UInt8]>([])
    var bytes: [UInt8] { kept.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
      kept.withLock { $0 += buffer.readableBytesView }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}

extension RemoteError {
  /// What the desk says.
  fileprivate init(_ error: DeskError) {
    self = .refused(code: error.code, message: error.message)
  }

  /// What the API would say.
  init(_ problem: Problem) {
    func message(in language: Language) -> String {
      Self.message(
        title: problem.code.title[language], detail: problem.detail?[language],
        mistakes: problem.mistakes.map { $0.message[language] }, accepts: problem.accepts,
        next: problem.code.next[language], in: language)
    }
    self = .refused(
      code: problem.code.rawValue,
      message: LocalizedText(nl: message(in: .nl), en: message(in: .en)))
  }
}
