extension PolicyParser {
  /// What stands at `key`, unless it is absent or `null`.
  private func value(_ section: Section, _ key: String) -> Node? {
    guard let node = section.node(key), node.content != .null else { return nil }
    return node
  }

  mutating func text(_ section: Section, _ key: String) -> String? {
    guard let node = value(section, key) else { return nil }
    return text(node, at: section.path(key))
  }

  /// A text that is not empty.
  ///
  /// A number written without quotes is a text too.
  mutating func text(_ node: Node, at path: String) -> String? {
    switch node.content {
    case .number(let text): return text
    case .string(let text) where text.hasUnprintable:
      refuse(
        "text.unprintable", path, at: node.position,
        LocalizedText(
          nl: "Deze tekst bevat tekens die niet te zien zijn.",
          en: "This text holds characters that cannot be seen."),
        remedy: LocalizedText(
          nl: "Typ de tekst opnieuw, zonder stuurtekens.",
          en: "Type the text again, without control characters."))
      return nil
    case .string(let text) where text.contains(where: { !$0.isWhitespace }): return text
    case .string:
      refuse(
        "field.empty", path, at: node.position,
        LocalizedText(nl: "Deze tekst is leeg.", en: "This text is empty."),
        remedy: LocalizedText(
          nl: "Vul de tekst in, of laat het veld weg.",
          en: "Fill the text in, or leave the field out."))
      return nil
    default:
      wrong(path, node, .text)
      return nil
    }
  }

  mutating func bool(_ section: Section, _ key: String) -> Bool? {
    guard let node = value(section, key) else { return nil }
    guard case .bool(let bool) = node.content else {
      wrong(section.path(key), node, .bool)
      return nil
    }
    return bool
  }

  mutating func integer(_ section: Section, _ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let node = value(section, key) else { return nil }
    guard case .number(let text) = node.content, let number = Int(text), range.contains(number)
    else {
      wrong(section.path(key), node, .integer(range))
      return nil
    }
    return number
  }

  mutating func span(_ section: Section, _ key: String) -> Span? {
    guard let node = value(section, key) else { return nil }
    return span(node, at: section.path(key))
  }

  mutating func span(_ node: Node, at path: String) -> Span? {
    guard case .string(let text) = node.content, let span = Span(parsing: text) else {
      wrong(path, node, .span)
      return nil
    }
    return span
  }

  mutating func day(_ section: Section, _ key: String) -> Day? {
    guard let node = value(section, key) else { return nil }
    guard case .string(let text) = node.content, let day = Day(iso: text) else {
      wrong(section.path(key), node, .day)
      return nil
    }
    return day
  }

  mutating func time(_ section: Section, _ key: String) -> TimeOfDay? {
    guard let node = value(section, key) else { return nil }
    guard case .string(let text) = node.content, let time = TimeOfDay(parsing: text) else {
      wrong(section.path(key), node, .time)
      return nil
    }
    return time
  }

  /// A text in every language the controller speaks; a bare text stands for all of them.
  mutating func localized(_ section: Section, _ key: String) -> LocalizedText? {
    guard let node = value(section, key) else { return nil }
    let path = section.path(key)
    switch node.content {
    case .string, .number:
      return text(node, at: path).map { LocalizedText(nl: $0, en: $0) }
    case .object: break
    default:
      wrong(path, node, .localized)
      return nil
    }
    let languages = Language.allCases.map(\.rawValue)
    guard let texts = self.section(node, at: path, fields: languages) else { return nil }
    let nl = text(texts, "nl")
    let en = text(texts, "en")
    guard let some = nl ?? en else {
      if !places.isUnreadable(path) { wrong(path, node, .localized) }
      return nil
    }
    for (language, text) in [(Language.nl, nl), (.en, en)]
    where text == nil && spoken.contains(language) && !places.isUnreadable(path) {
      report(
        "text.untranslated", severity: .warning, at: node.position,
        LocalizedText(
          nl: "Deze tekst is er niet in de taal `\(language.rawValue)`.",
          en: "This text does not exist in the language `\(language.rawValue)`."),
        remedy: LocalizedText(
          nl: "Voeg `\(language.rawValue)` toe, of haal de taal uit `controller.languages`.",
          en: "Add `\(language.rawValue)`, or take it out of `controller.languages`."))
    }
    return LocalizedText(nl: nl ?? some, en: en ?? some)
  }
}

extension PolicyParser {
  /// A word of a closed list.
  mutating func word<Word>(_ section: Section, _ key: String, as type: Word.Type) -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    guard let node = value(section, key) else { return nil }
    return word(node, at: section.path(key), as: type)
  }

  mutating func word<Word>(_ node: Node, at path: String, as type: Word.Type) -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    guard let text = text(node, at: path) else { return nil }
    if let word = Word(rawValue: text) { return word }
    reportUnknownWord(text, at: path, node.position, known: Word.allCases.map(\.rawValue))
    return nil
  }

  mutating func reportUnknownWord(
    _ word: String, at path: String, _ position: Position, known: [String]
  ) {
    let hint = NearestWord.nearest(to: word, among: known)
    let all = known.joined(separator: ", ")
    refuse(
      "field.unknownWord", path, at: position,
      LocalizedText(
        nl: "Het woord \(DocumentError.quoted(word)) kan hier niet staan.",
        en: "The word \(DocumentError.quoted(word)) cannot stand here."),
      remedy: LocalizedText(
        nl: "\(hint.map { "Bedoelde u `\($0)`? " } ?? "")Kies uit: \(all).",
        en: "\(hint.map { "Did you mean `\($0)`? " } ?? "")Choose from: \(all)."))
  }

  /// The items of a list, each with the path it will be known by.
  mutating func list(_ section: Section, _ key: String, example: String) -> [Node]? {
    guard let node = value(section, key) else { return nil }
    guard case .array(let nodes) = node.content else {
      wrong(section.path(key), node, .list(example: example))
      return nil
    }
    return nodes
  }

  /// A list of texts; one that stands twice is kept once.
  mutating func texts(_ section: Section, _ key: String, example: String) -> [String]? {
    guard let nodes = list(section, key, example: example) else { return nil }
    var texts: [String] = []
    var seen: Set<String> = []
    for node in nodes {
      guard let text = text(node, at: section.path(key)) else { continue }
      guard seen.insert(text).inserted else {
        reportRepeated(text, at: node.position)
        continue
      }
      write("\(section.path(key)).\(text)", at: node.position)
      texts.append(text)
    }
    return texts
  }

  /// A list of words of a closed list; one that stands twice is kept once.
  mutating func words<Word>(
    _ section: Section, _ key: String, example: String, as type: Word.Type
  ) -> [Word]?
  where Word: RawRepresentable & CaseIterable & Equatable, Word.RawValue == String {
    guard let nodes = list(section, key, example: example) else { return nil }
    var words: [Word] = []
    for node in nodes {
      guard let word = word(node, at: section.path(key), as: type) else { continue }
      guard !words.contains(word) else {
        reportRepeated(word.rawValue, at: node.position)
        continue
      }
      write("\(section.path(key)).\(word.rawValue)", at: node.position)
      words.append(word)
    }
    return words
  }

  private mutating func reportRepeated(_ word: String, at position: Position) {
    report(
      "list.repeated", severity: .warning, at: position,
      LocalizedText(
        nl: "\(DocumentError.quoted(word)) staat twee keer in deze lijst.",
        en: "\(DocumentError.quoted(word)) stands twice in this list."),
      remedy: LocalizedText(nl: "Laat één van de twee weg.", en: "Leave one of the two out."))
  }

  /// The names and values of an object whose names the writer chooses.
  mutating func map(_ section: Section, _ key: String, example: String) -> [Node.Member]? {
    guard let node = value(section, key) else { return nil }
    guard case .object(let members) = node.content else {
      wrong(section.path(key), node, .map(example: example))
      return nil
    }
    return members.filter { member in
      write("\(section.path(key)).\(member.key)", at: member.keyPosition)
      return isName(member.key, in: section.path(key), at: member.keyPosition)
    }
  }
}
