/// What somebody filled in, read against the sheet they saw.
public struct FormAnswers: Hashable, Sendable {
  /// The contact points that were given.
  public let identifiers: [Identifier]
  public let attributes: [Description.Attribute]
  /// What was said yes to; a box that stayed empty is no answer.
  public let yes: [FormSheet.Ask]

  /// Something that cannot be taken as it stands, and the field it is about.
  public struct Mistake: Hashable, Sendable {
    public let field: String
    public let text: LocalizedText
  }

  /// The answers, or every mistake in them.
  public enum Reading: Hashable, Sendable {
    case answers(FormAnswers)
    case mistakes([Mistake])
  }

  /// Reads what was sent.
  ///
  /// - Parameters:
  ///   - sheet: The form.
  ///   - values: What stands in each field, without the space around it.
  ///   - ticked: The names of the boxes that were ticked.
  ///   - known: Fields that were not asked, because the person told them before.
  ///   - point: The contact point of somebody who was recognised.
  /// - Returns: The answers, or every mistake in them.
  public static func read(
    _ sheet: FormSheet, values: [String: String], ticked: Set<String>, known: Set<String> = [],
    point: Identifier? = nil
  ) -> Reading {
    var mistakes: [Mistake] = []
    var identifiers = point.map { [$0] } ?? []
    var attributes: [Description.Attribute] = []
    for field in sheet.fields where !known.contains(field.name) {
      let value = values[field.name] ?? ""
      guard !value.isEmpty else {
        if field.isNecessary { mistakes.append(.missing(field)) }
        continue
      }
      switch field.kind {
      case .email, .phone:
        if let identifier = identifier(value, field) {
          identifiers.append(identifier)
        } else {
          mistakes.append(.wrong(field))
        }
      case .day:
        if Day(iso: value) == nil { mistakes.append(.wrong(field)) }
        attributes.append(.init(field.name, value))
      case .truth: attributes.append(.init(field.name, value == "true" ? "true" : nil))
      case .text:
        if value.utf8.count > mostBytes || value.contains(where: \.isNewline) {
          mistakes.append(.wrong(field))
        }
        attributes.append(.init(field.name, value))
      }
    }
    let yes = sheet.asks.filter { ticked.contains($0.name) }
    // A field that holds a mistake has its sentence already.
    let told = Set(mistakes.map(\.field))
    mistakes += unreachable(yes, identifiers, attributes, known).filter {
      !told.contains($0.field)
    }
    if !sheet.asks.isEmpty, yes.isEmpty, mistakes.isEmpty { mistakes.append(.nothingChosen(sheet)) }
    guard mistakes.isEmpty else { return .mistakes(mistakes) }
    return .answers(FormAnswers(identifiers: identifiers, attributes: attributes, yes: yes))
  }

  private static let mostBytes = 200

  /// A yes over a channel for which no contact point was given.
  private static func unreachable(
    _ yes: [FormSheet.Ask], _ identifiers: [Identifier], _ attributes: [Description.Attribute],
    _ known: Set<String>
  ) -> [Mistake] {
    let given = Set(identifiers.map(\.type.name) + attributes.map(\.name)).union(known)
    var mistakes: [Mistake] = []
    for ask in yes {
      let needed =
        ask.channel == .post ? ["postalCode", "houseNumber"] : [ask.channel.pointType?.name]
      for field in needed.compactMap(\.self)
      where !given.contains(field) && !mistakes.contains(where: { $0.field == field }) {
        let channel = ask.channel.label
        mistakes.append(
          Mistake(
            field: field,
            text: LocalizedText(
              nl: "Vul dit in om te kunnen kiezen voor \(channel.nl).",
              en: "Fill this in to choose \(channel.en).")))
      }
    }
    return mistakes
  }

  private static func identifier(_ value: String, _ field: FormSheet.Field) -> Identifier? {
    if field.kind == .email {
      let parts = value.split(separator: "@", omittingEmptySubsequences: false)
      let isPlausible =
        parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && value.utf8.count <= 254
        && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
        && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      guard isPlausible else { return nil }
    }
    return Identifier(IdentifierType(field.name), value)
  }
}

extension FormAnswers.Mistake {
  fileprivate static func missing(_ field: FormSheet.Field) -> Self {
    Self(
      field: field.name,
      text: LocalizedText(
        nl: "\(field.label.nl): vul dit in.", en: "\(field.label.en): fill this in."))
  }

  fileprivate static func wrong(_ field: FormSheet.Field) -> Self {
    let example =
      switch field.kind {
      case .email: LocalizedText(nl: "zoals naam@voorbeeld.nl", en: "such as name@example.com")
      case .phone: LocalizedText(nl: "zoals 06 12345678", en: "such as +31 6 12345678")
      case .day: LocalizedText(nl: "zoals 1990-05-31", en: "such as 1990-05-31")
      case .truth, .text:
        LocalizedText(
          nl: "hoogstens 200 tekens op één regel", en: "at most 200 characters on a line")
      }
    return Self(
      field: field.name,
      text: LocalizedText(
        nl: "\(field.label.nl): kijk dit na, \(example.nl).",
        en: "\(field.label.en): check this, \(example.en)."))
  }

  fileprivate static func nothingChosen(_ sheet: FormSheet) -> Self {
    Self(
      field: "asks",
      text: LocalizedText(
        nl: "Kies waar u ja op zegt.", en: "Choose what you say yes to."))
  }
}
