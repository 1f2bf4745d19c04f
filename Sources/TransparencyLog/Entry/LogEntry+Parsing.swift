public import LogVerification

extension LogEntry {
  /// Reads an entry.
  public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
    let byteCount = 10 + MerkleHash.byteCount
    guard bytes.count == byteCount, bytes.first == Self.version,
      let commitment = MerkleHash(bytes.dropFirst(10))
    else {
      throw FormatError(.entry, "it has \(byteCount) bytes, of which the first is 1")
    }
    self.init(
      type: Array(bytes.prefix(2))[1],
      seconds: bytes.dropFirst(2).prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
      commitment: commitment)
  }
}
