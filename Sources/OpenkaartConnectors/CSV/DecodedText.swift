/// The bytes of a file as UTF-8, and how they were written.
struct DecodedText: Sendable {
  let bytes: [UInt8]
  /// Where the text begins, behind a byte order mark.
  let start: Int
  let encoding: TableFormat.TextEncoding
  /// Whether all of it is valid; where not, each row is looked at on its own.
  let isValid: Bool

  /// Decodes `bytes`: by their byte order mark, else as `encoding` says, else as UTF-8 if they are
  /// valid as that, else as Windows-1252.
  init(_ bytes: [UInt8], encoding: TableFormat.TextEncoding?) {
    let mark = Self.mark(of: bytes)
    switch mark?.encoding ?? encoding {
    case .utf16LittleEndian:
      self.init(utf16: bytes, from: mark?.length ?? 0, isLittleEndian: true)
    case .utf16BigEndian:
      self.init(utf16: bytes, from: mark?.length ?? 0, isLittleEndian: false)
    case .windows1252: self.init(windows1252: bytes)
    case .utf8: self.init(utf8: bytes, from: mark?.length ?? 0, isValid: Self.isUTF8(bytes))
    case nil where Self.isUTF8(bytes): self.init(utf8: bytes, from: 0, isValid: true)
    case nil: self.init(windows1252: bytes)
    }
  }

  private init(utf8 bytes: [UInt8], from start: Int, isValid: Bool) {
    self.bytes = bytes
    self.start = start
    encoding = .utf8
    self.isValid = isValid
  }

  private init(utf16 bytes: [UInt8], from start: Int, isLittleEndian: Bool) {
    var units: [UInt16] = []
    units.reserveCapacity((bytes.count - start) / 2)
    var index = start
    while index + 1 < bytes.count {
      let first = UInt16(bytes[index])
      let second = UInt16(bytes[index + 1])
      units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
      index += 2
    }
    // Half a character at the end, or half a pair, becomes U+FFFD: the row shows that it is damaged.
    if index < bytes.count { units.append(0xFFFD) }
    self.bytes = Array(String(decoding: units, as: UTF16.self).utf8)
    self.start = 0
    encoding = isLittleEndian ? .utf16LittleEndian : .utf16BigEndian
    isValid = true
  }

  private init(windows1252 bytes: [UInt8]) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 16)
    for byte in bytes {
      if byte < 0x80 {
        text.append(byte)
      } else {
        let scalar = byte < 0xA0 ? Self.windows[Int(byte) - 0x80] : UInt16(byte)
        // Two or three bytes: every scalar here is at least U+0080 and below U+FFFF.
        if scalar < 0x800 {
          text.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
        } else {
          text.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
          text.append(UInt8(truncatingIfNeeded: 0x80 | (scalar >> 6 & 0x3F)))
        }
        text.append(UInt8(truncatingIfNeeded: 0x80 | (scalar & 0x3F)))
      }
    }
    self.bytes = text
    start = 0
    encoding = .windows1252
    isValid = true
  }

  private static func mark(
    of bytes: [UInt8]
  ) -> (encoding: TableFormat.TextEncoding, length: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  static func isUTF8(_ bytes: [UInt8]) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
  }

  /// Bytes 0x80 to 0x9F as the WHATWG encoding standard reads them.
  private static let windows: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
