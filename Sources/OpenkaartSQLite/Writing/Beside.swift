internal import Dispatch
internal import Synchronization

/// Work that is done beside its caller, on another core if one is free.
///
/// Who waits for it is the writer, which has a thread of its own: never a task.
final class Beside<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let group = DispatchGroup()

  init(_ work: @escaping @Sendable () throws -> Value) {
    // A queue of its own always gets a thread. The threads of the global queue are those of tasks, and
    // all of them may be waiting for the writer that waits here.
    DispatchQueue(label: "openkaart.beside").async(group: group) { [self] in
      let made = Result { try work() }
      result.withLock { $0 = made }
    }
  }

  /// What came of the work, once it is done.
  func value() throws -> Value {
    group.wait()
    guard let made = result.withLock({ $0 }) else {
      preconditionFailure("Work that is done has come to something.")
    }
    return try made.get()
  }
}
