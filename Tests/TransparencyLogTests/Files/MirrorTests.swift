import Foundation
import Testing
import TransparencyLog
import TransparencyLogFiles

@Suite struct MirrorTests {
  private let copy: TemporaryFolder
  private var destination: LogFolder { LogFolder(path: copy.path + "/deep/copy") }

  init() throws { copy = try TemporaryFolder() }

  private func mirror(_ log: SmallLog) -> LogMirror {
    LogMirror(of: log.folder, in: destination, by: SmallLog.policy)
  }

  private func sizeBefore(_ outcome: LogMirror.Outcome) -> UInt64? {
    if case .copied(_, let size) = outcome { size } else { nil }
  }

  private func findings() throws -> [AuditFinding] {
    try LogAudit(of: destination, by: SmallLog.policy).report().findings
  }

  @Test func `a mirror grows with its log`() throws {
    var log = try SmallLog(sizes: [100], seed: 1)
    var random = SeededRandom(seed: 99)
    var before: UInt64 = 0
    for size in [100, 255, 256, 900, 900] {
      try log.grow(to: size, random: &random)
      #expect(try sizeBefore(mirror(log).run()) == before)
      #expect(try findings() == [])
      #expect(try destination.checkpoint() == log.folder.checkpoint())
      before = UInt64(size)
    }
  }

  @Test func `a fork is refused with both checkpoints, and the copy stays`() throws {
    let log = try SmallLog(sizes: [500], seed: 1)
    _ = try mirror(log).run()
    let kept = try destination.checkpoint()
    for sizes in [[500], [700], [300]] {
      let fork = try SmallLog(sizes: sizes, seed: 2)
      let error = #expect(throws: LogMirror.Failure.self) { try mirror(fork).run() }
      guard case .fork(let ours, let theirs) = error else {
        Issue.record("\(String(describing: error)) is no fork")
        continue
      }
      #expect(ours.bytes == kept)
      #expect(try theirs.bytes == fork.folder.checkpoint())
      for note in [ours, theirs] {
        #expect(throws: Never.self) { try note.verified(by: [TestKeys.log.verifierKey]) }
      }
      #expect(try destination.checkpoint() == kept)
      #expect(try findings() == [])
    }
  }

  @Test func `a damaged log is not copied, and the next good one is`() throws {
    var log = try SmallLog(sizes: [300], seed: 1)
    _ = try mirror(log).run()
    var random = SeededRandom(seed: 5)
    try log.grow(to: 800, random: &random)
    for file in ["tile/entries/000", "tile/entries/002", "tile/0/001", "tile/1/000.p/3"] {
      try log.flip(bit: 100, of: file)
      let error = #expect(throws: LogMirror.Failure.self) { try mirror(log).run() }
      guard case .damaged(let found) = error else {
        Issue.record("\(String(describing: error)) is no damage")
        continue
      }
      #expect(found.count == 1 && "\(found)".contains(file))
      #expect(try findings() == [])
      try log.flip(bit: 100, of: file)
    }
    #expect(try sizeBefore(mirror(log).run()) == 300)
    #expect(try findings() == [])
  }

  @Test func `a log that lost its end is told`() throws {
    let log = try SmallLog(sizes: [300, 600], seed: 1)
    _ = try mirror(log).run()
    let older = try SmallLog(sizes: [300], seed: 1)
    guard case .isBehind(_, sizeOfMirror: 600) = try mirror(older).run() else {
      Issue.record("the mirror has 600 entries and the log 300")
      return
    }
    #expect(try findings() == [])
  }
}
