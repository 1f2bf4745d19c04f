public import OpenkaartCore
public import OpenkaartSegments

/// A condition of a segment as one SELECT over ``FactTables``.
///
/// It gives a row a person: `person` and `answer`, true or false, or nothing where it is not known. Only
/// true makes a member. The moment asked about is part of the text; make it anew before each run.
///
/// What the tables do not tell is not known: people of whom they tell nothing at the moment, and
/// consent to a purpose that they do not name.
public struct SegmentSQL: Sendable {
  private let condition: SegmentCondition
  private let zone: ZoneRules
  private let moment: Timestamp

  /// Makes the question of a condition at a moment, with days as the controller counts them.
  public init(_ condition: SegmentCondition, at moment: Timestamp, in zone: ZoneRules) {
    self.condition = condition
    self.zone = zone
    self.moment = moment
  }

  /// The text of the question, without a semicolon.
  public func select(in dialect: SQLDialect) -> String {
    var text = SegmentText(dialect: dialect, zone: zone, moment: moment)
    let answer = text.text(condition)
    return text.select(answer)
  }
}

/// A condition in one dialect: the columns that its tests need, gathered by table.
struct SegmentText {
  let dialect: SQLDialect
  let zone: ZoneRules
  let moment: Timestamp
  /// What is counted a person, by the part of the query that counts it.
  private var columns: [Part: [String]] = [:]

  /// A part of the query that gives at most one row a person.
  enum Part: String, CaseIterable {
    case purchases, behaviours, attributes, wishes, consents
  }

  /// What else the parts have to know.
  var attributeNames: [String] = []
  var properties: [SegmentTest.Property] = []

  init(dialect: SQLDialect, zone: ZoneRules, moment: Timestamp) {
    self.dialect = dialect
    self.zone = zone
    self.moment = moment
  }

  var now: Int64 { moment.milliseconds }

  /// Lets a part count something, and gives the name of its column; the same twice is counted once.
  mutating func column(_ text: String, of part: Part) -> String {
    let known = columns[part] ?? []
    let place = known.firstIndex(of: text) ?? known.count
    if place == known.count { columns[part] = known + [text] }
    return "\(part.rawValue).found_\(place + 1)"
  }

  /// A text as a literal; what no row can hold equals nothing.
  func literal(_ text: String) -> String { dialect.literal(text) ?? "NULL" }

  mutating func text(_ condition: SegmentCondition) -> String {
    switch condition {
    case .test(let test): return text(test)
    case .not(let inner): return SQLText.not(text(inner))
    case .all(let parts): return SQLText.all(texts(parts))
    case .any(let parts): return SQLText.any(texts(parts))
    }
  }

  private mutating func texts(_ parts: [SegmentCondition]) -> [String] {
    var texts: [String] = []
    for part in parts { texts.append(text(part)) }
    return texts
  }

  /// The whole query.
  func select(_ answer: String) -> String {
    let parts = Part.allCases.filter { columns[$0] != nil }
    let queries = parts.flatMap { sources(of: $0) + [("\($0.rawValue)", query($0))] }
    let with = queries.map { "\($0.0) AS (\n  \($0.1)\n)" }.joined(separator: ", ")
    let joins = parts.map { part in
      "\nLEFT JOIN \(part.rawValue) ON \(part.rawValue).person = m.person"
    }.joined()
    return """
      \(with.isEmpty ? "" : "WITH \(with)\n")SELECT m.person,
        CASE WHEN m.valid_from <= \(now) AND (m.valid_until IS NULL OR m.valid_until > \(now))
          THEN \(answer) END AS answer
      FROM \(FactTables.members.name) m\(joins)
      """
  }

  /// The part itself: a row a person.
  private func query(_ part: Part) -> String {
    let found = (columns[part] ?? []).enumerated().map { ",\n    \($1) AS found_\($0 + 1)" }
    return "SELECT person\(found.joined())\n  FROM \(rows(of: part))\n  GROUP BY person"
  }
}
