internal import OpenkaartCore

extension MappingDraft {
  /// The questions about consent, and a block that does nothing until somebody answers them.
  var consent: [String] {
    let columns = guess.all(.consent)
    guard !columns.isEmpty else { return [] }
    let names = columns.map { "`\($0.name)`" }.joined(separator: ", ")
    var lines = [
      "",
      words(
        "# TOESTEMMING: hiervan wordt niets opgenomen voordat u de vragen beantwoordt.",
        "# CONSENT: nothing of this is taken in before you answer the questions."),
      words("# Het lijkt te staan in: \(names).", "# It seems to stand in: \(names)."),
    ]
    lines += questions.map { "#   \($0)" }
    lines.append(
      words(
        "# Haal daarna de tekens weg. Een nee heeft geen bewijs nodig: neem dat hoe dan ook over.",
        "# Then take the marks away. A no needs no proof: take that over in any case."))
    let answers = columns.filter { $0.sample.datePattern == nil && !isAddress($0) }
    // Where only moments are told, one that is there is the answer.
    let moments = columns.filter { !isAddress($0) }
    return lines
      + (answers.isEmpty
        ? moments.flatMap { momentBlock(of: $0) } : answers.flatMap { block(of: $0) })
  }

  private func momentBlock(of column: MappingGuess.Column) -> [String] {
    let kind = isAboutLeaving(column) ? "withdrew" : "consented"
    let proof = kind == "consented" ? ", notice: ?@?, method: ?" : ""
    return [
      "#  - kind: \(kind)",
      "#    when: {column: \(quoted(column.name)), is: present}",
      "#    occurredAt: \(quoted(column.name))",
      "#    constants: {purpose: ?, channel: \(channel(of: column))\(proof)}",
    ]
  }

  private var questions: [String] {
    [
      words(
        "1. Waarvoor zeiden mensen ja? Welk doel in het beleid, over welk kanaal?",
        "1. What did people say yes to? Which purpose of the policy, over which channel?"),
      words(
        "2. Wat deden zij daarvoor? form, doubleOptIn, paper of phone; stond het vinkje al aan: preTicked;",
        "2. What did they do for it? form, doubleOptIn, paper or phone; was the box ticked before: preTicked;"
      ),
      words(
        "   weet niemand het: imported. De laatste twee staan niets toe.",
        "   does nobody know: imported. The last two permit nothing."),
      words(
        "3. Welke tekst zagen zij? De versie in het beleid, als kennisgeving@versie.",
        "3. Which text did they see? The version in the policy, as notice@version."),
      words(
        "4. Wanneer? De kolom met het moment van het ja, niet dat van de laatste wijziging.",
        "4. When? The column with the moment of the yes, not of the last change."),
    ]
  }

  private func isAddress(_ column: MappingGuess.Column) -> Bool {
    column.header.contains("ip") || column.header.words.last == "ip"
  }

  private func block(of column: MappingGuess.Column) -> [String] {
    let choices = (column.sample.choices ?? []).filter { !isNeither($0) }
    let no = choices.filter { isNo($0, column) }
    let yes = choices.filter { !no.contains($0) }
    let name = quoted(column.name)
    let moment =
      guess.all(.consent).first { !$0.sample.isEmpty && $0.sample.datePattern != nil }
      .map { quoted($0.name) } ?? "?"
    func list(_ values: [String]) -> String {
      "[" + (values.isEmpty ? "?" : values.map { quoted($0) }.joined(separator: ", ")) + "]"
    }
    let consented = [
      "#  - kind: consented",
      "#    when: {column: \(name), equals: \(list(yes))}",
      "#    occurredAt: \(moment)",
      "#    constants: {purpose: ?, channel: \(channel(of: column)), notice: ?@?, method: ?}",
    ]
    let withdrew = [
      "#  - kind: withdrew",
      "#    when: {column: \(name), equals: \(list(no))}",
      "#    constants: {channel: \(channel(of: column))}",
    ]
    // A column about leaving tells of no yes.
    return isAboutLeaving(column) ? withdrew : consented + withdrew
  }

  /// Whether somebody was never asked.
  private func isNeither(_ value: String) -> Bool {
    let words = HeaderText(value).words
    return words.first == "never" || words == ["unknown"] || words == ["onbekend"]
  }

  /// Whether a value says no, as far as the words tell; in a column about leaving, yes is no.
  private func isNo(_ value: String, _ column: MappingGuess.Column) -> Bool {
    let word = value.lowercased()
    let isNegative =
      ["no", "nee", "n", "false", "0", "onwaar"].contains(word)
      || word.hasPrefix("unsub") || word.hasPrefix("uitgesch") || word.hasPrefix("afgemeld")
      || word.hasPrefix("non") || word.hasPrefix("no ") || word.hasPrefix("opt out")
      || word == "suppressed"
    return isAboutLeaving(column) ? !isNegative : isNegative
  }

  private func isAboutLeaving(_ column: MappingGuess.Column) -> Bool {
    column.header.containsAny([
      "optout", "unsubscribed", "blacklisted", "blacklist", "suppressed", "suppressions",
      "do not call", "do not email", "afgemeld", "afmelddatum", "afmelding", "uitgeschreven",
    ])
  }

  private func channel(of column: MappingGuess.Column) -> String {
    if column.header.containsAny(["sms", "text"]) { return "sms" }
    if column.header.containsAny(["call", "phone", "bel", "telefoon"]) { return "phone" }
    if column.header.containsAny(["post", "mailing adres"]) { return "post" }
    return "email"
  }

  /// What is not read, and what must not be.
  var rest: [String] {
    var lines: [String] = []
    let numbers = guess.all(.citizenNumber).map(\.name)
    if !numbers.isEmpty {
      lines += [
        "",
        words(
          "# Een burgerservicenummer hoort hier niet: \(listed(numbers)). Laat het uit de export weg.",
          "# A citizen number does not belong here: \(listed(numbers)). Leave it out of the export."
        ),
      ]
    }
    let unread = guess.all(.none).map(\.name)
    if !unread.isEmpty {
      lines += [
        "", words("# Niet gelezen: ", "# Not read: ") + listed(unread) + ".",
      ]
    }
    return lines
  }

  private func listed(_ names: [String]) -> String {
    names.map { name in
      String(name.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
    }.joined(separator: ", ")
  }

  /// A name or text in YAML: plain where that cannot be read as anything else.
  func quoted(_ text: String) -> String {
    let isPlain =
      text.first.map { $0.isASCII && $0.isLetter } ?? false
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " _-.".contains($0)) }
      && text.last != " "
    let isWord = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
      .contains(text.lowercased())
    if isPlain, !isWord { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted += "\\"
        quoted.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
