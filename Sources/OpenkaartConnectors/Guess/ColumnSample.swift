internal import OpenkaartCore

/// The first values of a column, and what they look like.
struct ColumnSample: Sendable {
  /// Those that are not empty, and stand for something.
  private(set) var values: [String] = []
  /// The different texts, if they are few; `true` and `null` among them.
  private var texts: Set<String> = []
  private(set) var rows = 0

  static let mostRows = 200

  mutating func add(_ value: String) {
    rows += 1
    if !value.isEmpty, texts.count <= 6 { texts.insert(value) }
    if !value.isEmpty, value == "0" || !Identifier.standsForNobody(value) { values.append(value) }
  }

  var isEmpty: Bool { values.isEmpty }

  /// Whether most values pass; an empty column says nothing against it.
  func most(_ test: (String) -> Bool) -> Bool {
    values.isEmpty || values.count(where: test) * 10 >= values.count * 7
  }

  func all(_ test: (String) -> Bool) -> Bool { values.allSatisfy(test) }

  var areEmails: Bool {
    most { value in
      let parts = value.split(separator: "@", omittingEmptySubsequences: false)
      return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
        && !value.contains(" ")
    }
  }

  var arePhones: Bool {
    most { value in
      let digits = value.utf8.count { 0x30...0x39 ~= $0 }
      let isOnlyThose = value.allSatisfy { $0.isNumber || " +-()./'".contains($0) }
      return isOnlyThose && 8...15 ~= digits && DatePattern.guessed(for: [value]) == nil
    }
  }

  var areAmounts: Bool {
    most { value in
      let hasDigit = value.contains(where: \.isNumber)
      return hasDigit && value.allSatisfy { $0.isNumber || " .,-€$EUR".contains($0) }
    }
  }

  var areCounts: Bool { most { value in value.allSatisfy { $0.isNumber || ".,-".contains($0) } } }

  /// Whether every row has one, and no two the same.
  var areDifferent: Bool { values.count == rows && Set(values).count == values.count }

  var areShort: Bool { most { $0.count <= 40 } }

  /// How the dates are written; `nil` when they are none.
  var datePattern: DatePattern.Guess? { DatePattern.guessed(for: values) }

  /// What two or three words stand for, when all of them are known.
  func meanings(_ words: [String: String]) -> [(String, String)]? {
    var found: [String: String] = [:]
    for value in values {
      guard let meaning = words[value.lowercased()] else { return nil }
      found[value] = meaning
    }
    return found.isEmpty ? nil : found.sorted { $0.key < $1.key }
  }

  /// The answers of a column of answers.
  var choices: [String]? {
    1...6 ~= texts.count && texts.allSatisfy { $0.count <= 40 } ? texts.sorted() : nil
  }
}

extension DatePattern {
  /// How dates seem to be written.
  struct Guess: Hashable {
    let pattern: DatePattern
    /// Whether day and month could be the other way round.
    let isAmbiguous: Bool
  }

  private static let candidates: [DatePattern] = {
    let dates = [
      "dd-MM-yyyy", "d-M-yyyy", "dd/MM/yyyy", "d/M/yyyy", "MM/dd/yyyy", "M/d/yyyy", "dd.MM.yyyy",
      "d.M.yyyy", "yyyy/MM/dd", "yyyyMMdd", "dd-MM-yy", "d-M-yy",
    ]
    let times = ["", " HH:mm", " H:mm", " HH:mm:ss", " H:mm:ss"]
    var candidates = [DatePattern.iso]
    for date in dates {
      for time in times {
        if let pattern = DatePattern(date + time) { candidates.append(pattern) }
      }
    }
    return candidates
  }()

  /// The pattern that reads all of `values`; of several, day before month.
  static func guessed(for values: [String]) -> Guess? {
    guard !values.isEmpty else { return nil }
    let fitting = candidates.filter { candidate in
      values.allSatisfy { candidate.reading(of: $0) != nil }
    }
    guard let first = fitting.first else { return nil }
    let isDayFirst = first.text.hasPrefix("d")
    return Guess(
      pattern: first,
      isAmbiguous: isDayFirst && fitting.contains { $0.text.hasPrefix("M") })
  }
}
