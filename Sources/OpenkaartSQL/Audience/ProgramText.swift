import OpenkaartAudience
import OpenkaartCore

/// The tests of one program as expressions over a row, none of which is ever unknown.
struct ProgramText {
  let table: PersonTable
  let programs: QuestionPrograms
  let program: Program

  /// The columns that ``AudienceSQL`` puts beside those of the table.
  enum Given {
    static let consentDay = "consent_day"
    static let hasMore = "consent_has_more"
    static let standing = "consent_standing"
    static let isUnread = "consent_is_unread"
    static let isOpenCell = "consent_is_open"
  }

  /// Whether the row leaves the question open.
  func isOpen(at moment: Timestamp) -> String {
    var open = ["as_of > \(moment.milliseconds)"]
    if program.isConsentAsked {
      let hidden = program.isOptOutAsked ? isDated : SQLText.not(isHolding)
      open += [Given.isUnread, Given.isOpenCell, "(\(Given.hasMore) AND \(hidden))"]
    }
    open += program.open.map { text($0, carried: []) }
    return SQLText.any(open)
  }

  /// Whether each basis carries the use, in the order of the purpose.
  var bases: [String] {
    var before: [(LegalBasis, String)] = []
    for rule in program.bases {
      before.append((rule.basis, text(rule.test, carried: before)))
    }
    return before.map(\.1)
  }

  /// A test; `carried` are the bases known so far, and what is true when they carry.
  func text(_ test: Test, carried: [(basis: LegalBasis, text: String)]) -> String {
    switch test {
    case .constant(let value): value ? SQLText.yes : SQLText.no
    case .not(let inner): SQLText.not(text(inner, carried: carried))
    case .all(let tests): SQLText.all(tests.map { text($0, carried: carried) })
    case .any(let tests): SQLText.any(tests.map { text($0, carried: carried) })
    case .bit(let index): table.name(ofBit: index) ?? SQLText.no
    case .carried(let basis): SQLText.any(carried.filter { $0.basis == basis }.map(\.text))
    case .consent(let test): consent(test)
    case .before(let day, let days):
      // A day that the policy keeps no column of counts as past, as in columns.
      table.name(of: .day(days)).map { "(\($0) < \(day))" } ?? SQLText.yes
    case .sent(let count, let hour): sends(count, ">=", hour)
    case .sentWithin(let count, let hour): sends(count, "=", hour)
    case .bought(let lines, let day):
      SQLText.any(
        lines.compactMap { line in
          table.name(of: .bought(Int(line) - 1)).map { "(\($0) >= \(day))" }
        })
    }
  }

  private func sends(_ count: Int, _ sign: String, _ cell: UInt16) -> String {
    table.name(of: .sends(count)).map { "(\($0) \(sign) \(programs.hour(cell)))" } ?? SQLText.no
  }

  // MARK: Consents

  private var isHolding: String { "(\(Given.consentDay) >= \(program.firstDayOfConsent))" }
  private var isDated: String { "(\(Given.consentDay) >= \(Cell.firstDay))" }

  private func consent(_ test: ConsentTest) -> String {
    var found: [String] = []
    if test.holding { found.append(isHolding) }
    if test.ended { found.append(SQLText.all([isDated, SQLText.not(isHolding)])) }
    let wanted = programs.wanted(by: test)
    if wanted != 0 { found.append("((\(Given.standing) & \(wanted)) <> 0)") }
    return SQLText.any(found)
  }
}

extension PersonTable {
  /// The name of a column of bits, by its place in the layout.
  func name(ofBit index: Int) -> String? {
    for case .bit(let column) in sources where layout.index(of: column) == index {
      return name(of: .bit(column))
    }
    return nil
  }
}
