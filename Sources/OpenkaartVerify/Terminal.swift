import Glibc

/// Prints beside the answer.
func printError(_ text: String) { putError("\(text)\n") }

private func putError(_ text: String) {
  let bytes = Array(text.utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Shows how far long work has come: a line that changes on a terminal, now and then a plain line otherwise.
final class ProgressLine {
  private let label: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var last = ContinuousClock.now

  init(_ label: String) { self.label = label }

  /// Shows that so many entries of all are done.
  func show(_ done: UInt64, of all: UInt64) {
    let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
    guard last.duration(to: .now) >= pause || done == all else { return }
    last = .now
    let percent = all == 0 ? 100 : Int(Double(done) / Double(all) * 100)
    guard isTerminal else { return printError("\(label): \(percent) % · \(done) entries") }
    putError("\r\(done == all ? "" : "\(label): \(percent) % · \(done) entries")\u{1B}[K")
  }
}
