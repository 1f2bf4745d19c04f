import Crypto
public import LogVerification

extension Commitment {
  /// The nonce of the record with this number, or `nil` unless the key has 32 bytes.
  ///
  /// It comes from the data key of the subject: when that key is destroyed the nonces go with it,
  /// and nothing connects the commitments with the records any more.
  ///
  /// - Parameters:
  ///   - dataKey: Of the subject; 32 bytes.
  ///   - number: The running number among the records of the subject. No two may share one.
  /// - Returns: 32 bytes that are the same for the same key and number.
  /// - SeeAlso: RFC 5869 (HKDF).
  public static func nonce(dataKey: [UInt8], number: UInt64) -> [UInt8]? {
    guard dataKey.count == 32 else { return nil }
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: dataKey),
      info: Array("openkaart/commit-nonce/v1|".utf8) + number.bigEndianBytes,
      outputByteCount: nonceByteCount)
    return key.withUnsafeBytes { Array($0) }
  }
}
