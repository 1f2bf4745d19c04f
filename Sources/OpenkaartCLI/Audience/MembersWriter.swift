import OpenkaartCore
import OpenkaartService

/// Prints each person of an audience with every reason: JSON lines, or CSV.
struct MembersWriter: Sendable {
  private let gate: Gate
  private let moment: Timestamp
  private let language: Language
  private let isCSV: Bool
  private let namesPeople: Bool

  init(
    gate: Gate, at moment: Timestamp, language: Language, isCSV: Bool, namesPeople: Bool
  ) {
    self.gate = gate
    self.moment = moment
    self.language = language
    self.isCSV = isCSV
    self.namesPeople = namesPeople
  }

  /// Prints what comes before the first person.
  func start() {
    guard isCSV else { return }
    print(
      ["person", "outcome", "until", "reasons", "why", "stated", "identifiers"]
        .dropLast(namesPeople ? 0 : 1).joined(separator: ","))
  }

  /// Prints one person; without being asked for names, a number that means nothing elsewhere.
  func write(_ member: AudienceCount.Member) {
    let decision = member.answer.decision
    let text = ReasonText(gate: gate, use: member.answer.use)
    let until = decision.until.map { $0.rfc3339(offsetSeconds: gate.zone.offset(at: $0)) }
    let codes = decision.reasons.map(\.code.rawValue)
    let why = decision.reasons.first.map { text.sentence($0, in: language) } ?? ""
    let names =
      namesPeople
      ? member.person.identifiers(at: moment).map { "\($0.type.name):\($0.value)" } : nil
    let stated = member.statements.map { "\($0.field): \($0.statedBy): \($0.because)" }
    let person = Person(
      number: member.number, outcome: decision.outcome.rawValue, until: until, codes: codes,
      why: why, stated: stated, names: names)
    print(isCSV ? person.row : person.json)
  }

  /// What is printed of one person.
  private struct Person {
    let number: Int
    let outcome: String
    let until: String?
    let codes: [String]
    let why: String
    let stated: [String]
    let names: [String]?

    var row: String {
      var cells = [
        String(number), outcome, until ?? "", codes.joined(separator: " "), why,
        stated.joined(separator: " "),
      ]
      if let names { cells.append(names.joined(separator: " ")) }
      return cells.map(MembersWriter.quoted).joined(separator: ",")
    }

    var json: String {
      var json = JSONWriter()
      json.object {
        $0.key("person")
        $0.integer(number)
        $0.key("outcome")
        $0.string(outcome)
        $0.key("until")
        if let until { $0.string(until) } else { $0.null() }
        $0.key("reasons")
        $0.texts(codes)
        $0.key("why")
        $0.string(why)
        if !stated.isEmpty {
          $0.key("stated")
          $0.texts(stated)
        }
        if let names {
          $0.key("identifiers")
          $0.texts(names)
        }
      }
      return json.text
    }
  }

  /// A cell of CSV; what a spreadsheet would run as a formula gets a mark before it.
  private static func quoted(_ cell: String) -> String {
    let isFormula = cell.first.map { "=+-@\t\r".contains($0) } ?? false
    let text = isFormula ? "'" + cell : cell
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    var quoted = "\""
    for character in text { quoted += character == "\"" ? "\"\"" : String(character) }
    return quoted + "\""
  }
}

extension JSONWriter {
  fileprivate mutating func texts(_ texts: [String]) {
    array { json in
      for text in texts { json.string(text) }
    }
  }
}
