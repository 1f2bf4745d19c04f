import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OpenkaartCore
import OpenkaartService

/// What every request passes, in this order: the address, the key, the rate, the room, the body.
///
/// It answers every request itself, also those it refuses, so that no answer leaves without its
/// headers, its count and its line in the log.
struct Front: HTTPResponder {
  let table: EndpointTable
  let entrance: Entrance
  let limits: ServerLimits
  let admission: Admission
  let metrics: Metrics
  let log: RequestLog
  let headers: SecurityHeaders
  /// Tells people of refusals, `nil` to a program; where only programs come there is none.
  let page: (@Sendable (Request, Problem) async -> Response?)?

  /// How senders show what they may do.
  enum Entrance: Sendable {
    /// By a key.
    case keys(KeyCheck, RateLimiter, refusals: RateLimiter, proxies: Set<String>)
    /// By having opened the socket in the data folder, as only its owner can.
    case owner
  }

  func respond(to request: Request, context: FrontContext) async throws -> Response {
    let start = ContinuousClock.now
    var arrival = Arrival(route: "unknown")
    var response: Response
    do {
      response = try await answer(request, context, &arrival)
    } catch {
      let problem = problem(for: error)
      metrics.countRefusal(problem.code)
      response =
        await page?(request, problem)
        ?? problem.response(in: Language(answering: request.headers))
    }
    arrival.standing?.write(to: &response.headers)
    headers.write(to: &response, of: request)
    if request.method == .head { response = response.createHeadResponse() }
    return finishing(response, request, arrival, start)
  }

  /// What is known of a request on its way in.
  private struct Arrival {
    var route: String
    var standing: RateLimiter.Standing?
    var ticket: Admission.Ticket?
  }

  private func answer(
    _ request: Request, _ context: FrontContext, _ arrival: inout Arrival
  ) async throws -> Response {
    let target = (request.head.path ?? "/").split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let (endpoint, parameters) = try endpoint(request.method, target.first ?? "/")
    arrival.route = endpoint.path
    let caller = try admit(request, context, endpoint, &arrival.standing)
    let query = try Query(target.count > 1 ? target[1] : nil, known: endpoint.query)
    let length = try expectedLength(of: request, endpoint)
    arrival.ticket = try admission.enter(bytes: length, isHeavy: endpoint.isHeavy)
    let (body, mediaType) = try await self.body(of: request, endpoint)
    let call = Call(
      parameters: parameters, query: query, headers: request.headers,
      authority: request.head.authority ?? "", body: body, mediaType: mediaType, caller: caller,
      sender: sender(of: request, context), limits: limits)
    if !endpoint.isHeavy, body.count <= Self.shortBody { return try await endpoint.respond(call) }
    return try await withTaskExecutorPreference(globalConcurrentExecutor) {
      try await endpoint.respond(call)
    }
  }

  /// A request with no longer a body is answered on the thread that reads it.
  private static let shortBody = 4096

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: Substring
  ) throws(Problem) -> (Endpoint, [String: String]) {
    switch table.match(method, path) {
    case .found(let endpoint, let parameters): return (endpoint, parameters)
    case .nothing: throw Problem(table.otherwise)
    case .otherMethods(let methods):
      var problem = Problem(.routeMethod)
      problem.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
      throw problem
    }
  }

  /// Writes the line in the log and the count, now or when the last byte of a stream is written.
  private func finishing(
    _ response: Response, _ request: Request, _ arrival: Arrival,
    _ start: ContinuousClock.Instant
  ) -> Response {
    let end = Ending(
      method: RequestLog.name(of: request.method), route: arrival.route,
      status: response.status.code, start: start, metrics: metrics, log: log)
    guard response.body.contentLength == nil else {
      end.note()
      return response
    }
    var response = response
    let (body, ticket) = (response.body, arrival.ticket)
    response.body = ResponseBody { writer in
      defer { end.note() }
      // What is made while it is written takes long.
      try await withTaskExecutorPreference(globalConcurrentExecutor) {
        try await body.write(writer)
      }
      withExtendedLifetime(ticket) {}
    }
    return response
  }

  /// The end of a request.
  private struct Ending {
    let method: String
    let route: String
    let status: Int
    let start: ContinuousClock.Instant
    let metrics: Metrics
    let log: RequestLog

    func note() {
      let taken = (ContinuousClock.now - start).components
      let microseconds = taken.seconds * 1_000_000 + taken.attoseconds / 1_000_000_000_000
      metrics.count(method: method, route: route, status: status, microseconds: microseconds)
      log.note(method: method, route: route, status: status, milliseconds: microseconds / 1000)
    }
  }
}
