import OpenkaartConnectors
import Testing

/// Random numbers that a seed repeats: SplitMix64.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct TableHostileTests {
  private static let seedText =
    "sep=;\r\nklantnr;naam;\"e-mail\";bedrag\r\n=\"0123\";\"de \"\"Boer\"\"\";a@example.nl;"
    + "€ 1.234,50\r\n2;\"twee\nregels\";b@example.nl;2,00\r\n;;;\r\n3;Zoë;;4\r\n"

  private static let marks: [UInt8] = Array("\";,\t|\r\n= @0".utf8) + [0, 0xFF, 0xC2, 0xA0, 0xEF]

  /// Reads everything and touches every cell; the number of rows shows that it ends.
  private func exhaust(_ bytes: [UInt8], _ format: TableFormat) {
    guard
      var table = try? TableReader(
        bytes, format: format, limits: TableLimits(cellBytes: 64, columns: 16))
    else { return }
    var row = TableRow()
    var last = 0
    while (try? table.next(&row)) == true {
      #expect(row.number > last)
      last = row.number
      for column in -1...row.count { _ = row[column] }
      _ = row.excerpt(pointingAt: row.problemColumn ?? row.count - 1)
    }
    #expect(last <= bytes.count + 1)
  }

  @Test(arguments: UInt64(0)..<400) func `mutated tables never trap`(seed: UInt64) {
    var random = Seeded(seed)
    var bytes = Array(Self.seedText.utf8)
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      let mark = Self.marks.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[index] = mark
      case 1: bytes.insert(mark, at: index)
      default: bytes.remove(at: index)
      }
    }
    let delimiters: [TableFormat.Delimiter?] = TableFormat.Delimiter.allCases + [nil]
    let encodings: [TextEncoding?] = TextEncoding.allCases + [nil]
    exhaust(
      bytes,
      TableFormat(
        delimiter: delimiters.randomElement(using: &random) ?? nil,
        encoding: encodings.randomElement(using: &random) ?? nil))
  }

  @Test func `tables cut off anywhere never trap`() {
    let bytes = Array(Self.seedText.utf8)
    for end in 0...bytes.count { exhaust(Array(bytes[..<end]), TableFormat()) }
  }

  @Test func `quotes without end cost no more than their length`() throws {
    let bytes = Array(String(repeating: "a,\"\"\"\n", count: 50_000).utf8)
    let clock = ContinuousClock()
    let time = try clock.measure {
      var table = try TableReader(Array("a,b\n".utf8) + bytes)
      var row = TableRow()
      while try table.next(&row) {}
    }
    #expect(time < .seconds(5))
  }
}
