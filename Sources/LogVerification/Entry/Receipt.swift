/// What a person needs to see that a record about them is in the log.
///
/// It travels as the extra data of a ``LogProof``, so one file that other people's tools can read
/// holds everything. The extra data are not signed and need not be: they either lead to the signed
/// root or are worth nothing.
public struct Receipt: Hashable, Sendable {
  /// Of the entry.
  public let type: UInt8
  /// Of the entry: seconds since 1970.
  public let seconds: UInt64
  /// The secret by which the entry can be recognized; 32 bytes.
  public let nonce: [UInt8]
  /// From the commitment to the root of the batch, when the entry holds one.
  public let batch: InclusionProof?
  /// What was recorded, to the byte.
  public let record: [UInt8]

  /// A receipt to be handed out.
  public init(
    type: UInt8, seconds: UInt64, nonce: [UInt8], batch: InclusionProof? = nil, record: [UInt8]
  ) {
    self.type = type
    self.seconds = seconds
    self.nonce = nonce
    self.batch = batch
    self.record = record
  }

  package static let header = "openkaart/receipt/v1"

  /// Reads the extra data of a proof.
  ///
  /// - Throws: ``FormatError`` when they are no receipt.
  public init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
    var lines = LineReader(Array(bytes))
    guard lines.next()?.elementsEqual(Self.header.utf8) == true else {
      throw FormatError(.receipt, line: 1, "it begins with the line \(Self.header)")
    }
    guard let (type, seconds) = Self.numbers(in: lines.next(), after: "entry"),
      let type = UInt8(exactly: type)
    else { throw FormatError(.receipt, line: 2, "it reads `entry TYPE SECONDS`") }
    (self.type, self.seconds) = (type, seconds)
    guard let nonce = lines.next()?.dropping(prefix: "nonce ").flatMap({ Base64.bytes(in: $0) }),
      nonce.count == Commitment.nonceByteCount
    else { throw FormatError(.receipt, line: 3, "it reads `nonce` and 32 bytes in base64") }
    self.nonce = nonce
    batch = try Self.batch(&lines)
    record = Array(lines.rest)
  }

  /// The lines of a batch, if there are any, and the blank line after them.
  private static func batch(_ lines: inout LineReader) throws(FormatError) -> InclusionProof? {
    guard let first = lines.next() else {
      throw FormatError(
        .receipt, line: lines.line + 1, "the blank line before the record is missing")
    }
    guard !first.isEmpty else { return nil }
    guard let (index, size) = numbers(in: first, after: "batch") else {
      throw FormatError(.receipt, line: lines.line, "it reads `batch INDEX SIZE`")
    }
    let hashes = try lines.hashes(atMost: InclusionProof.mostHashes, of: .receipt)
    return InclusionProof(index: index, size: size, hashes: hashes)
  }

  /// The two numbers of a line, or `nil` when it is another line.
  private static func numbers(
    in line: ArraySlice<UInt8>?, after word: String
  ) -> (UInt64, UInt64)? {
    guard let words = line?.split(separator: .space, omittingEmptySubsequences: false),
      words.count == 3, words[0].elementsEqual(word.utf8),
      let first = Decimal.number(in: words[1]), let second = Decimal.number(in: words[2])
    else { return nil }
    return (first, second)
  }

  /// The entry that must be in the log if the receipt is true; `nil` when its parts do not fit.
  public var entry: LogEntry? {
    guard let own = Commitment.hash(of: record, nonce: nonce) else { return nil }
    return commitment(above: own).map { LogEntry(type: type, seconds: seconds, commitment: $0) }
  }

  /// What the entry must hold if it is about `own`, or a batch that has `own` in it.
  private func commitment(above own: MerkleHash) -> MerkleHash? {
    guard let batch else { return own }
    guard let root = batch.root(above: .leaf(own.bytes)) else { return nil }
    return Commitment.hash(ofBatch: root, count: batch.size)
  }
}
