import OpenkaartService
import ServiceLifecycle

/// Tries again to end erasures that are not final, until the server stops.
///
/// Something may still read the files, or the disk was full: nobody should have to remember to ask
/// again. The longer it lasts, the longer it waits between two tries.
struct ErasureEnding: Service {
  let rights: Rights
  let log: RequestLog
  var first: Duration = .seconds(5)
  var longest: Duration = .seconds(600)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var pause = first
      var seen: Set<Int> = []
      while !Task.isCancelled {
        try? await Task.sleep(for: pause)
        if Task.isCancelled { return }
        let isWell = await round(&seen)
        pause = isWell ? first : min(pause * 2, longest)
      }
    }
  }

  /// - Returns: Whether nothing is left to be tried again.
  private func round(_ seen: inout Set<Int>) async -> Bool {
    do {
      // What became final a moment ago is told by whoever had it erased.
      let reports = try await rights.finish(by: "serve", among: seen)
      seen = Set(reports.compactMap(\.number))
      return reports.allSatisfy { $0.state == .final }
    } catch {
      log.noteFailure(error)
      return false
    }
  }
}
