import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
public import OpenkaartCore
import OpenkaartService

/// The store of a server that runs, by way of the socket in its data folder.
///
/// A command that works on a store works on this one too, with the same service and the same
/// checks: only who holds the file is another.
public struct RemoteStore: Sendable {
  private let socket: String
  private let language: Language

  /// The socket of a data folder.
  public static func socket(of folder: String) -> String { folder + "/socket" }

  /// Finds the server that owns `folder`.
  ///
  /// - Parameters:
  ///   - folder: The data folder.
  ///   - language: The language of what it refuses.
  /// - Throws: ``RemoteError/silent(socket:)`` when nobody listens there.
  public init(of folder: String, in language: Language = .en) async throws(RemoteError) {
    self.language = language
    socket = Self.socket(of: folder)
    do {
      let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(unixDomainSocketPath: socket).get()
      try await channel.close()
    } catch {
      throw .silent(socket: socket)
    }
  }

  /// Asks one thing, and reads the answer whole.
  func ask(_ name: String, _ write: (inout JSONWriter) -> Void) async throws -> Node {
    try await ask(.POST, path: "/inner/\(name)", JSONWriter.bytes(write))
  }

  /// Asks the server anything that its owner may ask.
  func ask(_ method: HTTPMethod, path: String, _ bytes: [UInt8]) async throws -> Node {
    let response = try await send(method, path, bytes)
    do {
      var bytes: [UInt8] = []
      for try await buffer in response.body { bytes += buffer.readableBytesView }
      return try JSONReader.node(in: bytes, limits: Self.limits)
    } catch let error as DocumentError {
      throw error
    } catch {
      throw RemoteError.broken
    }
  }

  /// Asks one thing, and hands on each line of the answer as it comes.
  func lines(
    _ name: String, _ bytes: [UInt8] = Array("null".utf8), _ body: (Node) async throws -> Void
  ) async throws {
    let response = try await send(.POST, "/inner/\(name)", bytes)
    var rest: [UInt8] = []
    var iterator = response.body.makeAsyncIterator()
    while true {
      let buffer: ByteBuffer?
      do {
        buffer = try await iterator.next()
      } catch {
        throw RemoteError.broken
      }
      guard let buffer else { break }
      rest += buffer.readableBytesView
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        try await body(try JSONReader.node(in: Array(rest[start..<end]), limits: Self.limits))
        start = end + 1
      }
      rest.removeFirst(start)
    }
    guard rest.isEmpty else { throw RemoteError.broken }
  }

  /// Asks for something that takes long.
  ///
  /// - Parameters:
  ///   - name: What is asked.
  ///   - bytes: What is sent.
  ///   - progress: Told now and then how much is done, from 0 to 1.
  /// - Returns: What came of it.
  /// - Throws: ``RemoteError``, also where the store failed long after it began.
  func work(
    _ name: String, _ bytes: [UInt8] = Array("null".utf8), _ progress: (Double) -> Void
  ) async throws -> Node {
    var answer: Node?
    try await lines(name, bytes) { line in
      if case .number = line.content { return progress(Double(try line.innerNumber) / 1000) }
      if let code = try line["refused"]?.innerText {
        let message = try line.inner("message").innerText
        throw RemoteError.refused(code: code, message: LocalizedText(nl: message, en: message))
      }
      answer = line
    }
    guard let answer else { throw RemoteError.broken }
    return answer
  }

  /// What one answer may hold: the facts of the largest group.
  static let limits = DocumentLimits(
    bytes: 1 << 30, depth: 64, nodes: 50_000_000, textBytes: 1 << 24)

  private func send(
    _ method: HTTPMethod, _ path: String, _ bytes: [UInt8]
  ) async throws -> HTTPClientResponse {
    guard let url = URLText(socket: socket, path: path) else {
      throw RemoteError.silent(socket: socket)
    }
    var request = HTTPClientRequest(url: url.text)
    request.method = method
    request.headers.add(name: "content-type", value: "application/json")
    request.headers.add(name: "accept-language", value: language.rawValue)
    request.body = .bytes(bytes)
    let response: HTTPClientResponse
    do {
      response = try await Self.client.execute(request, timeout: .hours(24))
    } catch {
      throw RemoteError.broken
    }
    guard response.status == .ok else { throw try await refusal(response) }
    return response
  }

  /// Never tries again: a socket on which nobody listens means that the server is gone.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  private func refusal(_ response: HTTPClientResponse) async throws -> RemoteError {
    var bytes: [UInt8] = []
    for try await buffer in response.body { bytes += buffer.readableBytesView }
    let problem = try? JSONReader.node(in: bytes)
    func text(_ key: String) -> String? {
      if case .string(let text)? = problem?[key]?.content { text } else { nil }
    }
    func texts(_ key: String, _ read: (Node) -> Node?) -> [String] {
      guard case .array(let nodes)? = problem?[key]?.content else { return [] }
      return nodes.compactMap { node in
        if case .string(let text)? = read(node)?.content { text } else { nil }
      }
    }
    let code = text("code") ?? "http.\(response.status.code)"
    // What the store says is whole by itself.
    if code.hasPrefix("store."), let detail = text("detail") {
      return .refused(code: code, message: LocalizedText(nl: detail, en: detail))
    }
    let refused = LocalizedText(nl: "De server weigerde.", en: "The server refused.")[language]
    let message = RemoteError.message(
      title: text("title") ?? refused, detail: text("detail"),
      mistakes: texts("errors") { $0["message"] }, accepts: texts("accepts") { $0 },
      next: text("next") ?? "", in: language)
    return .refused(code: code, message: LocalizedText(nl: message, en: message))
  }
}

/// The address of something behind a socket in the file system.
private struct URLText {
  let text: String

  init?(socket: String, path: String) {
    var host = ""
    for byte in socket.utf8 {
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if isPlain {
        host.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        host += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    guard !host.isEmpty else { return nil }
    text = "http+unix://\(host)\(path)"
  }
}
