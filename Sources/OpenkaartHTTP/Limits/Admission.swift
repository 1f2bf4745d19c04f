import HTTPTypes
import Synchronization

/// Lets in as much work as the machine can hold; the rest is told at once to come back.
///
/// A queue would only hide that the server is too busy: whoever waits in it times out.
final class Admission: Sendable {
  private let mostRequests: Int
  private let mostBytes: Int
  private let mostHeavy: Int
  private let state = Mutex(State())

  private struct State {
    var requests = 0
    var bytes = 0
    var heavy = 0
    var isClosed = false
  }

  init(_ limits: ServerLimits) {
    mostRequests = limits.requests
    mostBytes = limits.heldBytes
    mostHeavy = limits.wholeBaseQuestions
  }

  /// The place of one request, given back when nobody holds it any more.
  ///
  /// A stream holds it until its last byte is written, or its reader is gone.
  final class Ticket: Sendable {
    private let admission: Admission
    private let bytes: Int
    private let isHeavy: Bool

    fileprivate init(_ admission: Admission, bytes: Int, isHeavy: Bool) {
      self.admission = admission
      self.bytes = bytes
      self.isHeavy = isHeavy
    }

    deinit { admission.leave(bytes: bytes, isHeavy: isHeavy) }
  }

  /// Takes a place for a request whose body has at most `bytes`.
  ///
  /// - Throws: ``Problem`` when there is none: then nothing was taken.
  func enter(bytes: Int, isHeavy: Bool) throws(Problem) -> Ticket {
    let refusal: ProblemCode? = state.withLock { state in
      if state.isClosed { return .serverStopping }
      // A body larger than all that may be held still gets in when it comes alone.
      let hasRoom = state.bytes == 0 || state.bytes + bytes <= mostBytes
      guard state.requests < mostRequests, hasRoom, !isHeavy || state.heavy < mostHeavy else {
        return .serverBusy
      }
      state.requests += 1
      state.bytes += bytes
      state.heavy += isHeavy ? 1 : 0
      return nil
    }
    guard let refusal else { return Ticket(self, bytes: bytes, isHeavy: isHeavy) }
    var problem = Problem(refusal)
    problem.headers[.retryAfter] = isHeavy ? "5" : "1"
    throw problem
  }

  private func leave(bytes: Int, isHeavy: Bool) {
    state.withLock { state in
      state.requests -= 1
      state.bytes -= bytes
      state.heavy -= isHeavy ? 1 : 0
    }
  }

  /// Lets nobody in any more.
  func close() { state.withLock { $0.isClosed = true } }

  /// How many requests are worked on.
  var count: Int { state.withLock { $0.requests } }
  var isClosed: Bool { state.withLock { $0.isClosed } }
}
