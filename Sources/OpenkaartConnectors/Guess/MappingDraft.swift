public import OpenkaartCore

/// A proposed mapping as text: a `map.yaml` with the questions that only people can answer.
public struct MappingDraft: Sendable {
  let guess: MappingGuess
  private let source: String
  private let language: Language
  /// How most dates of the file are written.
  private let dates: DatePattern

  /// - Parameters:
  ///   - guess: What the columns seem to hold.
  ///   - source: The name of the system the file is from.
  ///   - language: The language of the comments.
  public init(_ guess: MappingGuess, source: String, language: Language) {
    self.guess = guess
    self.source = source
    self.language = language
    var counts: [DatePattern: Int] = [:]
    for column in guess.columns { column.pattern.map { counts[$0.pattern, default: 0] += 1 } }
    dates = counts.max { ($0.value, $1.key.text) < ($1.value, $0.key.text) }?.key ?? .iso
  }

  func words(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  /// The whole file.
  public var text: String {
    (head + shared + ["facts:"] + described + furtherPoints + purchased + consent + rest)
      .joined(separator: "\n") + "\n"
  }

  // MARK: Parts

  private var head: [String] {
    [
      words(
        "# Voorstel op grond van de kolomnamen en \(guess.rows) rijen van \(guess.file). Kijk elke regel na;",
        "# Proposed from the names of the columns and \(guess.rows) rows of \(guess.file). Look at every line;"
      ),
      words(
        "# er is nog niets opgenomen. Bij een regel met `?` was er twijfel.",
        "# nothing was taken in yet. A line with `?` was a doubtful one."),
      "source: \(quoted(source))",
    ]
  }

  private var shared: [String] {
    var lines: [String] = []
    if dates != .iso { lines.append("dates: \(quoted(dates.text))" + doubt(dates)) }
    if let mark = decimalMark { lines.append("decimal: \(mark)") }
    lines.append("subject: {\(subject)}" + subjectNote)
    lines.append(occurredAt)
    return lines
  }

  private func doubt(_ pattern: DatePattern) -> String {
    let isAmbiguous = guess.columns.contains {
      $0.pattern.map { $0.isAmbiguous && $0.pattern == pattern } ?? false
    }
    guard isAmbiguous else { return "" }
    return words(
      "   # ? eerst de dag of eerst de maand", "   # ? the day first, or the month")
  }

  private var decimalMark: String? {
    guard guess.isOrders, let price = guess.first(.unitPrice) else { return nil }
    let last = price.sample.values.compactMap { $0.last { $0 == "," || $0 == "." } }
    guard let mark = last.first, last.allSatisfy({ $0 == mark }) else { return nil }
    return mark == "," ? "comma" : "point"
  }

  /// The identifier that says whom a row is about, and the type it gets.
  private var subjectColumn: (type: String, column: MappingGuess.Column)? {
    if let column = guess.first(.customerNumber) { return ("customerNumber", column) }
    if let column = guess.first(.sourceId) { return (sourceIdType, column) }
    if let column = guess.first(.loyaltyCard) { return ("loyaltyCard", column) }
    if let column = guess.first(.email) { return ("email", column) }
    return guess.first(.phone).map { ("phone", $0) }
  }

  /// Numbers of one system mean nothing in another: they get a type of their own.
  private var sourceIdType: String {
    let letters = source.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return (letters.isEmpty ? "source" : letters) + "Id"
  }

  private var subject: String {
    guard let (type, column) = subjectColumn else { return "customerNumber: \"?\"" }
    return "\(type): \(quoted(column.name))"
  }

  private var subjectNote: String {
    switch subjectColumn?.type {
    case nil:
      words(
        "   # ? geen kolom die zegt om wie het gaat", "   # ? no column says who it is about")
    case "customerNumber":
      words(
        "   # is dit in elk systeem hetzelfde nummer? Noem het anders \(sourceIdType)",
        "   # is this the same number in every system? If not, call it \(sourceIdType)")
    case sourceIdType:
      words(
        "   # een nummer dat alleen dit systeem geeft", "   # a number that only this system gives")
    default: ""
    }
  }

  /// Whether rows of people have an order only here and there.
  private var hasRowsWithoutOrder: Bool {
    guess.first(.order).map { $0.sample.values.count < $0.sample.rows } ?? false
  }

  private var occurredAt: String {
    if guess.isOrders, !hasRowsWithoutOrder, let ordered = guess.first(.orderedAt) {
      return "occurredAt: \(cell(ordered))"
    }
    if let modified = guess.first(.modifiedAt) { return "occurredAt: \(cell(modified))" }
    if let created = guess.first(.createdAt) {
      return "occurredAt: \(cell(created))"
        + words(
          "   # ? er is geen kolom met de laatste wijziging",
          "   # ? no column says when a row last changed")
    }
    return "occurredAt: {value: export}"
      + words(
        "   # geen datum gevonden: toen het bestand gemaakt werd",
        "   # no date found: when the file was made")
  }

  private var described: [String] {
    let attributes = guess.columns.compactMap { column -> (String, MappingGuess.Column)? in
      column.role.attribute.map { ($0, column) }
    }
    var lines = ["  - kind: described"]
    let identifiers = identifiers
    if !identifiers.isEmpty {
      lines.append("    identifiers:")
      lines += identifiers.map { "      \($0): \(quoted($1.name))" }
    }
    if !attributes.isEmpty {
      lines.append("    attributes:")
      for (name, column) in attributes { lines.append("      \(name): \(attribute(column))") }
    }
    return lines
  }

  /// The identifiers beside the subject, one of each type.
  private var identifiers: [(String, MappingGuess.Column)] {
    var found: [(String, MappingGuess.Column)] = []
    for (type, role) in [
      ("customerNumber", ColumnRole.customerNumber), (sourceIdType, .sourceId),
      ("loyaltyCard", .loyaltyCard), ("email", .email), ("phone", .phone),
    ] where type != subjectColumn?.type {
      if let column = guess.first(role) { found.append((type, column)) }
    }
    return found
  }

  private func attribute(_ column: MappingGuess.Column) -> String {
    guard column.role == .personType,
      let meanings = column.sample.meanings(MappingGuess.personTypes)
    else { return cell(column) }
    let values = meanings.map { "\(quoted($0)): \($1)" }.joined(separator: ", ")
    return "{column: \(quoted(column.name)), values: {\(values)}}"
      + words("   # ? klopt dit, en zijn er meer", "   # ? is that so, and are there more")
  }

  private func cell(_ column: MappingGuess.Column) -> String {
    guard let guessed = column.pattern, guessed.pattern != dates else { return quoted(column.name) }
    return "{column: \(quoted(column.name)), format: \(quoted(guessed.pattern.text))}"
      + (guessed.isAmbiguous ? doubt(guessed.pattern) : "")
  }

  /// Every address and number beside the first is told by a fact of its own.
  private var furtherPoints: [String] {
    [("email", ColumnRole.email), ("phone", .phone)].flatMap { type, role in
      guess.all(role).dropFirst().flatMap { column in
        [
          "  - kind: described",
          "    when: {column: \(quoted(column.name)), is: present}",
          "    identifiers: {\(type): \(quoted(column.name))}",
        ]
      }
    }
  }

  private var purchased: [String] {
    guard guess.isOrders, let order = guess.first(.order) else { return [] }
    var lines = ["  - kind: purchased"]
    if hasRowsWithoutOrder {
      lines.append("    when: {column: \(quoted(order.name)), is: present}")
      if let ordered = guess.first(.orderedAt) {
        lines.append("    occurredAt: \(cell(ordered))")
      }
    }
    lines += [
      "    group: \(quoted(order.name))"
        + words(
          "   # rijen van één bestelling horen bijeen", "   # rows of one order belong together"),
      "    order: \(quoted(order.name))",
    ]
    if let email = guess.first(.email), subjectColumn?.type != "email" {
      lines.append("    subject: {\(subject), email: \(quoted(email.name))}")
    }
    var parts: [String] = []
    if let product = guess.first(.product) { parts.append("product: \(quoted(product.name))") }
    if let line = guess.first(.productLine) { parts.append("productLine: \(quoted(line.name))") }
    if let quantity = guess.first(.quantity) { parts.append("quantity: \(quoted(quantity.name))") }
    if let price = guess.first(.unitPrice) {
      parts.append("priceCents: {column: \(quoted(price.name)), unit: euro}")
    }
    if !parts.isEmpty { lines.append("    lines: [{\(parts.joined(separator: ", "))}]") }
    return lines
      + [
        words(
          "    # Is er bij deze bestellingen betaald? Zet dan aan: constants: {saleKind: paid}",
          "    # Were these orders paid? Then switch on: constants: {saleKind: paid}"),
        words(
          "    # Werd bij de bestelling een afmelding aangeboden? Dan moet iemand dat verklaren:",
          "    # Was a way out offered with the order? Then somebody has to say so:"),
        "    # stated: {optOutOffered: {value: true, from: 2024-01-01, statedBy: \"…\", because: \"…\"}}",
      ]
  }
}
