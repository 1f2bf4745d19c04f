internal import Crypto
internal import OpenkaartCore

/// The name a fact gets when its source gives it none: the same rows give the same name.
///
/// The first 128 bits of SHA-256, so that nothing of the person can be read in it.
struct FactDigest: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  init(
    of members: [Node.Member], kind: FactKind, group: String?, repetition: Int,
    using writer: inout JSONWriter
  ) {
    writer.clear()
    writer.beginArray()
    writer.string(kind.rawValue)
    if let group { writer.string(group) }
    writer.integer(repetition)
    writer.beginObject()
    for member in members {
      writer.key(member.key)
      writer.node(member.value)
    }
    writer.endObject()
    writer.endArray()
    var hash = SHA256()
    writer.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    (high, low) = hash.finalize().withUnsafeBytes { bytes in
      (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// 32 hex digits.
  var text: String {
    String(unsafeUninitializedCapacity: 32) { digits in
      for place in 0..<32 {
        let word = place < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: word >> (60 - UInt64(place % 16) * 4)) & 15
        digits[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      }
      return 32
    }
  }
}
