internal import Crypto
internal import OpenkaartCore

/// The name a fact gets when its source gives it none: the same rows give the same name.
///
/// The first 128 bits of SHA-256, so that nothing of the person can be read in it.
struct FactDigest: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  init(of members: [Node.Member], kind: FactKind, group: String?, repetition: Int) {
    var writer = JSONWriter()
    writer.array { json in
      json.string(kind.rawValue)
      if let group { json.string(group) }
      json.integer(repetition)
      json.object { json in
        for member in members {
          json.key(member.key)
          json.node(member.value)
        }
      }
    }
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in SHA256.hash(data: writer.bytes).enumerated() {
      if index < 8 {
        words.0 = words.0 << 8 | UInt64(byte)
      } else if index < 16 {
        words.1 = words.1 << 8 | UInt64(byte)
      }
    }
    (high, low) = words
  }

  /// 32 hex digits.
  var text: String { Self.hex(high) + Self.hex(low) }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
