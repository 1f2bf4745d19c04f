import Foundation
import Testing
import TransparencyLog
import TransparencyLogFiles

@Suite struct WriterTests {
  @Test(arguments: [0, 1, 255, 256, 300, 513, 70_000])
  func `a log that is taken up again has the same files`(size: Int) throws {
    let log = try SmallLog(sizes: [size], seed: 9, entryBytes: 3...9)
    let old = try #require(log.checkpoints.last).checkpoint
    var writer = try LogWriter(resuming: log.folder, at: old)
    var whole = try SmallLog(sizes: [size], seed: 9, entryBytes: 3...9)
    for number in 0..<300 {
      try writer.append(Array("\(number)".utf8))
      try whole.append(Array("\(number)".utf8))
    }
    try whole.publish()
    let checkpoint = writer.checkpoint(origin: old.origin)
    #expect(checkpoint == whole.checkpoints.last?.checkpoint)
    try writer.publish(SignedCheckpoint(checkpoint, signedBy: TestKeys.log))
    #expect(try log.findings(since: old) == [])
    let files = try log.currentFiles()
    #expect(try files == whole.currentFiles())
    #expect(!files.contains { $0.hasSuffix(".new") })
  }

  @Test func `a checkpoint of other entries is not put in place`() throws {
    var log = try SmallLog(sizes: [10], seed: 1)
    let before = try log.folder.checkpoint()
    let wrong = Checkpoint(
      origin: TestKeys.log.verifierKey.name, size: 11, root: MerkleHash.emptyRoot)
    var writer = try LogWriter(
      resuming: log.folder, at: try #require(log.checkpoints.last).checkpoint)
    try writer.append([1])
    #expect(throws: LogWriter.WrongCheckpoint.self) {
      try writer.publish(SignedCheckpoint(wrong, signedBy: TestKeys.log))
    }
    #expect(try log.folder.checkpoint() == before)
    #expect(throws: LogWriter.WrongCheckpoint.self) {
      let old = Checkpoint(origin: wrong.origin, size: 10, root: wrong.root)
      _ = try LogWriter(resuming: log.folder, at: old)
    }
    try log.append([2])
    try log.publish()
    #expect(try log.findings() == [])
  }

  @Test func `an entry that does not fit is refused, and the log goes on`() throws {
    var log = try SmallLog()
    try log.append(Array(repeating: 7, count: 65_535))
    var writer = LogWriter(creating: log.folder)
    #expect(throws: FormatError.self) { try writer.append(Array(repeating: 7, count: 65_536)) }
    #expect(writer.size == 0)
    try log.publish()
    #expect(try log.findings() == [])
    #expect(try log.isRightInPython())
  }
}
