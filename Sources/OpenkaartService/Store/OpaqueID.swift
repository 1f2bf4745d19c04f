/// A name of 32 hex digits that says nothing about what it names.
public struct OpaqueID<Named>: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// Reads the name as it stands in an address; `nil` for anything that cannot be one.
  public init?(parsing text: some StringProtocol) {
    let isHex = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard isHex, text.utf8.count == 32 else { return nil }
    self.text = String(text)
  }

  /// Makes the name out of 128 bits that only the store can tell from random ones.
  public init(high: UInt64, low: UInt64) { text = Self.hex(high) + Self.hex(low) }

  /// A name that no one can foresee.
  public static func random() -> OpaqueID {
    OpaqueID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
  }

  /// The 128 bits, the higher half first.
  package var words: (high: UInt64, low: UInt64) {
    (UInt64(text.prefix(16), radix: 16) ?? 0, UInt64(text.suffix(16), radix: 16) ?? 0)
  }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  public var description: String { text }
}
