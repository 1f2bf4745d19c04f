import Foundation

/// A process that writes into a store and can be killed at any moment.
final class WriterProcess {
  private let process = Process()
  private let output = Pipe()

  /// Starts writing the facts numbered `first` and on.
  init(folder: String, first: Int, count: Int) throws {
    process.executableURL = Self.program
    process.arguments = [folder, "\(first)", "\(count)"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Erases a person of a store, and is killed before a step of that.
  ///
  /// - Returns: The signal that ended it; 0 when it came to the end.
  static func erase(in folder: String, stoppingAt step: Int) throws -> Int32 {
    let process = Process()
    process.executableURL = program
    process.arguments = ["erase", folder, "\(step)"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal ? process.terminationStatus : 0
  }

  var number: Int32 { process.processIdentifier }

  /// The program stands beside the tests.
  private static var program: URL {
    let tests = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    let own = URL(filePath: tests)
    let folders = sequence(first: own.deletingLastPathComponent()) { folder in
      folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    return folders.map { $0.appending(path: "StoreWriter") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? own
  }

  /// Reads until the store is open and `lines` batches more are acknowledged, then kills the process.
  ///
  /// - Returns: The numbers of the facts that were acknowledged.
  func kill(after lines: Int) throws -> Set<Int> {
    var acknowledged = ""
    while acknowledged.utf8.count(where: { $0 == UInt8(ascii: "\n") }) < lines + 1 {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      acknowledged += String(decoding: data, as: UTF8.self)
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    acknowledged += String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    return Self.numbers(in: acknowledged)
  }

  /// Waits for the end.
  ///
  /// - Returns: Whether it came by itself.
  func finish() throws -> Bool {
    _ = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    return process.terminationReason == .exit && process.terminationStatus == 0
  }

  private static func numbers(in text: String) -> Set<Int> {
    var numbers: Set<Int> = []
    // A line that was cut off says nothing.
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let parts = line.split(separator: " ").compactMap { Int($0) }
      guard parts.count == 2 else { continue }
      numbers.formUnion(parts[0]..<(parts[0] + parts[1]))
    }
    return numbers
  }
}
