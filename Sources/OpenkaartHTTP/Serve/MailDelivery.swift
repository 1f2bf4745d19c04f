import OpenkaartService
import ServiceLifecycle

/// Carries what waits in the outbox, once a second, until the server stops.
struct MailDelivery: Service {
  private let postman: Postman
  private let log: RequestLog

  init(_ postman: Postman, _ log: RequestLog) {
    self.postman = postman
    self.log = log
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await round()
        try? await Task.sleep(for: .seconds(1))
      }
    }
    // What was put in by the last answers need not wait for the next start.
    await round()
  }

  private func round() async {
    do {
      if let failure = try await postman.round().failure { log.noteFailure(failure) }
    } catch {
      log.noteFailure(error)
    }
  }
}
