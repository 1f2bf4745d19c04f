extension LineReader {
  /// Takes off hashes, one a line in base64, and the blank line after them.
  package mutating func hashes(
    atMost most: Int, of format: FormatError.Format
  ) throws(FormatError) -> [MerkleHash] {
    var hashes: [MerkleHash] = []
    while let text = next() {
      if text.isEmpty { return hashes }
      guard let hash = MerkleHash(base64: text) else {
        throw FormatError(format, line: line, "a hash is 32 bytes in base64")
      }
      guard hashes.count < most else {
        throw FormatError(format, line: line, "there are more than \(most) hashes")
      }
      hashes.append(hash)
    }
    throw FormatError(format, line: line + 1, "the blank line after the hashes is missing")
  }
}
