internal import Crypto

/// What has to be known of a file before its first row is read: it is passed over once for that.
public struct ContentSurvey: Sendable {
  /// SHA-256 of the whole.
  public let digest: [UInt8]
  /// Whether all of it is valid UTF-8.
  public let isUTF8: Bool

  /// Passes over `content`, so many bytes at a time.
  public init(
    of content: any FileContent, pieceSize: Int = 1 << 20
  ) throws(ContentError) {
    var hash = SHA256()
    var isUTF8 = true
    // What ends a piece and is only the beginning of a character.
    var begun: [UInt8] = []
    var start = 0
    while start < content.count {
      let piece = try content.bytes(in: start..<min(start + pieceSize, content.count))
      start += piece.count
      piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
      guard isUTF8 else { continue }
      let text = begun.isEmpty ? piece : begun + piece
      let end = Self.endOfCharacters(in: text)
      isUTF8 = Self.isUTF8(text.span.extracting(..<end))
      begun = Array(text[end...])
    }
    digest = Array(hash.finalize())
    self.isUTF8 = isUTF8 && begun.isEmpty
  }

  static func isUTF8(_ bytes: Swift.Span<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes)) != nil
  }

  /// Where the last character ends whose bytes are all there, as far as their number shows.
  private static func endOfCharacters(in text: [UInt8]) -> Int {
    for place in text.indices.suffix(3).reversed() where text[place] >= 0xC0 {
      let length = text[place] >= 0xF0 ? 4 : text[place] >= 0xE0 ? 3 : 2
      return place + length > text.count ? place : text.count
    }
    return text.count
  }
}
