extension RegisterOfProcessing {
  /// The register to print in a terminal.
  public func text(in language: Language) -> String {
    var lines = [title[language], ""]
    lines += aligned(controllerRows(in: language))
    for entry in entries {
      lines += ["", "\(entry.label[language].onOneLine) (\(entry.purpose))"]
      lines += aligned(rows(of: entry, in: language))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The register to hand to the supervisory authority.
  public func markdown(in language: Language) -> String {
    var lines = ["# \(title[language])", ""]
    lines += controllerRows(in: language).map(\.markdown)
    for entry in entries {
      lines += ["", "## \(entry.label[language].markdownEscaped)", ""]
      lines += rows(of: entry, in: language).map(\.markdown)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Row {
    let name: String
    let value: String

    var markdown: String { "- **\(name):** \(value.markdownEscaped)" }
  }

  private var title: LocalizedText {
    LocalizedText(
      nl: "Register van verwerkingen (AVG 30)", en: "Register of processing activities (GDPR 30)")
  }

  private func aligned(_ rows: [Row]) -> [String] {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
      let space = String(repeating: " ", count: width - row.name.count)
      return "  \(row.name)\(space)  \(row.value.onOneLine)"
    }
  }

  private func controllerRows(in language: Language) -> [Row] {
    let contact = [controller.contact.email, controller.contact.phone, controller.contact.address]
    let officer = controller.dpo.map { [$0.name, $0.email].compactMap(\.self) } ?? []
    let rows: [(LocalizedText, String)] = [
      (
        LocalizedText(nl: "Verantwoordelijke", en: "Controller"),
        "\(controller.name) (\(controller.entity))"
      ),
      (
        LocalizedText(nl: "Contact", en: "Contact"),
        orNone(contact.compactMap(\.self), in: language)
      ),
      (
        LocalizedText(nl: "Functionaris gegevensbescherming", en: "Data protection officer"),
        orNone(officer, in: language)
      ),
      (
        LocalizedText(nl: "Toezichthouder", en: "Supervisory authority"),
        orNone([controller.authority].compactMap(\.self), in: language)
      ),
    ]
    return rows.map { Row(name: $0.0[language], value: $0.1) }
  }

  private func rows(of entry: Entry, in language: Language) -> [Row] {
    let none = LocalizedText(nl: "niet vastgelegd", en: "not laid down")[language]
    let rows: [(LocalizedText, String)] = [
      (LocalizedText(nl: "Grondslag", en: "Legal basis"), bases(of: entry, in: language)),
      (
        LocalizedText(nl: "Marketing", en: "Marketing"),
        (entry.isMarketing
          ? LocalizedText(nl: "ja", en: "yes") : LocalizedText(nl: "nee", en: "no"))[language]
      ),
      (LocalizedText(nl: "Mensen", en: "People"), orNone(entry.people, in: language)),
      (LocalizedText(nl: "Gegevens", en: "Data"), data(of: entry, in: language)),
      (LocalizedText(nl: "Ontvangers", en: "Recipients"), orNone(entry.recipients, in: language)),
      (
        LocalizedText(nl: "Doorgifte buiten de EER", en: "Transfers outside the EEA"),
        orNone(entry.transfers, in: language)
      ),
      (LocalizedText(nl: "Bewaren", en: "Retention"), entry.retention?.words[language] ?? none),
      (
        LocalizedText(nl: "Kanalen", en: "Channels"),
        orNone(entry.channels.map { $0.words[language] }, in: language)
      ),
      (LocalizedText(nl: "Beveiliging", en: "Security"), entry.security?[language] ?? none),
    ]
    return rows.map { Row(name: $0.0[language], value: $0.1) } + period(of: entry, in: language)
  }

  private func bases(of entry: Entry, in language: Language) -> String {
    orNone(
      entry.bases.map { basis in
        let record = basis == .legitimateInterest ? entry.assessment.map { ", \($0)" } : nil
        let article = PolicyChecker.law(basis.article, in: language)
        return "\(basis.words[language]) (\(article)\(record ?? ""))"
      }, in: language)
  }

  private func data(of entry: Entry, in language: Language) -> String {
    let special = LocalizedText(nl: "bijzonder", en: "special")[language]
    return orNone(
      entry.data.map { category in
        let parts =
          (category.isSpecial ? [special] : []) + category.attributes + category.identifiers
          + category.kinds.map(\.rawValue)
        return parts.isEmpty ? category.id : "\(category.id) (\(parts.joined(separator: ", ")))"
      }, separator: "; ", in: language)
  }

  private func period(of entry: Entry, in language: Language) -> [Row] {
    let from = entry.validFrom.map {
      Row(name: LocalizedText(nl: "Vanaf", en: "From")[language], value: $0.iso)
    }
    let to = entry.validTo.map {
      Row(name: LocalizedText(nl: "Tot en met", en: "Until")[language], value: $0.iso)
    }
    return [from, to].compactMap(\.self)
  }

  private func orNone(
    _ items: [String], separator: String = ", ", in language: Language
  ) -> String {
    guard items.isEmpty else { return items.joined(separator: separator) }
    return LocalizedText(nl: "geen", en: "none")[language]
  }
}

extension String {
  /// The text on one line, with nothing that Markdown would read as its own.
  fileprivate var markdownEscaped: String {
    var escaped = ""
    for character in onOneLine {
      if "\\`*_{}[]<>#|~!&".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
