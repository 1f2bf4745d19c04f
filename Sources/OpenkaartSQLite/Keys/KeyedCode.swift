internal import Crypto
internal import Foundation

/// HMAC-SHA256 under a key that is used a few times only.
///
/// `HMAC` of the library does the same several times slower; a test compares them.
///
/// - SeeAlso: RFC 2104.
enum KeyedCode {
  /// The code of what `write` feeds in, under a key of at most 64 bytes.
  static func make(
    _ key: UnsafeRawBufferPointer, _ write: (inout SHA256) -> Void
  ) -> SHA256Digest {
    let inner = digest(of: key, xor: 0x36, write)
    return digest(of: key, xor: 0x5C) { hash in
      inner.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
  }

  private static func digest(
    of key: UnsafeRawBufferPointer, xor mask: UInt8, _ rest: (inout SHA256) -> Void
  ) -> SHA256Digest {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { block in
      for index in 0..<64 { block[index] = mask ^ (index < key.count ? key[index] : 0) }
      var hash = SHA256()
      hash.update(bufferPointer: UnsafeRawBufferPointer(block))
      if let start = block.baseAddress { explicit_bzero(start, block.count) }
      rest(&hash)
      return hash.finalize()
    }
  }
}
