import OpenkaartCore
import OpenkaartSegments
import OpenkaartService
import ServiceLifecycle

/// Keeps the segments right while nobody asks, and writes down how large they are, once an hour.
struct SegmentClock: Service {
  private let board: SegmentBoard
  private let shelf: any SegmentShelf
  private let log: RequestLog

  init(_ board: SegmentBoard, _ shelf: any SegmentShelf, _ log: RequestLog) {
    self.board = board
    self.shelf = shelf
    self.log = log
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var written: Timestamp?
      while !Task.isCancelled {
        written = await round(after: written)
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  /// One round; returns the hour that was written down last.
  private func round(after written: Timestamp?) async -> Timestamp? {
    do {
      let standing = try await board.standing()
      let hour = SegmentSize.hour(of: standing.at)
      let sizes = standing.sizes.compactMap { segment, people in
        segment.id.map {
          SegmentSize(segment: $0, line: segment.condition.line, hour: hour, people: people)
        }
      }
      guard hour != written, !sizes.isEmpty else { return written }
      try await shelf.note(sizes)
      return hour
    } catch DeskError.noPolicy {
      return written
    } catch {
      log.noteFailure(error)
      return written
    }
  }
}
