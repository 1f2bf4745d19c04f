import Crypto
import OpenkaartCore
import OpenkaartService
import Testing

@testable import OpenkaartCoreTests
@testable import OpenkaartSQLite

@Suite(.serialized) struct KeyPlaneTests {
  @Test(arguments: 0..<12)
  func `a cell keeps its key, whoever asks for how many and however near they lie`(
    seed: UInt64
  ) async throws {
    let random = SplitMix64(seed: seed)
    let folder = TemporaryFolder()
    let store = try SQLiteStore(at: folder.path)
    var made: [CellName: SymmetricKey] = [:]
    for round in 0..<4 {
      let names = Self.cells(random, count: random.number(1...400))
      if round == 2 {
        // Some of them have one already.
        try store.keyPlane.makeKeys(of: names)
        for (name, key) in zip(names, try store.keyPlane.keys(of: names)) {
          let key = try #require(key)
          #expect(made[name] == nil || key == made[name])
          made[name] = key
        }
      }
      let keys = try store.keyPlane.keysMakingMissing(of: names, newAbove: .max)
      for (name, key) in zip(names, keys) {
        #expect(made[name] == nil || key == made[name])
        made[name] = key
      }
    }
    try await store.close()
    // Another that remembers nothing yet, asked in some order, more at once than it remembers or less.
    let again = try SQLiteStore(at: folder.path)
    for _ in 0..<20 {
      let few = Self.cells(random, count: random.number(0...20))
      #expect(try again.keyPlane.keys(of: few) == few.map { made[$0] })
      let many = random.shuffled(Array(made.keys)) + Self.cells(random, count: 300)
      #expect(try again.keyPlane.keys(of: many) == many.map { made[$0] })
    }
    try await again.close()
  }

  /// Cells of origins side by side, some apart, in more buckets than one.
  private static func cells(_ random: SplitMix64, count: Int) -> [CellName] {
    (0..<count).map { _ in
      let start: Int64 = random.pick([1, 90, 4_090, 1 << 13, 1 << 24])
      let gap: Int64 = random.pick([1, 2, 4, 5, 9])
      return CellName(
        origin: start + gap * Int64(random.number(0...30)),
        part: random.pick(Array(FactClass.allCases)))
    }
  }
}
