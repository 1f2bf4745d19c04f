public import LogVerification

extension Receipt {
  /// The extra data of a proof.
  public var bytes: [UInt8] {
    var bytes = Array("\(Self.header)\nentry \(type) \(seconds)\nnonce ".utf8)
    bytes += Base64.text(of: nonce) + [.newline]
    if let batch {
      bytes += Array("batch \(batch.index) \(batch.size)\n".utf8)
      for hash in batch.hashes { bytes += hash.base64 + [.newline] }
    }
    return bytes + [.newline] + record
  }
}
