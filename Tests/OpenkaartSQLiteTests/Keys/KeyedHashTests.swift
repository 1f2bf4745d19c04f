import Crypto
import Foundation
import Testing

@testable import OpenkaartSQLite

struct KeyedHashTests {
  @Test(arguments: [0, 1, 31, 54, 55, 56, 63, 64, 65, 119, 1000])
  func `the keyed hash is the first half of HMAC-SHA256`(length: Int) {
    let key = SymmetricKey(size: .bits256)
    let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let own = KeyedHash(key: key).hash { hash in
      message.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    let usual = HMAC<SHA256>.authenticationCode(for: message, using: key)
    #expect(own.withBytes { Array($0) } == Array(Array(usual).prefix(16)))
  }
}
