public import LogVerification

extension LogProof {
  /// A proof to be handed out.
  public init(
    extra: [UInt8]? = nil, inclusion: InclusionProof, in signedCheckpoint: SignedCheckpoint
  ) {
    self.init(
      extra: extra, index: inclusion.index, hashes: inclusion.hashes, in: signedCheckpoint)
  }

  /// The text of the proof, for a file that ends in `.tlog-proof`.
  public var bytes: [UInt8] {
    var bytes = Array("\(Self.header)\n".utf8)
    if let extra { bytes += Array("extra ".utf8) + Base64.text(of: extra) + [.newline] }
    bytes += Array("index \(index)\n".utf8)
    for hash in hashes { bytes += hash.base64 + [.newline] }
    return bytes + [.newline] + signedCheckpoint.note.bytes
  }
}
