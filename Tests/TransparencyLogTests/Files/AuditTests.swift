import Foundation
import Testing
import TransparencyLog
import TransparencyLogFiles

@Suite struct AuditTests {
  /// Sizes at the edges of tiles, and what lies between.
  static let sizes = [0, 1, 2, 255, 256, 257, 511, 512, 513, 1000, 2000]

  @Test(arguments: sizes) func `a log is right, and the Python verifier agrees`(size: Int) throws {
    let log = try SmallLog(sizes: [size / 3, size], seed: UInt64(size))
    #expect(try log.findings() == [])
    #expect(try log.isRightInPython())
  }

  @Test func `70,000 entries have 277 tiles, and one level is full`() throws {
    let log = try SmallLog(sizes: [70_000], seed: 7, entryBytes: 42...42)
    #expect(try log.findings() == [])
    let tiles = try log.currentFiles().filter { !$0.contains("entries") && $0 != "checkpoint" }
    #expect(tiles.count == 277)
    let reader = TileReader(size: 70_000) { try #require(try log.folder.read($0)) }
    let root = try #require(log.checkpoints.last?.checkpoint.root)
    for index in stride(from: UInt64(0), to: 70_000, by: 6_999) {
      let proof = try reader.inclusionProof(index: index, size: 70_000)
      #expect(proof.proves(.leaf(log.entries[Int(index)]), in: root))
    }
    let old = try reader.root(size: 65_537)
    #expect(try reader.consistencyProof(from: 65_537, to: 70_000).proves(old, isPrefixOf: root))
  }

  @Test func `partial versions go when their tile is full, and are checked until then`() throws {
    let log = try SmallLog(sizes: [3, 100, 256, 300, 301], seed: 1)
    let files = try log.currentFiles()
    #expect(!files.contains { $0.hasPrefix("tile/0/000.p") || $0.hasPrefix("tile/entries/000.p") })
    #expect(files.contains("tile/0/001.p/44") && files.contains("tile/entries/001.p/45"))
    for file in ["tile/0/001.p/44", "tile/entries/001.p/44"] {
      try log.flip(bit: 9, of: file)
      #expect(try log.findings() == [.partialVersionDiffers(file: file)])
      try log.flip(bit: 9, of: file)
    }
  }

  @Test func `it names the file and the entry that was changed`() throws {
    let log = try SmallLog(sizes: [70_000], seed: 3, entryBytes: 42...42)
    let places: [(file: String, bit: Int, finding: AuditFinding)] = [
      ("tile/entries/004", 8 * (44 * 9 + 2), .entryChanged(file: "tile/entries/004", entry: 1033)),
      ("tile/0/004", 8 * 32 * 9, .hashChanged(file: "tile/0/004", hash: 9)),
      (
        "tile/entries/273.p/112", 8 * 50,
        .entryChanged(file: "tile/entries/273.p/112", entry: 69_889)
      ),
      ("tile/0/273.p/112", 8 * 32, .hashChanged(file: "tile/0/273.p/112", hash: 1)),
      ("tile/1/000", 8 * 32 * 5 + 7, .hashChanged(file: "tile/1/000", hash: 5)),
      ("tile/1/001.p/17", 0, .hashChanged(file: "tile/1/001.p/17", hash: 0)),
      ("tile/2/000.p/1", 200, .hashChanged(file: "tile/2/000.p/1", hash: 0)),
    ]
    for place in places {
      try log.flip(bit: place.bit, of: place.file)
      #expect(try log.findings() == [place.finding])
      try log.flip(bit: place.bit, of: place.file)
    }
    #expect(try log.findings() == [])
  }

  @Test func `what is missing or cut short is named`() throws {
    for file in ["tile/entries/001", "tile/0/001", "tile/1/000.p/3", "tile/entries/003.p/32"] {
      let log = try SmallLog(sizes: [800], seed: 5)
      let url = log.files.url.appending(path: file)
      let bytes = try Data(contentsOf: url)
      try bytes.dropLast(1).write(to: url)
      let cut = try log.findings()
      #expect(cut.count == 1 && "\(cut)".contains(file), "\(cut)")
      try FileManager.default.removeItem(at: url)
      #expect(try log.findings() == [.missing(file: file)])
      #expect(try !log.isRightInPython())
    }
    let log = try SmallLog(sizes: [300], seed: 5)
    for row in ["entries", "0"] {
      try FileManager.default.removeItem(at: log.files.url.appending(path: "tile/\(row)/000"))
    }
    #expect(try log.findings().last == .cannotGoOn(entry: 0))
    try FileManager.default.removeItem(at: log.files.url.appending(path: "checkpoint"))
    #expect(throws: AuditFinding.missing(file: "checkpoint")) { try log.findings() }
  }

  @Test func `a rewritten history is seen from an earlier checkpoint`() throws {
    let log = try SmallLog(sizes: [400, 700], seed: 11)
    let rewritten = try SmallLog(sizes: [700], seed: 12)
    let shorter = try SmallLog(sizes: [300], seed: 11)
    let earlier = log.checkpoints[1].checkpoint
    #expect(try log.findings(since: earlier) == [])
    #expect(try rewritten.findings() == [])
    #expect(try rewritten.findings(since: earlier) == [.rewritten(oldSize: 400)])
    #expect(try shorter.findings(since: earlier) == [.rolledBack(oldSize: 400, size: 300)])
  }

  @Test func `a signature of somebody else is not believed`() throws {
    let log = try SmallLog(sizes: [5], seed: 1)
    let other = TrustPolicy(logs: [TestKeys.otherLog.verifierKey])
    #expect(throws: TrustError.unknownLog(TestKeys.log.verifierKey.name)) {
      try LogAudit(of: log.folder, by: other)
    }
  }
}

extension SmallLog {
  func flip(bit: Int, of file: String) throws {
    let url = files.url.appending(path: file)
    try Data([UInt8](Data(contentsOf: url)).flipping(bit: bit)).write(to: url)
  }
}
