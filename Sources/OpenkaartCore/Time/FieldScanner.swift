/// Reads ASCII fields from text byte by byte, without copying it.
struct FieldScanner<Text: StringProtocol> {
  private var rest: Text.UTF8View.Iterator
  /// The byte that comes next, or `nil` at the end.
  private(set) var next: UInt8?

  init(_ text: Text) {
    rest = text.utf8.makeIterator()
    next = rest.next()
  }

  var isAtEnd: Bool { next == nil }

  /// Takes the next byte when it is `byte`, and says whether it did.
  mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard let next, UInt32(next) == byte.value else { return false }
    advance()
    return true
  }

  /// Takes one decimal digit.
  mutating func digit() -> Int? {
    guard let next, next >= 0x30, next <= 0x39 else { return nil }
    advance()
    return Int(next) - 0x30
  }

  /// Takes exactly `count` decimal digits, at most 18.
  mutating func digits(_ count: Int) -> Int? {
    var value = 0
    for _ in 0..<min(count, 18) {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func advance() {
    next = rest.next()
  }
}

/// Writes ASCII fields where a text will stand.
struct FieldWriter: ~Copyable {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  /// - Parameter bytes: Room for all that will be written.
  init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func append(_ byte: Unicode.Scalar) {
    bytes[count] = UInt8(truncatingIfNeeded: byte.value)
    count += 1
  }

  /// Appends `value`, at least 0, in `width` digits with leading zeros.
  mutating func append(_ value: Int, width: Int) {
    var rest = value
    for place in stride(from: count + width - 1, through: count, by: -1) {
      bytes[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += width
  }
}
