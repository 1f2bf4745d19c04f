import ColumnKernels
import OpenkaartCore

/// Lays out the tests of one program; terms of one moment do not fit another.
struct ProgramLayout {
  let columns: Columns
  let program: Program
  private var known: [Test: Code.Term] = [:]
  private var carried: [LegalBasis: Code.Term] = [:]

  init(_ columns: Columns, _ program: Program) {
    self.columns = columns
    self.program = program
  }

  /// Who is in the rows: those whom the columns tell of, and those to be asked one by one.
  mutating func readRows(_ code: inout Code) -> (told: Int, open: Int) {
    var open = Code.Term.no
    if program.isConsentAsked {
      let more = code.compare(
        .init(kind: .column_at_least, values: .consents, mask: .max, value: Cell.hasMore))
      let hidden =
        program.isOptOutAsked
        ? code.and(more, dated(&code)) : code.and(more, not: holding(&code))
      open = code.or(hidden, equals(Cell.open, &code))
    }
    for test in program.open { open = code.or(open, term(test, &code)) }
    let taken = Code.Term.bits(.column(0))
    let slot = code.own(open, and: taken)
    return (code.own(taken, not: .bits(.slot(slot))), slot)
  }

  /// Which rows each basis carries first, and which any does.
  mutating func readBases(told: Int, _ code: inout Code) -> (first: [Int], any: Int) {
    let any = code.own(.no)
    var firsts: [Int] = []
    for rule in program.bases {
      let found = code.and(term(rule.test, &code), .bits(.slot(told)))
      carried[rule.basis] = code.or(carried[rule.basis] ?? .no, found)
      // What rests on what is carried is not known yet.
      known = [:]
      firsts.append(code.own(found, not: .bits(.slot(any))))
      code.add(found, to: any)
    }
    return (firsts, any)
  }

  mutating func term(_ test: Test, _ code: inout Code) -> Code.Term {
    if let term = known[test] { return term }
    let term = make(test, &code)
    known[test] = term
    return term
  }

  private mutating func make(_ test: Test, _ code: inout Code) -> Code.Term {
    switch test {
    case .constant(let value): return value ? .yes : .no
    case .bit(let column): return columns.bits[column].isEmpty ? .no : .bits(.column(column))
    case .carried(let basis): return carried[basis] ?? .no
    case .not(let inner):
      let term = term(inner, &code)
      return code.not(term)
    case .all(let tests):
      return tests.reduce(.yes) { sum, test in
        sum == .no ? .no : code.and(sum, term(test, &code))
      }
    case .any(let tests):
      return tests.reduce(.no) { sum, test in
        sum == .yes ? .yes : code.or(sum, term(test, &code))
      }
    case .consent(let test): return consent(test, &code)
    case .before(let day, let days): return compare(.column_below, values(of: days), day, &code)
    case .sent(let count, let hour): return compare(.column_at_least, .sends(count), hour, &code)
    case .sentWithin(let count, let hour):
      return compare(.column_equals, .sends(count), hour, &code)
    case .bought(let lines, let day): return bought(lines, day, &code)
    }
  }

  private func values(of days: DayColumn) -> ShortColumn.Name {
    switch days {
    case .activity: .activity
    case .purchase: .purchase
    case .consent(let index): .lastConsents(index)
    }
  }

  private func compare(
    _ kind: column_step_kind, _ values: ShortColumn.Name, _ value: UInt16, _ code: inout Code
  ) -> Code.Term {
    guard !columns.column(values, consent: program.consentColumn).isEmpty else {
      return kind == .column_below ? .yes : .no
    }
    return code.compare(.init(kind: kind, values: values, mask: .max, value: value))
  }

  // MARK: Consents

  private func holding(_ code: inout Code) -> Code.Term { day(program.firstDayOfConsent, &code) }
  private func dated(_ code: inout Code) -> Code.Term { day(Cell.firstDay, &code) }

  private func day(_ first: UInt16, _ code: inout Code) -> Code.Term {
    code.compare(
      .init(kind: .column_at_least, values: .consents, mask: Cell.dayMask, value: first))
  }

  private func equals(_ cell: UInt16, _ code: inout Code) -> Code.Term {
    code.compare(.init(kind: .column_equals, values: .consents, mask: .max, value: cell))
  }

  private func consent(_ test: ConsentTest, _ code: inout Code) -> Code.Term {
    var found = test.holding ? holding(&code) : .no
    if test.ended { found = code.or(found, code.and(dated(&code), not: holding(&code))) }
    var rest = test.standings
    while rest != 0 {
      found = code.or(found, equals(UInt16(rest.trailingZeroBitCount), &code))
      rest &= rest - 1
    }
    return found
  }

  // MARK: Purchases

  private func bought(_ lines: [UInt8], _ day: UInt16, _ code: inout Code) -> Code.Term {
    guard !columns.line.isEmpty, !lines.isEmpty else { return .no }
    let found = lines.reduce(Code.Term.no) { code.or($0, code.bought(line: $1)) }
    let recent = code.and(found, compare(.column_at_least, .lineDay, day, &code))
    guard let more = columns.layout.index(of: .boughtMore), !columns.bits[more].isEmpty else {
      return recent
    }
    let slot = code.own(recent)
    code.addMoreLines(lines, from: day, to: slot)
    return .bits(.slot(slot))
  }
}
