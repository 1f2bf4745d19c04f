extension PolicyParser {
  /// An item of a list, and how it is known.
  struct Item {
    let name: String
    let path: String
    /// Whether it has a name, and one of its own; others are read for their mistakes only.
    let isOwnName: Bool
  }

  /// Reads the field that names an item of a list, such as the `id` of a purpose.
  mutating func item(
    _ node: Node, in path: String, by key: String, among names: inout [String: Position]
  ) -> Item {
    let unnamed = Item(name: "", path: "\(path).?", isOwnName: false)
    guard case .object(let members) = node.content else { return unnamed }
    guard let member = members.first(where: { $0.key == key }), member.value.content != .null else {
      refuse(
        "field.missing", unnamed.path, at: node.position,
        LocalizedText(nl: "Het veld `\(key)` ontbreekt.", en: "The field `\(key)` is missing."),
        remedy: LocalizedText(
          nl: "Geef dit onderdeel een eigen naam: `\(key): …`.",
          en: "Give this part a name of its own: `\(key): …`."))
      return unnamed
    }
    guard let name = text(member.value, at: unnamed.path),
      isName(name, in: path, at: member.value.position)
    else { return unnamed }
    if let first = names[name] {
      refuse(
        "id.duplicate", unnamed.path, at: member.value.position,
        LocalizedText(
          nl: "\(DocumentError.quoted(name)) staat al op regel \(first.line).",
          en: "\(DocumentError.quoted(name)) already stands on line \(first.line)."),
        remedy: LocalizedText(
          nl: "Geef elk onderdeel een eigen naam: verander of verwijder één van de twee.",
          en: "Give each part a name of its own: change or remove one of the two."))
      return Item(name: name, path: unnamed.path, isOwnName: false)
    }
    names[name] = member.value.position
    return Item(name: name, path: "\(path).\(name)", isOwnName: true)
  }

  /// Whether `name` can be referred to: from a consent as `notice@2`, from a command, from a page.
  mutating func isName(_ name: String, in path: String, at position: Position) -> Bool {
    let scalars = name.unicodeScalars
    let isUsable =
      (1...64).contains(scalars.count) && scalars.first?.properties.isWhitespace == false
      && scalars.last?.properties.isWhitespace == false && !name.hasUnprintable
      && scalars.allSatisfy { $0 != "@" && $0 != "." && $0 != "\n" && $0 != "\t" }
    guard !isUsable else { return true }
    refuse(
      "id.wrong", "\(path).?", at: position,
      LocalizedText(
        nl: "\(DocumentError.quoted(name)) kan geen naam zijn.",
        en: "\(DocumentError.quoted(name)) cannot be a name."),
      remedy: LocalizedText(
        nl: "Gebruik 1 tot 64 letters, cijfers en streepjes; geen `@`, geen punt.",
        en: "Use 1 to 64 letters, digits and hyphens; no `@` and no full stop."))
    return false
  }
}

extension String {
  /// Whether this holds what a terminal or page would obey instead of show.
  ///
  /// Line breaks and tabs are text; other control characters, and those that turn the direction of
  /// reading around, are not.
  var hasUnprintable: Bool {
    unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: false
      case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
  }
}
