import OpenkaartCore

/// Says what a fact tells, for whoever serves the customer: "doel: Aanbiedingen; kanaal: e-mail".
///
/// What has no word here or in the policy is shown as its source told it.
struct FactWords {
  let policy: Policy
  let zone: ZoneRules
  let language: Language

  /// What the line says already: who told it, when, about whom.
  private static let elsewhere: Set<String> = [
    "id", "source", "kind", "occurredAt", "recordedAt", "subject",
  ]

  /// What has a few values only, each with a name of its own.
  private static let closed: Set<String> = [
    "method", "outcome", "personType", "register", "response", "right", "saleKind", "scope",
  ]

  /// What holds a day or a moment; a number that looks like one is no day.
  private static let times: Set<String> = ["due", "pausedUntil", "validFrom", "validUntil"]

  /// The pieces of the fact, each a name and a value.
  func details(of fact: Fact) -> String {
    var json = JSONWriter()
    fact.document(to: &json)
    guard let node = try? JSONReader.node(in: json.bytes), case .object(let members) = node.content
    else { return "" }
    return members.filter { !Self.elsewhere.contains($0.key) }.flatMap { member in
      // The reach of an erasure are data categories; that of an objection is a word of its own.
      let isCategories = member.key == "scope" && fact.content.kind == .erased
      let key = isCategories ? "categories" : member.key
      return pieces(of: member.value, at: key, named: name(key))
    }.joined(separator: "; ")
  }

  /// The name of a field of a fact, or of an attribute or identifier of a person.
  func name(_ key: String) -> String { FieldNames.fields[key]?[language] ?? key }

  /// The value of a field, an attribute or an identifier.
  func value(_ text: String, at key: String) -> String {
    switch key {
    case "purpose": return policy.purpose(text)?.label[language] ?? text
    case "channel", "channels": return Channel(rawValue: text)?.label[language] ?? text
    case "productLine", "topic": return topic(text)
    case "field": return name(text)
    case "categories": return DataWords.name(ofCategory: text)[language]
    case "kept":
      let part = RetentionClass.allCases.first { $0.name == text }
      return (part?.label ?? DataWords.name(ofCategory: text))[language]
    case _ where Self.closed.contains(key) || key.hasPrefix("is"):
      return FieldNames.values[text]?[language] ?? text
    case _ where Self.times.contains(key) || key.hasSuffix("Date"): return time(text)
    default: return text
    }
  }

  private func time(_ text: String) -> String {
    if let day = Day(iso: text) { return zone.dayText(of: zone.start(of: day), in: language) }
    return Timestamp(rfc3339: text).map { zone.text(of: $0, in: language) } ?? text
  }

  private func topic(_ id: String) -> String {
    policy.productLines.first { $0.id == id }?.label[language] ?? id
  }

  private func pieces(of node: Node, at key: String, named name: String) -> [String] {
    switch node.content {
    case .object(let members):
      return members.flatMap {
        pieces(of: $0.value, at: $0.key, named: self.name($0.key, within: key))
      }
    case .array(let nodes) where key == "lines" && !nodes.isEmpty:
      return [nodes.map(line).joined(separator: " + ")]
    case .array(let nodes):
      let words = nodes.compactMap { word($0, at: key) }
      guard words.count == nodes.count else {
        return nodes.flatMap { pieces(of: $0, at: key, named: name) }
      }
      let separator = key == "quietHours" ? " – " : ", "
      return words.isEmpty ? [] : ["\(name): \(words.joined(separator: separator))"]
    default: return word(node, at: key).map { ["\(name): \($0)"] } ?? []
    }
  }

  /// The name of a member; wishes name a topic or a channel where others name a field.
  private func name(_ key: String, within parent: String) -> String {
    switch parent {
    case "topics": "\(name(parent)) \(topic(key))"
    case "frequency": "\(name(parent)) \(value(key, at: "channel"))"
    default: name(key)
    }
  }

  /// One value in words; `nil` when it holds others, or is none.
  private func word(_ node: Node, at key: String) -> String? {
    switch node.content {
    case .bool(let isTrue): FieldNames.values[isTrue ? "true" : "false"]?[language]
    case .number(let text):
      key.hasSuffix("Cents") ? Int(text).map { language.price($0) } ?? text : text
    case .string(let text): value(text.replacing("\n", with: " "), at: key)
    default: nil
    }
  }

  /// A line of an order: "2 × hatchback-x (Auto's), € 25.000,00".
  private func line(_ node: Node) -> String {
    let line = node["productLine"].flatMap { word($0, at: "productLine") }
    let product = node["product"].flatMap { word($0, at: "product") }
    let what = product.map { product in line.map { "\(product) (\($0))" } ?? product } ?? line
    let count = node["quantity"].flatMap { word($0, at: "quantity") } ?? "1"
    let price = node["priceCents"].flatMap { word($0, at: "priceCents") }
    return "\(count) × \(what ?? name("product"))" + (price.map { ", \($0)" } ?? "")
  }
}
