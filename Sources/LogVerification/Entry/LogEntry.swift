/// An entry of an Openkaart log: when something of what type happened, and a commitment to it.
///
/// It holds no personal data and no pseudonym, so it can stay when what it commits to is erased.
/// 42 bytes: version, type, seconds since 1970 in 8 bytes with the most significant first, and the
/// commitment.
public struct LogEntry: Hashable, Sendable {
  /// The form that is written today.
  public static let version: UInt8 = 1

  /// What happened; the log gives it no meaning.
  public let type: UInt8
  /// Seconds since 1970; what concerns one person is rounded to the minute by who writes it.
  public let seconds: UInt64
  /// 32 bytes from which nothing can be learned.
  public let commitment: MerkleHash

  /// An entry to be written.
  public init(type: UInt8, seconds: UInt64, commitment: MerkleHash) {
    self.type = type
    self.seconds = seconds
    self.commitment = commitment
  }

  /// As it stands in the log.
  public var bytes: [UInt8] { [Self.version, type] + seconds.bigEndianBytes + commitment.bytes }
}

extension UInt64 {
  package var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(self >> (56 - 8 * $0) & 255) } }
}
