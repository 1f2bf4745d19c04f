/// Reads numbers that were written with seven bits a byte, the lowest first.
struct NumberReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// How many bytes are left.
  var left: Int { bytes.count - offset }
  var isAtEnd: Bool { left == 0 }

  /// The next number; `nil` when the bytes end within it or it is none below 2^63.
  mutating func next() -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 63 {
      let byte = bytes[offset]
      offset += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }

  /// The next so many bytes; `nil` when there are fewer.
  mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count <= left else { return nil }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
  }
}

extension [UInt8] {
  /// Appends a number with seven bits a byte, the lowest first.
  mutating func append(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
