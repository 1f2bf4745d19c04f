import Crypto
import Foundation
import Testing

@testable import OpenkaartSQLite

struct CellKeyTests {
  @Test(arguments: 0..<20)
  func `the key of a cell is what HKDF expands`(number: Int) {
    let key = SymmetricKey(size: .bits256)
    let own = key.withUnsafeBytes { CellKey.expand($0) }
    let usual = HKDF<SHA256>.expand(
      pseudoRandomKey: key, info: Array("fact".utf8), outputByteCount: 32)
    #expect(own == usual)
  }

  @Test func `random bytes are not given out twice`() {
    var random = RandomBytes(count: 1024)
    var seen: Set<[UInt8]> = []
    for _ in 0..<64 { seen.insert(Array(random.take(16))) }
    #expect(seen.count == 64)
  }

  @Test func `digests sort as their bytes do, and come back from them`() {
    let digests = (0..<200).map { _ in
      Digest128(high: .random(in: 0...3), low: .random(in: .min ... .max))
    }
    let sorted = digests.sorted().map { digest in digest.withBytes { Array($0) } }
    #expect(sorted == sorted.sorted { $0.lexicographicallyPrecedes($1) })
    for digest in digests { #expect(digest.withBytes { Digest128($0) } == digest) }
  }
}
