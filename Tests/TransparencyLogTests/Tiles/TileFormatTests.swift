import Testing
import TransparencyLog

@Suite struct TileFormatTests {
  @Test(arguments: [
    "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000",
    "tile/0/x000/000", "tile/0/x000/001", "tile/0/001/000", "tile/00/000", "tile/64/000",
    "tile/-1/000", "tile/+1/000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
    "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/", "tile/0/000/1", "tile/0/x001.p/1",
    "tile/entry/000", "tile/entries", "Tile/0/000", "/tile/0/000", "tile/0/../000", "tile/0/000 ",
    "tile/0/x018/x446/x744/x073/x709/x551/616", "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    "tile/0/٠٠٠", "tile/0/x001x/000", "tile/0/xx001/000",
  ])
  func `a path that is not in its form is refused`(text: String) {
    #expect(TilePath(parsing: text) == nil)
  }

  @Test(arguments: UInt64(0)..<50) func `a path is read as it is written`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let index = random.next() >> UInt64.random(in: 0..<64, using: &random)
    let width = Int.random(in: 1...256, using: &random)
    for row in [TilePath.Row.entries, .hashes(level: Int(seed) % 64)] {
      let path = TilePath(row, index: index, width: width)
      #expect(TilePath(parsing: path.description) == path)
    }
  }

  @Test func `the tiles of a log are as wide as its size says`() {
    let leaves = TilePath.Row.hashes(level: 0)
    #expect(TilePath(leaves, index: 0, size: 0) == nil)
    #expect(TilePath(leaves, index: 0, size: 256)?.width == 256)
    #expect(TilePath(leaves, index: 1, size: 256) == nil)
    #expect(TilePath(.hashes(level: 1), index: 0, size: 256)?.width == 1)
    #expect(TilePath(.hashes(level: 1), index: 0, size: 255) == nil)
    #expect(TilePath(.hashes(level: 7), index: 0, size: .max)?.width == 255)
    #expect(TilePath(.hashes(level: 63), index: 0, size: .max) == nil)
    #expect(TilePath(.entries, index: .max, size: .max) == nil)
    #expect(TilePath(.entries, index: .max / 256, size: .max)?.width == 255)
  }

  @Test func `bundles are read as they are written, and cut short are refused`() throws {
    var random = SeededRandom(seed: 4)
    var bundle = EntryBundle()
    for _ in 0..<20 { try bundle.append(random.bytes(Int.random(in: 0...300, using: &random))) }
    #expect(try EntryBundle(bundle.bytes, width: 20) == bundle)
    for width in [0, 1, 19, 21, 256] {
      #expect(throws: FormatError.self) { try EntryBundle(bundle.bytes, width: width) }
    }
    for count in 0..<bundle.bytes.count {
      let cut = Array(bundle.bytes.prefix(count))
      #expect(throws: FormatError.self) { try EntryBundle(cut, width: 20) }
    }
    let first = try EntryBundle(bundle.prefix(7), width: 7)
    #expect((0..<7).allSatisfy { first[$0] == bundle[$0] })
  }

  @Test func `tiles of another length are refused`() throws {
    let hashes = (0..<3).map { MerkleHash.leaf([UInt8($0)]) }
    let tile = Tile(level: 0, index: 0, hashes: hashes)
    #expect(try Tile.hashes(in: tile.bytes, width: 3) == hashes)
    for bytes in [tile.bytes.dropLast(), tile.bytes + [0], []] {
      #expect(throws: FormatError.self) { try Tile.hashes(in: Array(bytes), width: 3) }
    }
  }
}
