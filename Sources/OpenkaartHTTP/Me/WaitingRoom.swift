import OpenkaartService
import Synchronization

/// Does what an answer does not wait for, one thing after another, and not without end.
///
/// So no answer tells by how long it took what was done after it.
final class WaitingRoom: Sendable {
  private let log: RequestLog
  private let state = Mutex(State())

  private struct State {
    var count = 0
    var last: Task<Void, Never>?
  }

  /// More than this wait for nobody: a stream of requests is a flood.
  private static let most = 200

  init(_ log: RequestLog) { self.log = log }

  /// Does `work` after all that waits; drops it when too much does.
  func `do`(_ work: @escaping @Sendable () async throws -> Void) {
    state.withLock { state in
      guard state.count < Self.most else { return }
      state.count += 1
      let before = state.last
      state.last = Task { [self] in
        await before?.value
        do {
          try await work()
        } catch {
          log.noteFailure(error)
        }
        self.state.withLock { $0.count -= 1 }
      }
    }
  }

  /// Waits until all is done that waits now.
  func empty() async { await state.withLock { $0.last }?.value }
}
