import HTTPTypes
import Hummingbird
import OpenkaartService

/// One address of the server: how it is asked, who may ask, and who answers.
///
/// A table of these is the whole truth about the server: it routes, checks scopes, names the
/// routes in logs and metrics, says which methods an address knows, and is compared with the
/// OpenAPI document.
struct Endpoint: Sendable {
  let method: HTTPRequest.Method
  /// The address, as `/v1/customers/{customer}`.
  let path: String
  let access: Access
  let body: BodyRule?
  /// The names that may stand behind the question mark.
  let query: Set<String>
  /// Whether answering takes long and reads everything: few run at once.
  let isHeavy: Bool
  let respond: @Sendable (Call) async throws -> Response
  fileprivate let segments: [Substring]
  /// Whether a segment of the address stands for many.
  fileprivate let isTemplate: Bool

  /// Who may ask.
  enum Access: Hashable, Sendable {
    case everybody
    case key(Scope)
    /// Only by way of the socket in the data folder.
    case owner
  }

  init(
    _ method: HTTPRequest.Method, _ path: String, _ access: Access, body: BodyRule? = nil,
    query: Set<String> = [], isHeavy: Bool = false,
    respond: @escaping @Sendable (Call) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.access = access
    self.body = body
    self.query = query
    self.isHeavy = isHeavy
    self.respond = respond
    segments = path.split(separator: "/", omittingEmptySubsequences: false)
    isTemplate = path.utf8.contains(UInt8(ascii: "{"))
  }
}

/// What the body of a request may be.
struct BodyRule: Sendable {
  let mediaTypes: [String]
  let isBatch: Bool

  static let json = BodyRule(mediaTypes: ["application/json"], isBatch: false)
  static let batch = BodyRule(mediaTypes: ["application/json"], isBatch: true)
  static let lines = BodyRule(
    mediaTypes: ["application/json", "application/x-ndjson"], isBatch: true)
  /// A form of a page.
  static let form = BodyRule(mediaTypes: ["application/x-www-form-urlencoded"], isBatch: false)
  static let policy = BodyRule(mediaTypes: ["application/yaml"], isBatch: false)

  func limit(_ limits: ServerLimits) -> Int { isBatch ? limits.batchBytes : limits.bodyBytes }
}

/// A request that was let in, as an endpoint sees it.
struct Call: Sendable {
  let parameters: [String: String]
  let query: Query
  let headers: HTTPFields
  /// The name and port it was sent to, as the sender wrote them.
  let authority: String
  let body: [UInt8]
  let mediaType: String
  let caller: Caller
  /// The address it came from, for limits; empty by way of the socket.
  let sender: String
  let limits: ServerLimits

  /// Who sent it.
  enum Caller: Sendable {
    case anybody
    case key(APIKey)
    case owner

    /// Refuses a sender who may not do this as well as what the address asks for.
    func require(_ scope: Scope) throws(Problem) {
      switch self {
      case .owner: return
      case .key(let key) where key.scopes.contains(scope.rawValue): return
      default:
        var problem = Problem(.keyScope)
        problem.scope = scope.rawValue
        throw problem
      }
    }

    /// The name under which this sender's requests are counted and remembered.
    var name: String {
      switch self {
      case .anybody: ""
      case .key(let key): key.id
      case .owner: "owner"
      }
    }
  }
}

/// Every endpoint of one door.
struct EndpointTable: Sendable {
  let endpoints: [Endpoint]
  /// What is said of an address that is not here.
  let otherwise: ProblemCode
  private let byPath: [String: [Endpoint]]

  init(_ endpoints: [Endpoint], otherwise: ProblemCode = .routeUnknown) {
    self.endpoints = endpoints
    self.otherwise = otherwise
    byPath = Dictionary(grouping: endpoints, by: \.path)
  }

  enum Match {
    case found(Endpoint, parameters: [String: String])
    /// The address exists and knows these methods only.
    case otherMethods([HTTPRequest.Method])
    case nothing
  }

  func match(_ method: HTTPRequest.Method, _ path: some StringProtocol) -> Match {
    var methods: [HTTPRequest.Method] = []
    // An address that stands here letter by letter is no parameter of another.
    for endpoint in byPath[String(path)] ?? endpoints {
      guard let parameters = Self.parameters(endpoint, in: path) else { continue }
      if endpoint.method == method || method == .head && endpoint.method == .get {
        return .found(endpoint, parameters: parameters)
      }
      methods.append(endpoint.method)
      if endpoint.method == .get { methods.append(.head) }
    }
    return methods.isEmpty ? .nothing : .otherMethods(methods)
  }

  private static func parameters(
    _ endpoint: Endpoint, in path: some StringProtocol
  ) -> [String: String]? {
    guard endpoint.isTemplate else { return endpoint.path == path ? [:] : nil }
    let template = endpoint.segments
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    guard template.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (pattern, segment) in zip(template, segments) {
      if pattern.hasPrefix("{") {
        guard !segment.isEmpty else { return nil }
        parameters[String(pattern.dropFirst().dropLast())] = String(segment)
      } else if pattern != segment {
        return nil
      }
    }
    return parameters
  }
}
