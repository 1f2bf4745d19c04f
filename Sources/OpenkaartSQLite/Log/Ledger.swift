internal import GRDB
internal import OpenkaartCore
internal import OpenkaartService
internal import Synchronization

/// Whether and when something may be added to the log.
///
/// A database that is older than what was signed may not grow: its next entry would be another one
/// than the world has seen under that number.
final class Ledger: Sendable {
  private let clock: @Sendable () -> Timestamp
  private let reason = Mutex<StoreError?>(nil)

  init(clock: @escaping @Sendable () -> Timestamp) { self.clock = clock }

  /// Why nothing may be added; `nil` when all is well.
  var refusal: StoreError? { reason.withLock { $0 } }

  func refuse(because error: StoreError?) { reason.withLock { $0 = error } }

  /// A page for one transaction.
  func page(_ database: Database) throws -> LogPage {
    if let refusal { throw refusal }
    return try LogPage(database, at: clock())
  }
}
