/// Reads the members of an object one by one, and remembers which were read.
///
/// Every reader throws a ``DocumentError`` that says where the field stands and how to mend it.
struct Fields {
  let node: Node
  /// Whether the document was written by ``Fact/document(to:)``: identifiers are taken as they stand.
  private let isStored: Bool
  /// How many identifiers and contact points stood for nobody and were left out.
  private(set) var placeholders = 0
  private let members: [Node.Member]
  /// Those that were asked for, a bit each.
  private var isRead: UInt64 = 0
  /// Those of them that no bit is left for.
  private var isReadBeyond: Set<Int> = []

  init(_ node: Node, of what: LocalizedText, isStored: Bool = false) throws(DocumentError) {
    guard case .object(let members) = node.content else {
      throw .notAnObject(what, at: node.position)
    }
    self.node = node
    self.isStored = isStored
    self.members = members
  }

  /// The members nobody asked for.
  var unread: [Node.Member] {
    members.indices.lazy.filter { !isRead($0) }.map { members[$0] }
  }

  private func isRead(_ index: Int) -> Bool {
    index < 64 ? isRead & 1 << UInt64(index) != 0 : isReadBeyond.contains(index)
  }

  /// The value of `key`, marked as read; `null` counts as absent.
  mutating func value(_ key: String) -> Node? {
    guard let value = valueOrNull(key) else { return nil }
    if case .null = value.content { return nil }
    return value
  }

  /// The value of `key`, marked as read; `null` is a value.
  mutating func valueOrNull(_ key: String) -> Node? {
    guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
    if index < 64 { isRead |= 1 << UInt64(index) } else { isReadBeyond.insert(index) }
    return members[index].value
  }

  /// The identifiers of the person that a document is about.
  ///
  /// - Throws: ``DocumentError`` when it names none, or none that stands for somebody.
  mutating func subject(_ why: LocalizedText) throws(DocumentError) -> [Identifier] {
    let before = placeholders
    guard let subject = try identifiers("subject"), !subject.isEmpty else {
      guard placeholders > before else { throw missing("subject", why) }
      throw DocumentError(
        code: "field.nobody",
        message: LocalizedText(
          nl:
            "Het veld `subject` noemt niemand: deze waarde staat bij velen. Noem de klant bij iets "
            + "van henzelf.",
          en: "The field `subject` names nobody: such a value stands in many records. "
            + "Name the person by something of their own."),
        at: value("subject")?.position ?? node.position)
    }
    return subject
  }

  func missing(_ key: String, _ why: LocalizedText) -> DocumentError {
    .missing(key, why, at: node.position)
  }

  static func wrong(_ key: String, _ node: Node, expected: LocalizedText) -> DocumentError {
    .wrong(key, expected: expected, at: node.position)
  }

  mutating func text(_ key: String) throws(DocumentError) -> String? {
    guard let node = value(key) else { return nil }
    switch node.content {
    // A customer number written without quotes is still a customer number.
    case .string(let text), .number(let text): return text
    default: throw Self.wrong(key, node, expected: .text)
    }
  }

  mutating func requiredText(
    _ key: String, _ why: LocalizedText
  ) throws(DocumentError) -> String {
    guard let text = try text(key), !text.isEmpty else { throw missing(key, why) }
    return text
  }

  mutating func bool(_ key: String) throws(DocumentError) -> Bool? {
    guard let node = value(key) else { return nil }
    guard case .bool(let bool) = node.content else {
      throw Self.wrong(key, node, expected: .trueOrFalse)
    }
    return bool
  }

  mutating func integer(
    _ key: String, in range: ClosedRange<Int64>
  ) throws(DocumentError) -> Int64? {
    guard let node = value(key) else { return nil }
    guard case .number(let text) = node.content, let number = Int64(text), range.contains(number)
    else {
      throw Self.wrong(key, node, expected: .wholeNumber(in: range))
    }
    return number
  }

  mutating func moment(_ key: String) throws(DocumentError) -> Timestamp? {
    guard let node = value(key) else { return nil }
    guard case .string(let text) = node.content, let moment = Timestamp(rfc3339: text) else {
      throw Self.wrong(key, node, expected: .moment)
    }
    return moment
  }

  mutating func day(_ key: String) throws(DocumentError) -> Day? {
    guard let node = value(key) else { return nil }
    guard case .string(let text) = node.content, let day = Day(iso: text) else {
      throw Self.wrong(key, node, expected: .day(such: "2026-11-01"))
    }
    return day
  }

  /// A word of a closed list; the error names the nearest and all.
  mutating func word<Word>(_ key: String, as type: Word.Type = Word.self) throws(DocumentError)
    -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    guard let node = value(key) else { return nil }
    return try Self.word(node, for: key)
  }

  static func word<Word>(
    _ node: Node, for key: String, as type: Word.Type = Word.self
  ) throws(DocumentError) -> Word
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    if case .string(let text) = node.content, let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    guard case .string(let text) = node.content else {
      throw wrong(key, node, expected: .oneOf(known))
    }
    let nearest = NearestWord.nearest(to: text, among: known)
    let all = known.joined(separator: ", ")
    throw DocumentError(
      code: "field.unknownWord",
      message: LocalizedText(
        nl: "Het veld `\(key)` moet een van \(all) zijn."
          + (nearest.map { " Bedoelde u `\($0)`?" } ?? ""),
        en: "The field `\(key)` must be one of \(all)."
          + (nearest.map { " Did you mean `\($0)`?" } ?? "")),
      at: node.position)
  }

  mutating func list(_ key: String) throws(DocumentError) -> [Node]? {
    guard let node = value(key) else { return nil }
    guard case .array(let nodes) = node.content else {
      throw Self.wrong(key, node, expected: .list)
    }
    return nodes
  }

  mutating func texts(_ key: String) throws(DocumentError) -> [String]? {
    guard let nodes = try list(key) else { return nil }
    var texts: [String] = []
    for node in nodes {
      switch node.content {
      case .string(let text), .number(let text): texts.append(text)
      default: throw Self.wrong(key, node, expected: .texts)
      }
    }
    return texts
  }

  mutating func object(_ key: String) throws(DocumentError) -> [Node.Member]? {
    guard let node = value(key) else { return nil }
    guard case .object(let members) = node.content else {
      throw Self.wrong(key, node, expected: .object)
    }
    return members
  }

  /// Identifiers of one person: `{"email": "anna@example.nl"}`, several of a type as a list; those
  /// that stand for nobody are left out.
  mutating func identifiers(_ key: String) throws(DocumentError) -> [Identifier]? {
    guard let members = try object(key) else { return nil }
    var identifiers: [Identifier] = []
    identifiers.reserveCapacity(members.count)
    for member in members {
      let type = IdentifierType(member.key)
      guard case .array(let nodes) = member.value.content else {
        if let identifier = try identifier(type, member.value) { identifiers.append(identifier) }
        continue
      }
      for node in nodes {
        if let identifier = try identifier(type, node) { identifiers.append(identifier) }
      }
    }
    return identifiers
  }

  /// The identifier that a value is; `nil` when there is none, or it stands for nobody.
  private mutating func identifier(
    _ type: IdentifierType, _ node: Node
  ) throws(DocumentError) -> Identifier? {
    switch node.content {
    case .null: return nil
    case .string(let text) where isStored: return Identifier(stored: type, text)
    case .string(let text), .number(let text):
      let identifier = try identifier(type, text, node)
      if identifier == nil { placeholders += 1 }
      return identifier
    default: throw Self.wrong(type.name, node, expected: .text)
    }
  }

  /// The identifier a text is; `nil` when it stands for nobody.
  private func identifier(
    _ type: IdentifierType, _ text: String, _ node: Node
  ) throws(DocumentError) -> Identifier? {
    if Identifier.standsForNobody(text), !text.isEmpty { return nil }
    guard let identifier = Identifier(type, text) else {
      throw Self.wrong(
        type.name, node,
        expected: LocalizedText(
          nl: "een waarde die iemand aanwijst", en: "a value that points at a person"))
    }
    return identifier.isPlaceholder ? nil : identifier
  }

  /// A contact point in its normal form for `channel`; `nil` also for one that stands for nobody.
  mutating func contactPoint(_ key: String, on channel: Channel?) throws(DocumentError)
    -> ContactPoint?
  {
    guard let text = try text(key) else { return nil }
    if isStored { return text }
    let guessed: IdentifierType? = text.utf8.contains(UInt8(ascii: "@")) ? .email : nil
    let type = channel?.pointType ?? guessed
    let identifier = type.flatMap { Identifier($0, text) }
    if Identifier.standsForNobody(text) || identifier?.isPlaceholder == true {
      placeholders += 1
      return nil
    }
    guard type != nil else { return text }
    guard let identifier else {
      throw Self.wrong(
        key, value(key) ?? node,
        expected: LocalizedText(nl: "een geldig adres of nummer", en: "a valid contact point"))
    }
    return identifier.value
  }
}

extension Fields {
  /// Refuses the members nobody asked for, naming the nearest that exists.
  func refuseUnread() throws(DocumentError) {
    guard let first = unread.first else { return }
    throw DocumentError(
      code: "field.unknown",
      message: LocalizedText(
        nl: "Het veld `\(first.key)` is hier niet bekend; laat het weg.",
        en: "The field `\(first.key)` is not known here; leave it out."),
      at: first.keyPosition)
  }
}
