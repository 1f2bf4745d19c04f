/// A proof that an entry is in a log, which anybody can check without asking the log.
///
/// - SeeAlso: C2SP tlog-proof.
public struct LogProof: Hashable, Sendable {
  /// What the application adds; nothing signs it.
  public let extra: [UInt8]?
  /// The place of the entry in the log, from 0.
  public let index: UInt64
  /// From the sibling of the leaf up to the child of the root.
  public let hashes: [MerkleHash]
  /// The head of the log, with its signatures.
  public let signedCheckpoint: SignedCheckpoint

  package init(extra: [UInt8]?, index: UInt64, hashes: [MerkleHash], in signed: SignedCheckpoint) {
    self.extra = extra
    self.index = index
    self.hashes = hashes
    signedCheckpoint = signed
  }

  package static let header = "c2sp.org/tlog-proof@v1"
  private static let mostBytes = SignedNote.mostBytes * 2

  /// Reads a proof.
  public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
    guard bytes.count <= Self.mostBytes else {
      throw FormatError(.proof, "it is longer than \(Self.mostBytes) bytes")
    }
    var lines = LineReader(Array(bytes))
    guard lines.next()?.elementsEqual(Self.header.utf8) == true else {
      throw FormatError(.proof, line: 1, "it begins with the line \(Self.header)")
    }
    var line = lines.next()
    if let text = line?.dropping(prefix: "extra ") {
      guard let bytes = Base64.bytes(in: text) else {
        throw FormatError(.proof, line: lines.line, "the extra data are not in base64")
      }
      extra = bytes
      line = lines.next()
    } else {
      extra = nil
    }
    guard let number = line?.dropping(prefix: "index ").flatMap({ Decimal.number(in: $0) }) else {
      throw FormatError(.proof, line: lines.line, "it reads `index` and a whole number")
    }
    index = number
    hashes = try lines.hashes(atMost: InclusionProof.mostHashes, of: .proof)
    signedCheckpoint = try SignedCheckpoint(parsing: lines.rest)
  }

  /// Checks that the entry with this leaf hash is in a log that `policy` trusts.
  ///
  /// - Throws: ``TrustError``.
  public func verified(
    leaf: MerkleHash, by policy: TrustPolicy
  ) throws(TrustError) -> VerifiedCheckpoint {
    let verified = try signedCheckpoint.verified(by: policy)
    let size = verified.checkpoint.size
    let inclusion = InclusionProof(index: index, size: size, hashes: hashes)
    guard inclusion.proves(leaf, in: verified.checkpoint.root) else {
      throw .notIncluded(index: index, size: size)
    }
    return verified
  }
}
