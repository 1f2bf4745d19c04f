import OpenkaartService
import ServiceLifecycle

/// Keeps the columns of everybody on the disk now and then, and at the end, so that the next start need
/// not read everybody.
struct ColumnClock: Service {
  let desk: Desk
  let log: RequestLog
  /// Between two looks whether something changed.
  var pause: Duration = .seconds(10)
  /// Sooner than this nothing is written again.
  var least: Duration = .seconds(60)
  /// After this a few changes are enough.
  var longest: Duration = .seconds(600)

  func run() async throws {
    await desk.openColumns()
    await cancelWhenGracefulShutdown {
      var last = ContinuousClock.now
      var hasTried = false
      while !Task.isCancelled {
        try? await Task.sleep(for: pause)
        let age = ContinuousClock.now - last
        if Task.isCancelled || hasTried && age < least { continue }
        guard await keep(isLittleEnough: age >= longest) else { continue }
        (last, hasTried) = (.now, true)
      }
    }
    _ = await keep(isLittleEnough: true)
  }

  /// - Returns: Whether they were written, or could not be: then it is not tried again at once.
  private func keep(isLittleEnough: Bool) async -> Bool {
    do {
      return try await desk.keepColumns(isLittleEnough: isLittleEnough)
    } catch is ColumnRefusal {
      // Somebody is being erased; the next round takes them as they are then.
      return false
    } catch {
      log.noteFailure(error)
      return true
    }
  }
}
