public import OpenkaartCore
internal import Synchronization

/// A clock that never shows a moment before the last fact, nor one before it showed before.
///
/// The clock of a machine can be set back. A withdrawal recorded before that would then lie in the
/// future, where the gate does not see it; and what is recorded after it would seem to come before.
/// So time stands still until the machine has caught up.
public final class SteadyClock: Sendable {
  private let clock: @Sendable () -> Timestamp
  private let latest: Mutex<Timestamp>
  /// How far the machine's clock was behind the last fact when this clock started, in milliseconds.
  public let lag: Int64

  /// Starts after the last fact of a store.
  ///
  /// - Throws: What keeps the store from saying when that was.
  public init(
    after store: some FactStore, _ clock: @escaping @Sendable () -> Timestamp
  ) async throws {
    let last = try await store.latestRecordedAt
    self.clock = clock
    latest = Mutex(last)
    lag = last == .distantPast ? 0 : max(0, last.milliseconds - clock().milliseconds)
  }

  public var now: Timestamp {
    latest.withLock { latest in
      latest = max(latest, clock())
      return latest
    }
  }
}
