import Foundation
import Synchronization

/// Shows how far long work has come: a bar on a terminal, now and then a plain line otherwise.
final class ProgressLine: Sendable {
  private let label: String
  private let isTerminal: Bool
  private let lastLine: Mutex<ContinuousClock.Instant>

  /// Between two plain lines.
  private static let pause = Duration.seconds(10)

  init(_ label: String) {
    self.label = label
    isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    lastLine = Mutex(.now)
    if !isTerminal { printError("\(label) …") }
  }

  /// Shows that `part` is done, from 0 to 1, and what else there is to say.
  func show(_ part: Double, note: String = "") {
    let percent = Int(min(max(part, 0), 1) * 100)
    let note = note.isEmpty ? "" : " · \(note)"
    guard isTerminal else { return showLine("\(label): \(percent) %\(note)") }
    let width = 30
    let full = width * percent / 100
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    write("\r\(bar) \(percent) %  \(label)\(note)\u{1B}[K")
  }

  func show(_ part: Double) { show(part, note: "") }

  private func showLine(_ line: String) {
    let isDue = lastLine.withLock { last in
      guard last.duration(to: .now) >= Self.pause else { return false }
      last = .now
      return true
    }
    if isDue { printError(line) }
  }

  /// Takes the bar away.
  func end() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
