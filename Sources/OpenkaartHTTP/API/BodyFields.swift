import OpenkaartCore

/// The fields of an object in a body: only those that are known, each of its own kind.
struct BodyFields {
  let node: Node
  private let what: LocalizedText

  /// - Throws: ``DocumentError`` when this is no object, or holds a field that is not `known`.
  init(_ node: Node, of what: LocalizedText, known: [String]) throws(DocumentError) {
    guard case .object(let members) = node.content else {
      throw .notAnObject(what, at: node.position)
    }
    for member in members where !known.contains(member.key) {
      let nearest = NearestWord.nearest(to: member.key, among: known)
      throw DocumentError(
        code: "field.unknown",
        message: LocalizedText(
          nl: "\(what.nl) heeft zo'n veld niet; laat het weg."
            + (nearest.map { " Bedoelde u `\($0)`?" } ?? ""),
          en: "\(what.en) has no field like this; leave it out."
            + (nearest.map { " Did you mean `\($0)`?" } ?? "")),
        at: member.keyPosition)
    }
    self.node = node
    self.what = what
  }

  /// The value of a field; `null` counts as absent.
  func value(_ key: String) -> Node? {
    guard let value = node[key], value.content != .null else { return nil }
    return value
  }

  func missing(_ key: String, _ why: LocalizedText) -> DocumentError {
    .missing(key, why, at: node.position)
  }

  func wrong(_ key: String, _ value: Node, _ expected: LocalizedText) -> DocumentError {
    .wrong(key, expected: expected, at: value.position)
  }

  func text(_ key: String) throws(DocumentError) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value.content else { throw wrong(key, value, .text) }
    return text
  }

  func flag(_ key: String) throws(DocumentError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let flag) = value.content else { throw wrong(key, value, .trueOrFalse) }
    return flag
  }

  func number(_ key: String, in range: ClosedRange<Int>) throws(DocumentError) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .number(let text) = value.content, let number = Int(text), range.contains(number)
    else {
      throw wrong(key, value, .wholeNumber(in: range))
    }
    return number
  }

  func moment(_ key: String) throws(DocumentError) -> Timestamp? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value.content, let moment = Timestamp(rfc3339: text) else {
      throw wrong(key, value, .moment)
    }
    return moment
  }

  func texts(_ key: String) throws(DocumentError) -> [String]? {
    guard let value = value(key) else { return nil }
    guard case .array(let nodes) = value.content else { throw wrong(key, value, .texts) }
    var texts: [String] = []
    for node in nodes {
      guard case .string(let text) = node.content else { throw wrong(key, node, .texts) }
      texts.append(text)
    }
    return texts
  }

  /// One of a few words.
  func word<Word>(_ key: String, as type: Word.Type = Word.self) throws(DocumentError) -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value.content, let word = Word(rawValue: text) else {
      throw wrong(key, value, .oneOf(Word.allCases.map(\.rawValue)))
    }
    return word
  }

  /// Identifiers of one person: `{"email": "anna@example.nl"}`.
  ///
  /// - Parameters:
  ///   - key: The field.
  ///   - takesLists: Whether several of one type may stand in a list. Not where something may be sent:
  ///     the answer is about one contact point and does not say which.
  /// - Returns: At least one.
  /// - Throws: `DocumentError` where it is anything else.
  func identifiers(
    _ key: String, takesLists: Bool = false
  ) throws(DocumentError) -> [Identifier] {
    guard let value = value(key) else {
      throw missing(
        key,
        LocalizedText(
          nl: "noem de persoon, bijvoorbeeld {\"email\": \"…\"}",
          en: "name the person, for example {\"email\": \"…\"}"))
    }
    guard case .object(let members) = value.content, !members.isEmpty else {
      throw wrong(
        key, value,
        LocalizedText(
          nl: "een object met ten minste één kenmerk van iemand",
          en: "an object with at least one identifier"))
    }
    var identifiers: [Identifier] = []
    for member in members {
      var values = [member.value]
      if takesLists, case .array(let list) = member.value.content { values = list }
      let named = values.compactMap { value -> Identifier? in
        guard case .string(let text) = value.content else { return nil }
        return Identifier(IdentifierType(member.key), text)
      }
      guard !named.isEmpty, named.count == values.count else {
        throw wrong(
          key, member.value,
          LocalizedText(
            nl: "gemaakt van teksten die iemand aanwijzen",
            en: "made of texts that point at a person"))
      }
      identifiers += named
    }
    return identifiers
  }
}
