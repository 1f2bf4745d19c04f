public import LogVerification

/// What a log sends to a witness: its new checkpoint, and the proof that it only grew.
///
/// - SeeAlso: C2SP tlog-witness, "add-checkpoint".
public struct AddCheckpointRequest: Hashable, Sendable {
  /// More hashes are refused.
  public static let mostHashes = 63
  /// A witness need not read more bytes than this.
  public static let mostBytes = SignedNote.mostBytes + 4096

  /// The size that the log believes the witness signed last; 0 when it never signed.
  public let oldSize: UInt64
  /// The proof of consistency; none when the old size is 0 or the new one.
  public let hashes: [MerkleHash]
  /// The new head of the log.
  public let signedCheckpoint: SignedCheckpoint

  /// A request to be sent.
  public init(oldSize: UInt64, hashes: [MerkleHash], signedCheckpoint: SignedCheckpoint) {
    self.oldSize = oldSize
    self.hashes = hashes
    self.signedCheckpoint = signedCheckpoint
  }

  /// Reads the body of a request.
  public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
    guard bytes.count <= Self.mostBytes else {
      throw FormatError(.witnessRequest, "it is longer than \(Self.mostBytes) bytes")
    }
    var lines = LineReader(Array(bytes))
    guard let old = lines.next()?.dropping(prefix: "old "), let oldSize = Decimal.number(in: old)
    else { throw FormatError(.witnessRequest, line: 1, "it reads `old` and a whole number") }
    self.oldSize = oldSize
    hashes = try lines.hashes(atMost: Self.mostHashes, of: .witnessRequest)
    signedCheckpoint = try SignedCheckpoint(parsing: lines.rest)
  }

  /// The body of a request.
  public var bytes: [UInt8] {
    var bytes = Array("old \(oldSize)\n".utf8)
    for hash in hashes { bytes += hash.base64 + [.newline] }
    return bytes + [.newline] + signedCheckpoint.note.bytes
  }
}
