import HTTPTypes
import Synchronization

/// Counts the requests of each sender in windows of a minute.
final class RateLimiter: Sendable {
  private let quota: Int
  private let now: @Sendable () -> ContinuousClock.Instant
  private let windows = Mutex<[String: Window]>([:])

  private static let minute: Duration = .seconds(60)
  /// Senders that are remembered; a window that passed makes room first.
  private static let mostSenders = 100_000

  private struct Window {
    var start: ContinuousClock.Instant
    var count: Int
  }

  init(
    quota: Int, now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
  ) {
    self.quota = quota
    self.now = now
  }

  /// What a sender has left.
  struct Standing {
    let quota: Int
    let remaining: Int
    /// Whole seconds until the window ends, at least 1.
    let seconds: Int
    /// Whether this request was within the quota.
    let isWithin: Bool

    /// - SeeAlso: draft-ietf-httpapi-ratelimit-headers.
    func write(to headers: inout HTTPFields) {
      headers[.rateLimitPolicy] = "\"default\";q=\(quota);w=60"
      headers[.rateLimit] = "\"default\";r=\(remaining);t=\(seconds)"
    }
  }

  /// Counts one request of `sender`.
  func count(_ sender: String) -> Standing { take(1, of: sender) }

  /// What `sender` has left, without counting.
  func standing(of sender: String) -> Standing { take(0, of: sender) }

  private func take(_ amount: Int, of sender: String) -> Standing {
    let now = now()
    return windows.withLock { windows in
      if windows.count >= Self.mostSenders, windows[sender] == nil {
        windows = windows.filter { now < $0.value.start + Self.minute }
        if windows.count >= Self.mostSenders { windows.removeAll() }
      }
      var window = windows[sender] ?? Window(start: now, count: 0)
      if now >= window.start + Self.minute { window = Window(start: now, count: 0) }
      window.count = min(window.count, .max - amount) + amount
      if amount > 0 { windows[sender] = window }
      let rest = (window.start + Self.minute - now).components.seconds
      return Standing(
        quota: quota, remaining: max(0, quota - window.count), seconds: Int(max(1, rest + 1)),
        isWithin: amount > 0 ? window.count <= quota : window.count < quota)
    }
  }
}

extension HTTPField.Name {
  static let rateLimitPolicy = constant("RateLimit-Policy")
  static let rateLimit = constant("RateLimit")
  static let idempotencyKey = constant("Idempotency-Key")
  static let idempotencyReplayed = constant("Idempotency-Replayed")
  static let referrerPolicy = constant("Referrer-Policy")
  static let resourcePolicy = constant("Cross-Origin-Resource-Policy")
  static let openerPolicy = constant("Cross-Origin-Opener-Policy")

  /// A name written in this file, so that it is known to be one.
  static func constant(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("no header name: \(name)") }
    return name
  }
}
