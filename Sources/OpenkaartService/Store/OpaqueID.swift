/// A name of 32 hex digits that says nothing about what it names.
public struct OpaqueID<Named>: Hashable, Sendable, CustomStringConvertible {
  /// The 128 bits of the name.
  private let high: UInt64
  private let low: UInt64

  /// Reads the name as it stands in an address; `nil` for anything that cannot be one.
  public init?(parsing text: some StringProtocol) {
    var (high, low, count) = (UInt64(0), UInt64(0), 0)
    for letter in text.utf8 {
      let digit: UInt8
      switch letter {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = letter - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = letter - UInt8(ascii: "a") + 10
      default: return nil
      }
      count += 1
      guard count <= 32 else { return nil }
      high = high << 4 | low >> 60
      low = low << 4 | UInt64(digit)
    }
    guard count == 32 else { return nil }
    (self.high, self.low) = (high, low)
  }

  /// Makes the name out of 128 bits that only the store can tell from random ones.
  public init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// A name that no one can foresee.
  public static func random() -> OpaqueID {
    OpaqueID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
  }

  /// The 128 bits, the higher half first.
  package var words: (high: UInt64, low: UInt64) { (high, low) }

  /// The 32 digits.
  public var text: String {
    String(unsafeUninitializedCapacity: 32) { letters in
      var (high, low) = (high, low)
      for place in (0..<32).reversed() {
        let digit = UInt8(low & 15)
        letters[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        low = low >> 4 | high << 60
        high >>= 4
      }
      return 32
    }
  }

  public var description: String { text }
}
