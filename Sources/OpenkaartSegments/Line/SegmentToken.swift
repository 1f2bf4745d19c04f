public import OpenkaartCore

/// What is wrong with a line, and where.
public struct SegmentLineError: Error, Hashable, Sendable {
  /// A stable name for programs.
  public let code: String
  /// The place in the line, in characters from 1.
  public let place: Int
  public let message: LocalizedText
  public let remedy: LocalizedText

  /// The mistake as one about a document in which the line stands at `position`.
  public func error(at position: Position) -> DocumentError {
    DocumentError(
      code: code,
      message: LocalizedText(
        nl: "\(message.nl) (teken \(place)) \(remedy.nl)",
        en: "\(message.en) (character \(place)) \(remedy.en)"),
      at: position)
  }
}

/// A word, a quoted text or a sign of a line.
struct SegmentToken: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// Letters, digits, hyphens and underscores without quotes.
    case word(String)
    case quoted(String)
    /// One of `(`, `)`, `,` and `=`.
    case sign(Character)
    case end
  }

  let content: Content
  /// Where it starts, in characters from 1.
  let place: Int

  /// Words that mean something; a name that is one of them stands in quotes.
  static let reserved: Set<String> = [
    "and", "or", "not", "in", "for", "with", "is", "one", "of", "by", "at", "least", "most",
    "exactly", "times", "time", "cents", "anything", "known", "before", "since", "within", "bought",
    "did", "attribute", "age", "wants", "rejects", "topic", "channel", "consent", "recency",
    "frequency", "monetary",
  ]

  /// Whether a name needs no quotes.
  static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 64,
      !reserved.contains(text)
    else { return false }
    return text.utf8.allSatisfy(isWordByte)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
  }
}

extension SegmentToken {
  /// The longest line that is read, in bytes.
  static let longestLine = 8_192

  /// Takes a line apart; the last token is ``Content/end``.
  static func tokens(in line: String) throws(SegmentLineError) -> [SegmentToken] {
    guard line.utf8.count <= longestLine else {
      throw SegmentLineError(
        code: "segment.tooLong", place: 1,
        message: LocalizedText(nl: "Deze regel is te lang.", en: "This line is too long."),
        remedy: LocalizedText(
          nl: "Schrijf hem korter, of als velden.", en: "Write it shorter, or as fields."))
    }
    var tokens: [SegmentToken] = []
    var scalars = Array(line.unicodeScalars)[...]
    let count = scalars.count
    while let first = scalars.first {
      let place = count - scalars.count + 1
      switch first {
      case " ", "\t", "\n", "\r": scalars.removeFirst()
      case "(", ")", ",", "=":
        scalars.removeFirst()
        tokens.append(SegmentToken(content: .sign(Character(first)), place: place))
      case "\"":
        scalars.removeFirst()
        tokens.append(
          SegmentToken(content: .quoted(try quoted(&scalars, from: place)), place: place))
      case _ where isWord(first):
        let word = scalars.prefix(while: isWord)
        scalars = scalars.dropFirst(word.count)
        tokens.append(
          SegmentToken(content: .word(String(String.UnicodeScalarView(word))), place: place))
      default:
        throw SegmentLineError(
          code: "segment.sign", place: place,
          message: LocalizedText(
            nl: "Dit teken kan hier niet staan.", en: "This sign cannot stand here."),
          remedy: LocalizedText(
            nl: "Zet een naam of waarde tussen aanhalingstekens: \"…\".",
            en: "Put a name or value in quotes: \"…\"."))
      }
    }
    tokens.append(SegmentToken(content: .end, place: count + 1))
    return tokens
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && isWordByte(UInt8(truncatingIfNeeded: scalar.value))
  }

  /// The text up to the closing quote, which is taken too.
  private static func quoted(
    _ scalars: inout ArraySlice<Unicode.Scalar>, from place: Int
  ) throws(SegmentLineError) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"": return String(text)
      case "\\":
        guard let next = scalars.popFirst() else { break }
        text.append(next)
      default: text.append(scalar)
      }
    }
    throw SegmentLineError(
      code: "segment.quote", place: place,
      message: LocalizedText(
        nl: "Deze aanhalingstekens gaan niet dicht.", en: "These quotes are not closed."),
      remedy: LocalizedText(nl: "Zet er een `\"` achter.", en: "Put a `\"` behind it."))
  }
}
