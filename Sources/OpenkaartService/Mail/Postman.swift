public import OpenkaartCore

/// Brings what waits in the outbox to a carrier, and tries again what failed.
public struct Postman: Sendable {
  private let outbox: any MailOutbox
  private let carrier: any MailCarrier
  private let clock: @Sendable () -> Timestamp

  public init(
    outbox: any MailOutbox, carrier: any MailCarrier, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.outbox = outbox
    self.carrier = carrier
    self.clock = clock
  }

  /// Carries what is due.
  ///
  /// - Returns: How many were carried, and the first failure.
  /// - Throws: What keeps the outbox from being read.
  @discardableResult
  public func round() async throws -> (carried: Int, failure: (any Error)?) {
    var (carried, failure): (Int, (any Error)?) = (0, nil)
    for waiting in try await outbox.due(at: clock(), atMost: 100) {
      do {
        try await carrier.carry(waiting.mail)
      } catch {
        failure = failure ?? error
        try await outbox.failed(
          waiting.mail.id, tryAgainAt: clock().advanced(by: Self.pause(after: waiting.failures)))
        continue
      }
      try await outbox.carried(waiting.mail.id)
      carried += 1
    }
    return (carried, failure)
  }

  /// Longer after each failure, from a second to an hour.
  static func pause(after failures: Int) -> Int64 {
    min(3_600_000, 1000 << Int64(min(max(failures, 0), 12)))
  }
}
