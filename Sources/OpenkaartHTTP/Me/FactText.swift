import OpenkaartCore
import OpenkaartService

/// Says all that a fact tells, as text for the person it is about: "Doel: Aanbiedingen. Kanaal: e-mail."
///
/// What stands in columns of its own (who told it, when, about whom) is left out; the copy for programs
/// has every member of the document.
struct FactText {
  let page: MePage
  private let names: Words

  init(_ page: MePage) {
    self.page = page
    names = page.words("names")
  }

  private static let elsewhere: Set<String> = [
    "id", "source", "kind", "occurredAt", "recordedAt", "subject", "schema",
  ]

  /// What has a few values only, each with a name of its own; all else is shown as it was told.
  private static let closed: Set<String> = [
    "method", "saleKind", "outcome", "personType", "right", "type", "scope", "topics",
  ]

  /// The pieces of the fact, each a name and a value.
  func lines(of fact: Fact) -> [String] {
    var json = JSONWriter()
    fact.document(to: &json)
    guard let node = try? JSONReader.node(in: json.bytes), case .object(let members) = node.content
    else { return [] }
    return members.filter { !Self.elsewhere.contains($0.key) }.flatMap { member in
      // The reach of an erasure are data categories; that of an objection is a word of its own.
      let isCategories = member.key == "scope" && fact.content.kind == .erased
      return lines(of: member.value, named: isCategories ? "categories" : member.key)
    }
  }

  private func lines(of node: Node, named key: String) -> [String] {
    switch node.content {
    case .null: return []
    case .object(let members): return members.flatMap { lines(of: $0.value, named: $0.key) }
    case .array(let nodes):
      let words = nodes.compactMap { word($0, named: key) }
      guard words.count < nodes.count else { return words.isEmpty ? [] : [line(key, words)] }
      return nodes.flatMap { lines(of: $0, named: key) }
    default: return word(node, named: key).map { [line(key, [$0])] } ?? []
    }
  }

  private func line(_ key: String, _ values: [String]) -> String {
    "\(names.name(key).firstLetterUp): \(values.joined(separator: ", "))"
  }

  /// One value in words; `nil` when it holds others.
  private func word(_ node: Node, named key: String) -> String? {
    switch node.content {
    case .bool(let isTrue): return names(isTrue ? "true" : "false")
    case .number(let text):
      return key.hasSuffix("Cents") ? Int64(text).map { page.price($0) } ?? text : text
    case .string(let text): return word(text, named: key)
    default: return nil
    }
  }

  private func word(_ text: String, named key: String) -> String {
    switch key {
    case "purpose": page.purposeName(text)
    case "channel": Channel(rawValue: text)?.label[page.language] ?? text
    case "categories": DataWords.name(ofCategory: text)[page.language]
    case "kept":
      (RetentionClass.allCases.first { $0.name == text }?.label
        ?? DataWords.name(ofCategory: text))[page.language]
    case "reasons": ReasonCode(rawValue: text).map { UseSentences(page).clause($0) } ?? text
    case "at", "due", "until":
      Timestamp(rfc3339: text).map { page.zone.text(of: $0, in: page.language) } ?? text
    case let key where Self.closed.contains(key): names.name(text)
    default: text
    }
  }
}

extension MePage {
  /// An amount of euros, as people write it.
  func price(_ cents: Int64) -> String {
    let (whole, rest) = cents.quotientAndRemainder(dividingBy: 100)
    let (group, point) = language == .nl ? (".", ",") : (",", ".")
    var digits = String(whole.magnitude)
    for place in stride(from: digits.count - 3, to: 0, by: -3) {
      digits.insert(contentsOf: group, at: digits.index(digits.startIndex, offsetBy: place))
    }
    let pennies = String(rest.magnitude)
    return "€ \(cents < 0 ? "−" : "")\(digits)\(point)\(pennies.count == 1 ? "0" : "")\(pennies)"
  }
}
