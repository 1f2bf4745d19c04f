import Crypto

extension Policy {
  /// The name of a policy: 32 hex digits that change with everything a decision depends on.
  ///
  /// That is the text of the file, byte by byte, and the rules of the time zones.
  public static func version(of text: [UInt8], zones: ZoneTable) -> String {
    var hash = SHA256()
    hash.update(data: text)
    // No policy holds a zero byte, so text and zones cannot run into each other.
    hash.update(data: [0])
    hash.update(data: zones.digest)
    return hash.finalize().prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
  }
}
