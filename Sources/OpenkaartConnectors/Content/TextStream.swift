/// A text of which only what is being read is in memory, as UTF-8.
///
/// A value: a copy reads on by itself.
struct TextStream: Sendable {
  private let content: any FileContent
  let encoding: TextEncoding
  /// Whether all of it is valid; where not, each row is looked at on its own.
  let isValid: Bool
  /// What is in memory.
  private(set) var bytes: [UInt8] = []
  /// Where in the text ``bytes`` begin.
  private(set) var base: Int
  /// Where in the file the rest begins.
  private var next: Int
  /// Where pieces begin, in the text and in the file: to find again what was passed.
  private var marks: [(text: Int, file: Int)] = []

  static let pieceSize = 1 << 18

  private let pieceSize: Int

  /// Opens a text: written as its byte order mark says, else as `encoding` does, else as UTF-8 if it is
  /// valid as that, else as Windows-1252.
  ///
  /// - Parameters:
  ///   - content: The file.
  ///   - encoding: How it is written, where no byte order mark says so.
  ///   - survey: What is known of the file, if it was passed over before.
  ///   - pieceSize: How many bytes are read at once; 16 at least.
  /// - Throws: ``ContentError`` when the file cannot be read.
  init(
    _ content: any FileContent, encoding: TextEncoding?, survey: ContentSurvey? = nil,
    pieceSize: Int = Self.pieceSize
  ) throws(ContentError) {
    self.content = content
    // A character of UTF-16 has an even number of bytes.
    self.pieceSize = max(16, pieceSize & ~1)
    let mark = Self.mark(of: try content.bytes(in: 0..<min(3, content.count)))
    let known = mark?.encoding ?? encoding
    var isUTF8 = true
    if known ?? .utf8 == .utf8 {
      let survey = if let survey { survey } else { try ContentSurvey(of: content) }
      isUTF8 = survey.isUTF8
    }
    self.encoding = known ?? (isUTF8 ? .utf8 : .windows1252)
    isValid = isUTF8 || known == nil
    next = mark?.length ?? 0
    // The text of UTF-8 is the file itself.
    base = self.encoding == .utf8 ? next : 0
    try begin()
  }

  /// Opens a text that is UTF-8 or refused line by line.
  init(
    linesOf content: any FileContent, pieceSize: Int = Self.pieceSize
  ) throws(ContentError) {
    self.content = content
    self.pieceSize = max(16, pieceSize)
    encoding = .utf8
    isValid = false
    let mark = Self.mark(of: try content.bytes(in: 0..<min(3, content.count)))
    next = mark?.encoding == .utf8 ? 3 : 0
    base = next
    try begin()
  }

  private mutating func begin() throws(ContentError) {
    if isWhole { try content.checkUnchanged() } else { try readOn(from: base) }
  }

  /// Whether the end of the text is in memory.
  var isWhole: Bool { next == content.count }

  /// How much of the text was passed at a place of ``bytes``, from 0 to 1.
  func part(at offset: Int) -> Double {
    Double(max(0, next - (bytes.count - offset))) / Double(max(1, content.count))
  }

  /// Reads on, twice as much if nothing can be let go of.
  ///
  /// - Parameter place: What stands before this place of the text is let go of.
  /// - Throws: ``ContentError`` when the file cannot be read any further.
  mutating func readOn(from place: Int) throws(ContentError) {
    let rest = bytes[(place - base)...]
    let count = max(pieceSize, rest.count + rest.count % 2)
    let end = min(next + count, content.count)
    if encoding != .utf8 { marks.append((base + bytes.count, next)) }
    let (text, used) = decoded(try content.bytes(in: next..<end), isLast: end == content.count)
    bytes = rest.isEmpty ? text : Array(rest) + text
    base = place
    next += used
    if isWhole { try content.checkUnchanged() }
  }

  /// The bytes at a place of the text that may have been passed, at most so many.
  func bytes(in range: Range<Int>, most: Int) -> [UInt8] {
    let range = range.prefix(most)
    guard range.lowerBound < base || range.upperBound > base + bytes.count else {
      return Array(bytes[(range.lowerBound - base)..<(range.upperBound - base)])
    }
    if encoding == .utf8 { return (try? content.bytes(in: range)) ?? [] }
    var passed = self
    let mark = marks.last { $0.text <= range.lowerBound } ?? (0, 0)
    (passed.bytes, passed.base, passed.next) = ([], mark.text, mark.file)
    while passed.base + passed.bytes.count < range.upperBound, !passed.isWhole {
      guard (try? passed.readOn(from: passed.base)) != nil else { return [] }
    }
    let start = min(range.lowerBound - passed.base, passed.bytes.count)
    return Array(passed.bytes[start...].prefix(range.count))
  }

  // MARK: Encodings

  private static func mark(
    of bytes: [UInt8]
  ) -> (encoding: TextEncoding, length: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// The text of a piece, and how many bytes of it were used.
  private func decoded(_ piece: [UInt8], isLast: Bool) -> (text: [UInt8], used: Int) {
    switch encoding {
    case .utf8: (piece, piece.count)
    case .windows1252: (Windows1252.utf8(piece), piece.count)
    case .utf16LittleEndian: UTF16Piece.utf8(piece, isLittleEndian: true, isLast: isLast)
    case .utf16BigEndian: UTF16Piece.utf8(piece, isLittleEndian: false, isLast: isLast)
    }
  }
}

/// Pieces of UTF-16.
private enum UTF16Piece {
  static func utf8(
    _ bytes: [UInt8], isLittleEndian: Bool, isLast: Bool
  ) -> (text: [UInt8], used: Int) {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2 + 1)
    var index = 0
    while index + 1 < bytes.count {
      let first = UInt16(bytes[index])
      let second = UInt16(bytes[index + 1])
      units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
      index += 2
    }
    if !isLast, let last = units.last, UTF16.isLeadSurrogate(last) {
      // The other half is in the next piece.
      units.removeLast()
      index -= 2
    }
    // Half a character at the end, or half a pair, becomes U+FFFD: the row shows that it is damaged.
    if isLast, index < bytes.count { units.append(0xFFFD) }
    return (Array(String(decoding: units, as: UTF16.self).utf8), isLast ? bytes.count : index)
  }
}

/// Latin-1 and what Windows added to it.
private enum Windows1252 {
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
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
    return text
  }

  /// Bytes 0x80 to 0x9F as the WHATWG encoding standard reads them.
  private static let windows: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
}
