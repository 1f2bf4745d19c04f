import OpenkaartAudience
public import OpenkaartCore

/// A question about everybody, as one SELECT over a ``PersonTable``.
///
/// It gives a row a person: `person`, `outcome`, `first_reason` and `reasons`, the codes of every reason
/// in the order in which the gate gives them. The outcome is `allow`, `later`, `deny`, or `open` where the row
/// cannot tell; ask the gate about those one by one. Never take `open` for a yes.
///
/// The moment asked about is part of the text. Make it anew before each run.
public struct AudienceSQL: Sendable {
  private let table: PersonTable
  private let programs: QuestionPrograms
  private let moment: Timestamp

  /// Makes the question of a use, whose subject does not matter.
  ///
  /// - Returns: `nil` when rows tell nothing of the question, and everybody has to be asked one by one:
  ///   it names a recipient, or other data than usual; or a rule in it asks what no column holds.
  public init?(_ table: PersonTable, use: Use, at moment: Timestamp) {
    guard let programs = QuestionPrograms(table.layout, use: use, at: moment) else { return nil }
    self.table = table
    self.programs = programs
    self.moment = moment
  }

  /// The text of the question, without a semicolon.
  public func select(in dialect: SQLDialect) -> String {
    SelectText(dialect: dialect, table: table, programs: programs, moment: moment).text
  }

  /// The text of the question about the members of a segment only, without a semicolon.
  ///
  /// The data that the segment reads is then used too: make the question of a use that says so.
  public func select(of segment: SegmentSQL, in dialect: SQLDialect) -> String {
    """
    SELECT asked.person, asked.outcome, asked.first_reason, asked.reasons
    FROM (
    \(select(in: dialect))
    ) asked JOIN (
    \(segment.select(in: dialect))
    ) members ON members.person = asked.person
    WHERE members.answer
    """
  }
}

/// One question in one dialect, layer by layer.
private struct SelectText {
  let dialect: SQLDialect
  let table: PersonTable
  let programs: QuestionPrograms
  let moment: Timestamp

  private var now: ProgramText {
    ProgramText(table: table, programs: programs, program: programs.now)
  }
  private var bases: [String] { programs.now.bases.indices.map { "basis_\($0 + 1)" } }
  private var rules: [String] { programs.now.reasons.indices.map { "rule_\($0 + 1)" } }

  var text: String {
    """
    WITH seen AS (
      \(seen)
    ), asked AS (
      \(layer("seen", askedColumns))
    ), carried AS (
      \(layer("asked", [(SQLText.any(bases), "has_basis")]))
    ), ruled AS (
      \(layer("carried", ruleColumns))
    ), stopped AS (
      \(layer("ruled", stopColumns))
    ), judged AS (
      \(layer("stopped", [(outcome, "outcome")]))
    )
    SELECT person, outcome,
      \(firstReason) AS first_reason,
      CASE WHEN outcome <> 'open' THEN \(dialect.list(reasons)) END AS reasons
    FROM judged
    """
  }

  /// The rows, with the consent that the question is about taken apart.
  private var seen: String {
    let consent = "p.\(table.name(of: .consent(programs.now.consentColumn)) ?? "person")"
    let day = "(\(consent) & \(Cell.dayMask))"
    return """
      SELECT p.*,
          \(day) AS \(ProgramText.Given.consentDay),
          \(consent) >= \(Cell.hasMore) AS \(ProgramText.Given.hasMore),
          \(consent) = \(Cell.open) AS \(ProgramText.Given.isOpenCell),
          COALESCE(s.standing, 0) AS \(ProgramText.Given.standing),
          (s.cell IS NULL AND \(day) < \(Cell.firstDay)) AS \(ProgramText.Given.isUnread)
        FROM \(table.people.name) p LEFT JOIN \(PersonTable.standings.name) s ON s.cell = \(consent)
      """
  }

  private func layer(_ source: String, _ columns: [(text: String, name: String)]) -> String {
    let added = columns.map { ",\n      \($0.text) AS \($0.name)" }.joined()
    return "SELECT \(source).*\(added)\n  FROM \(source)"
  }

  private var askedColumns: [(String, String)] {
    [(now.isOpen(at: moment), "is_open")] + zip(now.bases, bases)
  }

  /// The rules as they are found; those that say why no basis holds only where none does.
  private var ruleColumns: [(String, String)] {
    let carried = zip(programs.now.bases, bases).map { (basis: $0.basis, text: $1) }
    func text(_ reason: Program.Reason) -> String { now.text(reason.test, carried: carried) }
    let reasons = programs.now.reasons
    let exact = reasons.filter { $0.kind == .failure }.map { SQLText.not(text($0)) }
    return zip(reasons, rules).map { reason, name in
      switch reason.kind {
      case .stop, .wait: (text(reason), name)
      case .failure: (SQLText.all(["NOT has_basis", text(reason)]), name)
      case .nothingElse: (SQLText.all(["NOT has_basis"] + exact), name)
      }
    }
  }

  private func rules(_ kind: Program.Kind) -> [String] {
    zip(programs.now.reasons, rules).filter { $0.0.kind == kind }.map(\.1)
  }

  private var stopColumns: [(String, String)] {
    [
      (SQLText.any(["NOT has_basis"] + rules(.stop)), "is_stopped"),
      (SQLText.any(rules(.wait)), "is_waiting"),
      (stoppedAfterWaits, "is_stopped_later"),
    ]
  }

  /// Whether something may stop whoever waits by the time that waiting is over.
  private var stoppedAfterWaits: String {
    guard !rules(.wait).isEmpty else { return SQLText.no }
    guard let program = programs.afterWaits else { return SQLText.yes }
    let later = ProgramText(table: table, programs: programs, program: program)
    let carried = zip(program.bases, later.bases).map { (basis: $0.basis, text: $1) }
    return SQLText.any(
      [SQLText.not(SQLText.any(later.bases)), later.isOpen(at: moment)]
        + program.stopsBroughtByTime.map { later.text($0, carried: carried) })
  }

  private var outcome: String {
    """
    CASE WHEN is_open OR (is_waiting AND NOT is_stopped AND is_stopped_later) THEN 'open'
          WHEN is_stopped THEN 'deny' WHEN is_waiting THEN 'later' ELSE 'allow' END
    """
  }

  // MARK: Reasons

  private var firstReason: String {
    let reasons = Array(zip(programs.now.reasons, rules))
    func first(_ isMeant: (Program.Kind) -> Bool) -> String {
      SQLText.first(of: reasons.filter { isMeant($0.0.kind) }.map { ($1, quoted($0.code)) })
    }
    return """
      CASE outcome WHEN 'deny' THEN \(first { $0 != .wait })
        WHEN 'later' THEN \(first { $0 == .wait })
        WHEN 'allow' THEN \(basisCode) END
      """
  }

  /// Every reason that there is, as a text or nothing: several rules of one code are one reason.
  private var reasons: [String] {
    var codes: [(code: ReasonCode, rules: [String])] = []
    for (reason, name) in zip(programs.now.reasons, rules) {
      if codes.last?.code == reason.code {
        codes[codes.count - 1].rules.append(name)
      } else {
        codes.append((reason.code, [name]))
      }
    }
    let found = codes.map { SQLText.first(of: [(SQLText.any($0.rules), quoted($0.code))]) }
    guard !bases.isEmpty else { return found }
    return found + [basisCode]
      + programs.now.remarks.map { SQLText.first(of: [("has_basis", quoted($0))]) }
  }

  private var basisCode: String {
    SQLText.first(of: zip(programs.now.bases, bases).map { ($1, quoted($0.code)) })
  }

  private func quoted(_ code: ReasonCode) -> String { dialect.literal(code.rawValue) ?? "NULL" }
}
