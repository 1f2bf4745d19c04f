internal import Crypto

/// The key that seals the cells of a data key: HKDF-SHA256, its expanding step only.
///
/// - SeeAlso: RFC 5869 section 2.3.
enum CellKey {
  /// Makes the key of 32 bytes out of a data key of 32 bytes.
  static func expand(_ key: UnsafeRawBufferPointer) -> SymmetricKey {
    // One block of HMAC is all that 32 bytes take.
    SymmetricKey(
      data: KeyedCode.make(key) { hash in
        info.withUnsafeBytes { hash.update(bufferPointer: $0) }
      })
  }

  /// What the key is for, and the number of the block.
  private static let info = Array("fact".utf8) + [1]
}
