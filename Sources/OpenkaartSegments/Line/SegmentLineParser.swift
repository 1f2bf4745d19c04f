internal import OpenkaartCore

extension SegmentCondition {
  /// Reads a line such as `bought cars at least 2 times in 24 months and not age at most 17`.
  ///
  /// `and` binds tighter than `or`, `not` tighter than both.
  ///
  /// - Throws: ``SegmentLineError`` with the place and a remedy.
  public init(line: String) throws(SegmentLineError) {
    var parser = SegmentLineParser(tokens: try SegmentToken.tokens(in: line))
    self = try parser.condition(depth: 0)
    guard parser.next.content == .end else {
      throw parser.expected(
        LocalizedText(nl: "`and`, `or` of het einde", en: "`and`, `or` or the end"))
    }
  }
}

/// Reads the tokens of a line.
struct SegmentLineParser {
  private let tokens: [SegmentToken]
  private var index = 0
  private var tests = 0

  init(tokens: [SegmentToken]) { self.tokens = tokens }

  var next: SegmentToken { tokens[min(index, tokens.count - 1)] }

  mutating func condition(depth: Int) throws(SegmentLineError) -> SegmentCondition {
    var parts = [try conjunction(depth: depth)]
    while takes("or") { parts.append(try conjunction(depth: depth)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction(depth: Int) throws(SegmentLineError) -> SegmentCondition {
    var parts = [try operand(depth: depth)]
    while takes("and") { parts.append(try operand(depth: depth)) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func operand(depth: Int) throws(SegmentLineError) -> SegmentCondition {
    guard depth < SegmentCondition.deepest else {
      throw mistake(
        "segment.depth",
        LocalizedText(
          nl: "Hier staan te veel haakjes in elkaar.", en: "Too many brackets stand in each other."),
        LocalizedText(nl: "Schrijf het vlakker op.", en: "Write it flatter."))
    }
    if takes("not") { return .not(try operand(depth: depth + 1)) }
    if takes("(") {
      let inner = try condition(depth: depth + 1)
      try take(")")
      return inner
    }
    tests += 1
    guard tests <= SegmentCondition.mostTests else {
      throw mistake(
        "segment.tests",
        LocalizedText(nl: "Hier staan te veel voorwaarden.", en: "There are too many conditions."),
        LocalizedText(
          nl: "Laat er weg, tot hoogstens \(SegmentCondition.mostTests).",
          en: "Leave some out, to \(SegmentCondition.mostTests) at most."))
    }
    return .test(try test())
  }
}

// MARK: - Tokens

extension SegmentLineParser {
  /// Takes a word or sign if it is the next.
  mutating func takes(_ text: String) -> Bool {
    let isNext =
      switch next.content {
      case .word(let word): word == text
      case .sign(let sign): String(sign) == text
      case .quoted, .end: false
      }
    if isNext { index += 1 }
    return isNext
  }

  mutating func take(_ text: String) throws(SegmentLineError) {
    guard takes(text) else { throw expected(LocalizedText(nl: "`\(text)`", en: "`\(text)`")) }
  }

  /// Takes the next word, whatever it means.
  mutating func word() -> String? {
    guard case .word(let word) = next.content else { return nil }
    index += 1
    return word
  }

  /// A name or value: a word without a meaning of its own, or a text in quotes.
  mutating func name() throws(SegmentLineError) -> String {
    switch next.content {
    case .word(let word) where !SegmentToken.reserved.contains(word):
      index += 1
      return word
    case .quoted(let text) where !text.isEmpty && text.utf8.count <= 1_024:
      index += 1
      return text
    default:
      throw expected(
        LocalizedText(nl: "een naam, of een tekst tussen \"…\"", en: "a name, or a text in \"…\""))
    }
  }

  mutating func number() throws(SegmentLineError) -> Int64 {
    guard case .word(let word) = next.content, word.utf8.count <= 16, let number = Int64(word),
      number >= 0, number <= Bound.most
    else { throw expected(LocalizedText(nl: "een heel getal", en: "a whole number")) }
    index += 1
    return number
  }

  mutating func day() throws(SegmentLineError) -> Day {
    guard case .word(let word) = next.content, let day = Day(iso: word) else {
      throw expected(LocalizedText(nl: "een dag als 2026-11-01", en: "a day as 2026-11-01"))
    }
    index += 1
    return day
  }

  mutating func span() throws(SegmentLineError) -> Span {
    let start = index
    if let count = word(), let unit = word(), let span = Span(parsing: "\(count) \(unit)") {
      return span
    }
    index = start
    throw expected(
      LocalizedText(
        nl: "een duur, zoals `24 months`, `7 days` of `72 hours`",
        en: "a span, such as `24 months`, `7 days` or `72 hours`"))
  }

  /// A word of a closed list.
  mutating func word<Word>(
    of type: Word.Type, _ what: LocalizedText
  ) throws(SegmentLineError) -> Word
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    if case .word(let text) = next.content, let word = Word(rawValue: text) {
      index += 1
      return word
    }
    let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw expected(LocalizedText(nl: "\(what.nl): \(all)", en: "\(what.en): \(all)"))
  }

  func mistake(
    _ code: String, _ message: LocalizedText, _ remedy: LocalizedText
  ) -> SegmentLineError {
    SegmentLineError(code: code, place: next.place, message: message, remedy: remedy)
  }

  /// What should have stood here.
  func expected(_ what: LocalizedText) -> SegmentLineError {
    mistake(
      "segment.unexpected",
      LocalizedText(
        nl: next.content == .end ? "De regel houdt te vroeg op." : "Dit woord past hier niet.",
        en: next.content == .end ? "The line ends too soon." : "This word does not fit here."),
      LocalizedText(nl: "Schrijf hier \(what.nl).", en: "Write \(what.en) here."))
  }
}
