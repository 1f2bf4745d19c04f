import Foundation
import TransparencyLog
import TransparencyLogFiles

/// A log in a folder, with random entries.
struct SmallLog {
  let files: TemporaryFolder
  private(set) var entries: [[UInt8]] = []
  private(set) var checkpoints: [SignedCheckpoint] = []
  private var writer: LogWriter

  static let policy = TrustPolicy(logs: [TestKeys.log.verifierKey])

  /// An empty log, signed.
  init() throws {
    files = try TemporaryFolder()
    writer = LogWriter(creating: LogFolder(path: files.path))
    try publish()
  }

  /// A log that grew in steps to these sizes, a checkpoint at each.
  init(sizes: [Int], seed: UInt64, entryBytes: ClosedRange<Int> = 0...60) throws {
    try self.init()
    var random = SeededRandom(seed: seed)
    for size in sizes { try grow(to: size, entryBytes: entryBytes, random: &random) }
  }

  var folder: LogFolder { LogFolder(path: files.path) }

  mutating func grow(
    to size: Int, entryBytes: ClosedRange<Int> = 0...60, random: inout SeededRandom
  ) throws {
    while entries.count < size {
      try append(random.bytes(Int.random(in: entryBytes, using: &random)))
    }
    try publish()
  }

  mutating func append(_ entry: [UInt8]) throws {
    entries.append(entry)
    try writer.append(entry)
  }

  mutating func publish() throws {
    let checkpoint = writer.checkpoint(origin: TestKeys.log.verifierKey.name)
    let signed = try SignedCheckpoint(checkpoint, signedBy: TestKeys.log)
    try writer.publish(signed)
    checkpoints.append(signed)
  }

  /// What the audit finds.
  func findings(since earlier: Checkpoint? = nil) throws -> [AuditFinding] {
    try LogAudit(of: folder, by: Self.policy, since: earlier).report().findings
  }

  /// What the Python verifier says.
  func isRightInPython() throws -> Bool {
    try PythonVerifier.isRight(["audit", files.path, TestKeys.log.verifierKey.description])
  }

  /// All files but what is below a folder of partial versions, which nobody else reads.
  func currentFiles() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: files.path).sorted().filter {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: files.url.appending(path: $0).path, isDirectory: &isFolder)
      return exists && !isFolder.boolValue
    }
  }
}

/// `Tests/Log/verify.py`, which shares nothing with the code under test.
enum PythonVerifier {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Log/verify.py").path

  /// Whether it accepts; it must say why when it does not.
  static func isRight(_ arguments: [String]) throws -> Bool {
    let (status, output) = try run("/usr/bin/env", ["python3", script] + arguments)
    guard status == 0 || output.hasPrefix("NOT RIGHT: ") else { throw Broken(output: output) }
    return status == 0
  }

  struct Broken: Error { let output: String }
}
