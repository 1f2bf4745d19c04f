import Crypto
import Foundation
import Testing

@testable import OpenkaartSQLite
@testable import TransparencyLog

/// What is made by hand, because it is made often, equals what the libraries make.
struct KeyedCodeTests {
  private static func bytes(_ count: Int, _ salt: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ salt &* 17) }
  }

  @Test(arguments: [0, 1, 20, 32, 63, 64])
  func `a code equals that of the library`(keySize: Int) {
    for count in [0, 1, 55, 56, 64, 200] {
      let (key, text) = (Self.bytes(keySize, 1), Self.bytes(count, 2))
      let made = key.withUnsafeBytes { key in
        KeyedCode.make(key) { hash in text.withUnsafeBytes { hash.update(bufferPointer: $0) } }
      }
      let expected = HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key))
      #expect(Array(made) == Array(expected))
    }
  }

  @Test(arguments: [1, 2, 255, 256, 1 << 40] as [Int64])
  func `nonce and commitment equal those of the log's library`(running: Int64) throws {
    let key = Self.bytes(32, 3)
    let nonce = LogRecord.nonce(running, under: SymmetricKey(data: key))
    #expect(Array(nonce) == Commitment.nonce(dataKey: key, number: UInt64(running)))
    let said = Self.bytes(300, 4)
    for previous in [nil, MerkleHash(Self.bytes(32, 5))] {
      let link = RecordLink(entry: 7, running: running, previous: previous)
      let commitment = LogRecord.commitment(link, under: SymmetricKey(data: key)) { hash in
        said.withUnsafeBytes { hash.update(bufferPointer: $0) }
      }
      let record = LogRecord.head(link) + said
      #expect(commitment == Commitment.hash(of: record, nonce: Array(nonce)))
      let text =
        "openkaart/record/v1\nnumber \(running)\nprevious \(previous.map { "\($0)" } ?? "-")\n\n"
      #expect(LogRecord.head(link) == Array(text.utf8))
    }
  }
}
