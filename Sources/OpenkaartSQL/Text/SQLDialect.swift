@_spi(_Unicode) import Swift

/// A dialect of SQL that questions are written in.
public enum SQLDialect: String, Hashable, Sendable, CaseIterable {
  case postgresql, spark
}

/// What a column holds.
enum SQLType: Hashable, Sendable {
  case integer, bigint, boolean, text
}

extension SQLDialect {
  /// The name of a type, as the definition of a table says it.
  func name(of type: SQLType) -> String {
    switch (type, self) {
    case (.integer, .postgresql): "INTEGER"
    case (.integer, .spark): "INT"
    case (.bigint, _): "BIGINT"
    case (.boolean, _): "BOOLEAN"
    // Texts are ordered by their code points, whatever language the database was made for.
    case (.text, .postgresql): "TEXT COLLATE \"C\""
    case (.text, .spark): "STRING"
    }
  }

  /// A text as a literal; `nil` for one with a NUL, which PostgreSQL has no text for.
  ///
  /// A backslash means itself in PostgreSQL or not, as the server is set; `E''` is the same everywhere.
  func literal(_ text: String) -> String? {
    var (escaped, hasBackslash) = ("", false)
    for scalar in SQLText.canonical(text).unicodeScalars {
      switch scalar {
      case "\0": return nil
      case "'": escaped += self == .postgresql ? "''" : "\\'"
      case "\\":
        hasBackslash = true
        escaped += "\\\\"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return (hasBackslash && self == .postgresql ? "E'" : "'") + escaped + "'"
  }

  /// The texts of those items that are there, in order, as an array.
  func list(_ items: [String]) -> String {
    switch self {
    case .postgresql:
      "array_remove(ARRAY[\n    \(items.joined(separator: ",\n    "))\n  ]::TEXT[], NULL)"
    case .spark:
      "filter(array(\n    \(items.joined(separator: ",\n    "))\n  ), reason -> reason IS NOT NULL)"
    }
  }
}

/// Texts as two databases read them alike.
enum SQLText {
  /// The canonical composition of a text.
  ///
  /// Here texts are equal when they are canonically equivalent; a database compares code points. So
  /// rows and literals are both written in one form.
  ///
  /// - SeeAlso: Unicode Standard Annex 15, Normalization Form C.
  static func canonical(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var composed = ""
    for scalar in text._nfc { composed.unicodeScalars.append(scalar) }
    return composed
  }

  static let yes = "TRUE"
  static let no = "FALSE"

  /// What is true when all parts are.
  static func all(_ parts: [String]) -> String { joined(parts, " AND ", empty: yes, decides: no) }

  /// What is true when one part is.
  static func any(_ parts: [String]) -> String { joined(parts, " OR ", empty: no, decides: yes) }

  static func not(_ part: String) -> String {
    part == yes ? no : part == no ? yes : "(NOT \(part))"
  }

  private static func joined(
    _ parts: [String], _ word: String, empty: String, decides: String
  ) -> String {
    if parts.contains(decides) { return decides }
    let open = parts.filter { $0 != empty }
    guard let first = open.first else { return empty }
    return open.count == 1 ? first : "(\(open.joined(separator: word)))"
  }

  /// `value` of the first case whose condition holds; without one nothing.
  static func first(of cases: [(condition: String, value: String)]) -> String {
    guard !cases.isEmpty else { return "NULL" }
    return "CASE" + cases.map { " WHEN \($0.condition) THEN \($0.value)" }.joined() + " END"
  }
}
