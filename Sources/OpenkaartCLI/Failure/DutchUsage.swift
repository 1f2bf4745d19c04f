import Foundation

/// Says in Dutch what the library of arguments says in English: what is wrong with them, and the usage.
///
/// What it says otherwise, such as the help of an option, stays as it is.
enum DutchUsage {
  /// The message, line by line.
  static func translated(_ message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
      .joined(separator: "\n")
  }

  /// How a line begins, what stands between its quotes, and what follows; and the same in Dutch.
  private static let lines: [(begin: String, middle: String, end: String, nl: [String])] = [
    ("Error: Missing expected argument ", "", "", ["Fout: Er ontbreekt een argument: ", "", "."]),
    ("Error: Missing value for ", "", "", ["Fout: Er ontbreekt een waarde bij ", "", "."]),
    (
      "Error: Unknown option ", ". Did you mean ", "?",
      ["Fout: Deze optie bestaat niet: ", ". Bedoelde u ", "?"]
    ),
    ("Error: Unknown option ", "", "", ["Fout: Deze optie bestaat niet: ", "", "."]),
    ("Error: Unexpected argument ", "", "", ["Fout: Dit argument hoort hier niet: ", "", "."]),
    (
      "Error: The value ", " is invalid for ", ". Please provide one of the following:",
      ["Fout: De waarde ", " past niet bij ", ". Kies uit:"]
    ),
    ("Error: The value ", " is invalid for ", "", ["Fout: De waarde ", " past niet bij ", "."]),
    ("Error: ", "", "", ["Fout: ", "", ""]),
    ("Help: ", "", "", ["Uitleg: ", "", ""]),
    ("Usage: ", "", "", ["Gebruik: ", "", ""]),
    ("  See ", "", " for more information.", ["  Zie ", "", "."]),
  ]

  private static func line(_ line: String) -> String {
    for (begin, middle, end, nl) in lines {
      guard line.hasPrefix(begin), line.dropFirst(begin.count).hasSuffix(end) else { continue }
      let rest = String(line.dropFirst(begin.count).dropLast(end.count))
      guard !middle.isEmpty else { return nl[0] + rest + nl[2] }
      guard let found = rest.range(of: middle) else { continue }
      return nl[0] + rest[..<found.lowerBound] + nl[1] + rest[found.upperBound...] + nl[2]
    }
    return line
  }
}
