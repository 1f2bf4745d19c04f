import OpenkaartCore

/// What stands behind the question mark of an address.
struct Query: Sendable {
  private let values: [String: String]

  static let none = Query(values: [:])

  private init(values: [String: String]) { self.values = values }

  /// Reads `a=1&b=2`; names that are not `known` are refused, and no name may stand twice.
  init(_ text: (some StringProtocol)?, known: Set<String>) throws(Problem) {
    var values: [String: String] = [:]
    for pair in text?.split(separator: "&") ?? [] {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      // An unknown name is not repeated: it may be somebody's address.
      guard known.contains(String(parts[0])) else {
        let words = known.sorted().map { "`\($0)`" }.joined(separator: ", ")
        throw Problem(
          .requestQuery,
          detail: known.isEmpty
            ? LocalizedText(
              nl: "Achter het `?` mag hier niets staan.",
              en: "Nothing may stand behind the `?` here.")
            : LocalizedText(
              nl: "Achter het `?` mag hier alleen \(words) staan.",
              en: "Only \(words) may stand behind the `?` here."))
      }
      guard values[String(parts[0])] == nil else {
        throw Problem(
          .requestQuery,
          detail: LocalizedText(
            nl: "`\(parts[0])` staat er twee keer.", en: "`\(parts[0])` stands twice."))
      }
      values[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
    }
    self.values = values
  }

  subscript(name: String) -> String? { values[name] }

  /// A `true` or `false`; absent is `false`.
  func flag(_ name: String) throws(Problem) -> Bool {
    switch values[name] {
    case nil, "false": return false
    case "true": return true
    default:
      throw Problem(
        .requestQuery,
        detail: LocalizedText(
          nl: "`\(name)` moet true of false zijn.", en: "`\(name)` must be true or false."))
    }
  }

  /// One of a few words; absent is `nil`.
  func word<Word>(_ name: String, as type: Word.Type = Word.self) throws(Problem) -> Word?
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    guard let value = values[name] else { return nil }
    guard let word = Word(rawValue: value) else {
      let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(
        .requestQuery,
        detail: LocalizedText(
          nl: "`\(name)` moet een van \(all) zijn.", en: "`\(name)` must be one of \(all)."))
    }
    return word
  }
}
