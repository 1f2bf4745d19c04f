import Crypto

/// What an entry says of a record: nothing, until somebody shows the record and its nonce.
public enum Commitment {
  /// The bytes of every nonce.
  public static let nonceByteCount = 32

  /// The commitment to a record, or `nil` unless the nonce has 32 bytes.
  ///
  /// It hides the record from everybody who lacks the nonce, and binds whoever made it: a nonce of
  /// one fixed length leaves no second record with the same commitment.
  ///
  /// - SeeAlso: RFC 2104 (HMAC).
  public static func hash(of record: [UInt8], nonce: [UInt8]) -> MerkleHash? {
    guard nonce.count == nonceByteCount else { return nil }
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("openkaart/commit/v1\0".utf8) + record, using: SymmetricKey(data: nonce))
    return MerkleHash(Array(code))
  }

  /// The commitment to a batch: to the root of the tree of its commitments, and their number.
  public static func hash(ofBatch root: MerkleHash, count: UInt64) -> MerkleHash? {
    var hasher = SHA256()
    hasher.update(data: Array("openkaart/batch/v1\0".utf8) + count.bigEndianBytes + root.bytes)
    return MerkleHash(Array(hasher.finalize()))
  }
}
