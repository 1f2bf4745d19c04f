public import OpenkaartCore

/// Why a request was refused: stable names for programs, and what each means for people.
///
/// One table gives the documentation, the page `/problems` and every answer.
///
/// - SeeAlso: RFC 9457.
public enum ProblemCode: String, Sendable, CaseIterable {
  case requestMalformed = "request.malformed"
  case requestInvalid = "request.invalid"
  case requestTooLarge = "request.tooLarge"
  case requestMediaType = "request.mediaType"
  case requestNotAcceptable = "request.notAcceptable"
  case requestTimeout = "request.timeout"
  case requestHeader = "request.header"
  case requestQuery = "request.query"
  case requestCrossSite = "request.crossSite"
  case batchEmpty = "batch.empty"
  case batchTooLarge = "batch.tooLarge"
  case routeUnknown = "route.unknown"
  case routeMethod = "route.method"
  case hostUnknown = "host.unknown"
  case keyMissing = "key.missing"
  case keyInvalid = "key.invalid"
  case keyRevoked = "key.revoked"
  case keyScope = "key.scope"
  case rateExceeded = "rate.exceeded"
  case serverBusy = "server.busy"
  case serverStopping = "server.stopping"
  case serverFault = "server.fault"
  case storeUnavailable = "store.unavailable"
  case storeFull = "store.full"
  case policyMistakes = "policy.mistakes"
  case policyMissing = "policy.missing"
  case purposeUnknown = "purpose.unknown"
  case customerUnknown = "customer.unknown"
  case idempotencyConflict = "idempotency.conflict"
  case idempotencyRunning = "idempotency.running"
  case reservationUnknown = "reservation.unknown"
  case reservationUsed = "reservation.used"
  case reservationEnded = "reservation.ended"
  case releaseUnknown = "release.unknown"
  case releaseState = "release.state"
  case releasePage = "release.page"
  case segmentUnknown = "segment.unknown"
}

extension ProblemCode {
  /// The HTTP status that goes with it.
  public var status: Int {
    switch self {
    case .requestMalformed, .requestHeader, .requestQuery: 400
    case .keyMissing, .keyInvalid, .keyRevoked: 401
    case .keyScope, .requestCrossSite: 403
    case .routeUnknown, .customerUnknown, .reservationUnknown, .releaseUnknown,
      .segmentUnknown:
      404
    case .routeMethod: 405
    case .requestNotAcceptable: 406
    case .requestTimeout: 408
    case .idempotencyRunning, .reservationUsed, .reservationEnded, .releaseState: 409
    case .requestTooLarge: 413
    case .requestMediaType: 415
    case .hostUnknown: 421
    case .requestInvalid, .batchEmpty, .batchTooLarge, .policyMistakes, .purposeUnknown,
      .idempotencyConflict, .releasePage:
      422
    case .rateExceeded: 429
    case .serverFault: 500
    case .serverBusy, .serverStopping, .storeUnavailable, .policyMissing: 503
    case .storeFull: 507
    }
  }

  /// What is wrong, in one sentence.
  public var title: LocalizedText { texts.title }

  /// What to do about it.
  public var next: LocalizedText { texts.next }
}
