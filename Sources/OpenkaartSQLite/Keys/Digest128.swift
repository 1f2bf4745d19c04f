/// 128 bits of a keyed hash.
///
/// In memory they are the bytes as they stand in the database, so that a digest in an array can be
/// bound to a statement where it is.
struct Digest128: Hashable, Comparable, Sendable {
  private let words: (first: UInt64, last: UInt64)

  init(high: UInt64, low: UInt64) { words = (high.bigEndian, low.bigEndian) }

  /// Takes the first 16 bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    words = (
      bytes.loadUnaligned(as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    )
  }

  var high: UInt64 { UInt64(bigEndian: words.first) }
  var low: UInt64 { UInt64(bigEndian: words.last) }

  /// The bytes, in an order that compares as the digests do.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: words, body)
  }

  static func == (one: Self, other: Self) -> Bool { one.words == other.words }

  static func < (one: Self, other: Self) -> Bool {
    one.words.first == other.words.first ? one.low < other.low : one.high < other.high
  }

  // The bits are as good as random: half of them will do.
  func hash(into hasher: inout Hasher) { hasher.combine(words.last) }
}
