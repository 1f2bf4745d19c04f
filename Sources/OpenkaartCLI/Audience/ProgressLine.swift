import Foundation

/// Shows how far long work has come: a bar on a terminal, one plain line otherwise.
struct ProgressLine {
  private let label: String
  private let isTerminal: Bool

  init(_ label: String) {
    self.label = label
    isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    if !isTerminal { printError("\(label) …") }
  }

  /// Shows that `part` is done, from 0 to 1.
  func show(_ part: Double) {
    guard isTerminal else { return }
    let width = 30
    let full = Int(Double(width) * min(max(part, 0), 1))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    write("\r\(bar) \(Int(part * 100)) %  \(label)\u{1B}[K")
  }

  /// Takes the bar away.
  func end() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
