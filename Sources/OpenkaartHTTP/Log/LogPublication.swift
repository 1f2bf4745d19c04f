import OpenkaartService
import ServiceLifecycle

/// Signs and shows what was added to the log, twice a second, until the server stops.
struct LogPublication: Service {
  let published: any PublishedLog
  let log: RequestLog

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var told: String?
      while !Task.isCancelled {
        let failure = await round()
        // What stays wrong is told once.
        if let failure, "\(failure)" != told { log.noteFailure(failure) }
        told = failure.map { "\($0)" }
        try? await Task.sleep(for: .milliseconds(500))
      }
    }
  }

  private func round() async -> (any Error)? {
    do {
      try await published.publishLog()
      return nil
    } catch {
      return error
    }
  }
}
