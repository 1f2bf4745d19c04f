import HTTPTypes
import Hummingbird
import NIOCore
import OpenkaartCore
import OpenkaartService

extension Front {
  /// Checks the key and the rate, in this order: only senders with a key have a rate of their own.
  func admit(
    _ request: Request, _ context: FrontContext, _ endpoint: Endpoint,
    _ standing: inout RateLimiter.Standing?
  ) throws(Problem) -> Call.Caller {
    switch (entrance, endpoint.access) {
    case (.owner, _): return .owner
    case (_, .owner): throw Problem(.routeUnknown)
    case (_, .everybody): return .anybody
    case (.keys(let check, let rates, let refusals, _), .key(let scope)):
      let sender = sender(of: request, context)
      let refused = refusals.standing(of: sender)
      guard refused.isWithin else { throw Self.tooMany(refused, &standing) }
      let key: APIKey
      do {
        key = try check.key(in: request.headers[.authorization])
      } catch {
        _ = refusals.count(sender)
        throw error
      }
      let count = rates.count(key.id)
      guard count.isWithin else { throw Self.tooMany(count, &standing) }
      standing = count
      guard key.scopes.contains(scope.rawValue) else {
        var problem = Problem(.keyScope)
        problem.scope = scope.rawValue
        throw problem
      }
      return .key(key)
    }
  }

  private static func tooMany(
    _ standing: RateLimiter.Standing, _ shown: inout RateLimiter.Standing?
  ) -> Problem {
    shown = standing
    var problem = Problem(.rateExceeded)
    problem.headers[.retryAfter] = "\(standing.seconds)"
    return problem
  }

  /// The address of the sender; a proxy is believed only when the configuration names it.
  func sender(of request: Request, _ context: FrontContext) -> String {
    guard case .keys(_, _, refusals: _, let proxies) = entrance else { return "" }
    guard let peer = context.peer else { return "" }
    guard proxies.contains(peer), let forwarded = request.headers[.forwardedFor],
      let last = forwarded.split(separator: ",").last
    else { return peer }
    return String(last.filter { !$0.isWhitespace }.prefix(64))
  }

  /// How many bytes the body may take of the room, before any of it is read.
  func expectedLength(of request: Request, _ endpoint: Endpoint) throws(Problem) -> Int {
    let length = request.headers[.contentLength].flatMap { Int($0) }
    guard let rule = endpoint.body else {
      // A body that nobody asked for is not read; a small one is no reason to refuse.
      return 0
    }
    let limit = rule.limit(limits)
    guard let length else { return limit }
    guard length <= limit else { throw Self.tooLarge(limit) }
    return length
  }

  /// Reads the body, if the endpoint takes one.
  func body(of request: Request, _ endpoint: Endpoint) async throws -> ([UInt8], String) {
    guard let rule = endpoint.body else { return ([], "") }
    let mediaType = try Self.mediaType(of: request, rule)
    let limit = rule.limit(limits)
    let deadline = ContinuousClock.now + .seconds(limits.bodySeconds)
    var bytes: [UInt8] = []
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > 0 {
      bytes.reserveCapacity(min(length, limit))
    }
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= limit else { throw Self.tooLarge(limit) }
      guard ContinuousClock.now < deadline else { throw Problem(.requestTimeout) }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    return (bytes, mediaType)
  }

  private static func tooLarge(_ limit: Int) -> Problem {
    Problem(
      .requestTooLarge,
      detail: LocalizedText(
        nl: "De inhoud mag hier ten hoogste \(limit) bytes hebben.",
        en: "A body may have at most \(limit) bytes here."))
  }

  private static func mediaType(
    of request: Request, _ rule: BodyRule
  ) throws(Problem) -> String {
    let written = request.headers[.contentType]
    // So most write it, and nothing needs to be taken apart.
    if let written, rule.mediaTypes.contains(written), request.headers[.contentEncoding] == nil {
      return written
    }
    var problem = Problem(.requestMediaType)
    problem.accepts = rule.mediaTypes
    let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    let parts = (written ?? "").lowercased().split(separator: ";")
      .map { $0.filter { !$0.isWhitespace } }
    let charsets = parts.dropFirst().filter { $0.hasPrefix("charset=") }
    guard encoding == "identity", let type = parts.first, rule.mediaTypes.contains(type),
      charsets.allSatisfy({ $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" })
    else { throw problem }
    return type
  }
}

extension Front {
  /// The refusal behind an error; what nobody foresaw is told to the log by type, and to no one else.
  func problem(for error: any Error) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let error as DocumentError: return .invalid(error)
    case let failure as ReleaseDesk.Failure: return Problem(failure)
    case DeskError.noPolicy: return Problem(.policyMissing)
    case DeskError.unknownPurpose(_, let known):
      var problem = Problem(.purposeUnknown)
      problem.accepts = known
      return problem
    case DeskError.unknownSegment(_, let known):
      var problem = Problem(.segmentUnknown)
      problem.accepts = known
      return problem
    case DeskError.condition(let error): return .invalid(error)
    case is CancellationError: return Problem(.serverStopping)
    case let error as StoreError:
      log.noteFailure(error)
      if case .owner = entrance { return Problem(error, isOwner: true) }
      return Problem(error, isOwner: false)
    default:
      var problem = Problem(.serverFault)
      problem.instance = log.noteFailure(error)
      return problem
    }
  }
}

extension Problem {
  /// What keeps a store from answering; its owner is told which folder, others need not know.
  init(_ error: StoreError, isOwner: Bool) {
    if case .diskFull = error { self.init(.storeFull) } else { self.init(.storeUnavailable) }
    if isOwner { detail = error.message }
  }
}

extension HTTPField.Name {
  static let forwardedFor = constant("X-Forwarded-For")
}
