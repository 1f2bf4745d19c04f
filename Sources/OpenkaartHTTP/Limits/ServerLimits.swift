/// How much one sender, and all together, may ask of the server.
public struct ServerLimits: Hashable, Sendable {
  /// The body of a batch of facts or of decisions.
  public var batchBytes = 8 << 20
  /// Any other body.
  public var bodyBytes = 256 << 10
  /// The items of a batch.
  public var batchItems = 1000
  /// The values in a body, lists and objects included.
  public var nodes = 400_000
  /// How deep lists and objects may stand inside each other.
  public var depth = 32
  /// How long a body may take to come in, in seconds.
  public var bodySeconds = 30
  /// How long a connection may be silent, in seconds.
  public var idleSeconds = 60
  public var connections = 2048
  /// Requests that are worked on at once; more are told to come back.
  public var requests = 256
  /// Bodies that are held at once, in bytes.
  public var heldBytes = 64 << 20
  /// Questions about everybody that run at once.
  public var wholeBaseQuestions = 2
  /// Requests of one key in a minute.
  public var requestsPerMinute = 600_000
  /// Requests without a good key from one address in a minute.
  public var refusalsPerMinute = 60

  public init() {}

  /// The limits of the door for the owner's own commands, who is not held up by a rate.
  var forOwner: ServerLimits {
    var limits = self
    limits.batchBytes = 64 << 20
    limits.bodyBytes = 64 << 20
    limits.batchItems = 100_000
    limits.nodes = 50_000_000
    limits.depth = 64
    limits.requestsPerMinute = .max
    limits.refusalsPerMinute = .max
    return limits
  }
}
