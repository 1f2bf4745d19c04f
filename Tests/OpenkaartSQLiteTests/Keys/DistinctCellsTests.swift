import OpenkaartCore
import Testing

@testable import OpenkaartCoreTests
@testable import OpenkaartSQLite

struct DistinctCellsTests {
  @Test(arguments: 0..<200)
  func `each cell is there once, sorted, and found where it stands`(seed: UInt64) {
    let random = SplitMix64(seed: seed)
    let given = (0..<random.number(0...40)).map { _ in
      CellName(
        origin: Int64(random.number(1...12)), part: random.pick(Array(FactClass.allCases)))
    }
    let cells = DistinctCells(given)
    #expect(cells.places.map { cells.names[$0] } == given)
    #expect(Set(cells.names).count == cells.names.count)
    let numbers = cells.names.map { [$0.origin, Int64($0.part.rawValue)] }
    for (one, next) in zip(numbers, numbers.dropFirst()) {
      #expect(one.lexicographicallyPrecedes(next))
    }
  }
}
