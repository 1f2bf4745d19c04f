public import OpenkaartCore

/// What came of reading a mapping: the mapping, or every mistake in it.
public struct MappingReading: Sendable {
  /// The mapping; `nil` when there is a mistake.
  public let mapping: Mapping?
  public let diagnostics: [Diagnostic]
}

/// Reads a mapping from YAML or JSON.
public enum MappingReader {
  /// Reads `node`, which stands for a whole `map.yaml`.
  ///
  /// - Parameters:
  ///   - node: The document.
  ///   - source: The source of a mapping that names none; `nil` makes the field required.
  /// - Returns: The mapping, or every mistake in it.
  public static func reading(of node: Node, source: String? = nil) -> MappingReading {
    var parser = MappingParser()
    let mapping = parser.mapping(node, source: source)
    return MappingReading(
      mapping: parser.hasErrors ? nil : mapping,
      diagnostics: parser.diagnostics.sorted { $0.position < $1.position })
  }
}

extension MappingParser {
  private static let fields = [
    "source", "format", "dates", "decimal", "timeZone", "subject", "occurredAt", "facts",
  ]

  mutating func mapping(_ node: Node, source defaultSource: String?) -> Mapping? {
    guard
      let members = members(
        node, of: LocalizedText(nl: "Een mapping", en: "A mapping"), allowing: Self.fields)
    else { return nil }
    var defaults = FactDefaults()
    defaults.pattern = pattern(members["dates"], .field("dates")) ?? .iso
    defaults.subject = members["subject"]
    defaults.occurredAt = members["occurredAt"]
    let source = text(members["source"], .field("source")) ?? defaultSource
    if source == nil, members["source"] == nil {
      report(
        "map.missing", at: node.position,
        LocalizedText(
          nl: "De mapping zegt niet van welk systeem dit bestand is.",
          en: "The mapping does not say whose file this is."),
        LocalizedText(
          nl: "Voeg `source:` toe, met de naam die het beleid het systeem geeft, zoals `crm`.",
          en: "Add `source:` with the name the policy gives the system, such as `crm`."))
    }
    let format = format(members["format"])
    let mark = word(members["decimal"], .field("decimal"), as: DecimalText.Mark.self)
    let zone = text(members["timeZone"], .field("timeZone"))
    let facts = facts(members["facts"], at: node.position, defaults)
    return Mapping(
      source: source ?? "", format: format, timeZone: zone, decimalMark: mark, facts: facts)
  }

  private mutating func format(_ node: Node?) -> TableFormat {
    guard let node,
      let members = members(
        node, of: LocalizedText(nl: "Wat onder `format` staat,", en: "The format"),
        allowing: ["delimiter", "encoding", "columns", "skipRows"])
    else { return TableFormat() }
    var format = TableFormat()
    if let delimiter = members["delimiter"], case .string("\t") = delimiter.content {
      format.delimiter = .tab
    } else {
      format.delimiter = word(
        members["delimiter"], LocalizedText(nl: "Het scheidingsteken", en: "The delimiter"),
        as: TableFormat.Delimiter.self)
    }
    format.encoding = word(
      members["encoding"], LocalizedText(nl: "De codering", en: "The encoding"),
      as: TextEncoding.self)
    format.columns = texts(members["columns"], .field("columns"))
    if let rows = members["skipRows"] {
      if case .number(let text) = rows.content, let count = Int(text), 0...1000 ~= count {
        format.skippedRows = count
      } else {
        report(
          "map.wrongShape", at: rows.position,
          LocalizedText(
            nl: "Het veld `skipRows` moet een aantal rijen zijn.",
            en: "The field `skipRows` must be a number of rows."),
          LocalizedText(
            nl: "Schrijf een geheel getal van 0 tot en met 1000.",
            en: "Write a whole number from 0 to 1000."))
      }
    }
    return format
  }

  private mutating func facts(
    _ node: Node?, at position: Position, _ defaults: FactDefaults
  ) -> [FactMapping] {
    guard let node, case .array(let nodes) = node.content, !nodes.isEmpty else {
      report(
        "map.missing", at: node?.position ?? position,
        LocalizedText(nl: "De mapping noemt geen feiten.", en: "The mapping names no facts."),
        LocalizedText(
          nl:
            "Voeg `facts:` toe, met een lijst; elk feit heeft een `kind` en de kolommen waar het uit komt.",
          en: "Add `facts:` with a list; each item has a `kind` and the columns it comes from."))
      return []
    }
    return nodes.compactMap { fact($0, defaults) }
  }
}
