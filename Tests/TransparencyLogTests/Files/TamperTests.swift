import Foundation
import Testing
import TransparencyLog

/// One bit at a time, anywhere in a log: the audit must find it, and find nothing when it is put back.
///
/// `OPENKAART_TAMPERED_BITS` says how many; 10,000 in the full size.
@Suite struct TamperTests {
  static let bits =
    ProcessInfo.processInfo.environment["OPENKAART_TAMPERED_BITS"].flatMap { Int($0) } ?? 1000

  @Test func `every flipped bit is found`() throws {
    let log = try SmallLog(sizes: [100, 300, 600], seed: 42)
    let files = try log.currentFiles()
    var random = SeededRandom(seed: 2026)
    var missed: [String] = []
    for _ in 0..<Self.bits {
      // Every file as often as any other, so that small ones are not passed over.
      let file = try #require(files.randomElement(using: &random))
      let url = log.files.url.appending(path: file)
      let bytes = try Data(contentsOf: url)
      let bit = Int.random(in: 0..<bytes.count * 8, using: &random)
      try Data([UInt8](bytes).flipping(bit: bit)).write(to: url)
      if !isFound(in: log) { missed.append("bit \(bit) of \(file)") }
      try bytes.write(to: url)
    }
    #expect(missed == [])
    #expect(try log.findings() == [])
  }

  private func isFound(in log: SmallLog) -> Bool {
    do {
      return try !log.findings().isEmpty
    } catch {
      return true
    }
  }

  @Test(arguments: UInt64(0)..<20) func `both verifiers refuse`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let log = try SmallLog(sizes: [Int.random(in: 1...900, using: &random)], seed: seed)
    #expect(try log.isRightInPython())
    let file = try #require(try log.currentFiles().randomElement(using: &random))
    let count = try Data(contentsOf: log.files.url.appending(path: file)).count
    try log.flip(bit: Int.random(in: 0..<count * 8, using: &random), of: file)
    #expect(isFound(in: log), "\(file)")
    #expect(try !log.isRightInPython(), "\(file)")
  }
}
