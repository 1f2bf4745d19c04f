/// The head of a log at one size: whose it is, how many entries it has, and their root.
///
/// - SeeAlso: C2SP tlog-checkpoint.
public struct Checkpoint: Hashable, Sendable {
  /// Which log; by custom an address without its scheme.
  public let origin: Name
  /// How many entries.
  public let size: UInt64
  /// The root of the tree of these entries.
  public let root: MerkleHash
  /// Lines that nobody audits; there should be none.
  public let extensions: [Name]

  /// Reads the text of a checkpoint, without signatures.
  public init(parsing text: some Collection<UInt8>) throws(FormatError) {
    var lines = LineReader(text)
    guard let origin = lines.next(), !origin.isEmpty else {
      throw FormatError(.checkpoint, line: 1, "the origin is missing")
    }
    guard let size = lines.next().flatMap({ Decimal.number(in: $0) }) else {
      throw FormatError(
        .checkpoint, line: 2, "the size is a whole number under 2^64 without leading zeros")
    }
    guard let root = lines.next().flatMap({ MerkleHash(base64: $0) }) else {
      throw FormatError(.checkpoint, line: 3, "the root is a hash of 32 bytes in base64")
    }
    var extensions: [Name] = []
    while let line = lines.next() {
      guard !line.isEmpty else {
        throw FormatError(.checkpoint, line: lines.line, "the line is empty")
      }
      extensions.append(Name(utf8: line))
    }
    guard lines.rest.isEmpty else {
      throw FormatError(.checkpoint, line: lines.line + 1, "the last line has no newline")
    }
    self.init(origin: Name(utf8: origin), size: size, root: root, extensions: extensions)
  }

  package init(origin: Name, size: UInt64, root: MerkleHash, extensions: [Name]) {
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }
}

extension MerkleHash {
  /// The hash in a line of base64, or `nil` unless it is 32 bytes.
  init?(base64 line: some Collection<UInt8>) {
    guard let bytes = Base64.bytes(in: line) else { return nil }
    self.init(bytes)
  }
}
